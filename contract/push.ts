// Web Push: devices that take notices, and codes where the person chose so.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Id, Instant, Nullable, obj, Text } from './types.ts';

const KeyText = Type.String({ pattern: '^[A-Za-z0-9_-]{16,128}$', description: 'Base64url' });

export const getPushDevices = endpoint({
  method: 'GET',
  url: '/api/v1/push-devices',
  summary: 'The key by which push services know the portal, and the person’s devices that take notices',
  answer: obj({
    publicKey: Nullable(Type.String()),
    devices: Type.Array(obj({ id: Id, name: Text(200), madeAt: Instant, takesCodes: Type.Boolean(), isThis: Type.Boolean() })),
    can: obj({ chooseCodes: Type.Boolean() }),
  }),
});
export const addPushDevice = endpoint({
  method: 'POST',
  url: '/api/v1/push-devices',
  summary: 'Push notices to this browser; what its subscription holds. The same subscription is one device',
  body: obj({ endpoint: Text(1_000, 10), p256dh: KeyText, auth: KeyText }),
  answer: obj({ id: Id }),
  errors: ['push.foreign', 'push.tooMany'],
});
const one = obj({ deviceId: Id });
export const setPushCodes = endpoint({
  method: 'POST',
  url: '/api/v1/push-devices/:deviceId/codes',
  summary: 'Push codes to the device before SMS, or no longer; a second proof of the last ten minutes is needed',
  params: one,
  body: obj({ isOn: Type.Boolean() }),
  answer: obj({}),
  errors: ['auth.secondFactor'],
});
export const removePushDevice = endpoint({
  method: 'POST',
  url: '/api/v1/push-devices/:deviceId/remove',
  summary: 'Push nothing more to the device',
  params: one,
  answer: obj({}),
});
export const takePushReceipt = endpoint({
  method: 'POST',
  url: '/api/v1/push-receipts',
  summary: 'A browser has shown what was pushed to it; the token came with the push. A wrong one changes nothing',
  body: obj({ token: Text(200, 1) }),
  answer: obj({}),
});
