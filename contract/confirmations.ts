// A confirmation that waits for its code: what it confirms, and the code anew by another way (CONF-2).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Id, Instant, obj, OneOf } from './types.ts';

const Way = OneOf(['push', 'sms', 'email', 'totp']);
const params = obj({ confirmationId: Id });

export const getConfirmation = endpoint({
  method: 'GET',
  url: '/api/v1/confirmations/:confirmationId',
  summary: 'What waits for the code, by which way the code went, and which ways the person has',
  params,
  answer: obj({
    words: Type.String(),
    channel: OneOf(['push', 'sms', 'email', 'totp', 'passkey']),
    isOpen: Type.Boolean(),
    ways: Type.Array(obj({ channel: Way, sentTo: Type.String({ description: 'Masked' }) })),
  }),
});
export const sendConfirmation = endpoint({
  method: 'POST',
  url: '/api/v1/confirmations/:confirmationId/send',
  summary: 'Send a new code by this way for the same operation; the code before it is worth nothing any more',
  params,
  body: obj({ channel: Way }),
  answer: obj({ sentTo: Type.String(), expiresAt: Instant }),
  errors: ['confirm.used', 'confirm.expired', 'confirm.noWay', 'limit.exceeded'],
});
