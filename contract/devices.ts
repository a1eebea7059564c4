// Devices that a person entered from, and the question «Это вы входите?» on them.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Id, Instant, Nullable, obj, OneOf } from './types.ts';

const one = obj({ deviceId: Id });
export const renameDevice = endpoint({
  method: 'POST',
  url: '/api/v1/devices/:deviceId/name',
  summary: 'Name a bound device',
  params: one,
  body: obj({ name: Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\u0000-\\u001f]*$' }) }),
  answer: obj({}),
});
export const removeDevice = endpoint({
  method: 'POST',
  url: '/api/v1/devices/:deviceId/remove',
  summary: 'Forget a device: its sessions end at once, and it is confirmed anew',
  params: one,
  answer: obj({ ended: Type.Integer({ minimum: 0 }) }),
});
export const getRememberedName = endpoint({
  method: 'GET',
  url: '/api/v1/sign-in/name',
  summary: 'By what the last person entered from this bound browser',
  answer: obj({ name: Nullable(Type.String()) }),
});

export const getAsked = endpoint({
  method: 'GET',
  url: '/api/v1/sign-in/asked',
  summary: 'Who enters as me from a new browser and waits for my answer',
  answer: obj({ asked: Type.Array(obj({ id: Id, device: Type.String(), ip: Type.String(), place: Nullable(Type.String()), at: Instant })) }),
});
export const answerAsked = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/asked/:id/answer',
  summary: 'It is me, or it is not',
  params: obj({ id: Id }),
  body: obj({ isMe: Type.Boolean() }),
  answer: obj({}),
});
export const getAnswer = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/answer',
  summary: 'What the known device said, for the browser that waits',
  body: obj({ challenge: Type.String({ minLength: 43, maxLength: 43 }) }),
  answer: obj({ state: OneOf(['waiting', 'approved', 'denied', 'over']) }),
});
