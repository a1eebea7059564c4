// Another telephone or e-mail address: a code at the old one and at the new one, then a day in which it may be cancelled (CONF-1).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

export const CONTACT_KINDS = ['phone', 'email'] as const;
/** Hours between the two codes and the change. */
export const CONTACT_HOURS = 24;

const wanted = { kind: OneOf(CONTACT_KINDS), value: Text(254, 1) };
const Code = Text(12, 1);

export const getContacts = endpoint({
  method: 'GET',
  url: '/api/v1/contacts',
  summary: 'The own telephone and address, masked, and a change that waits for its day',
  answer: obj({
    phone: Nullable(Text(60)),
    email: Nullable(Text(254)),
    waiting: Nullable(obj({ kind: OneOf(CONTACT_KINDS), value: Text(254), dueAt: Instant })),
  }),
});
export const askContactCodes = endpoint({
  method: 'POST',
  url: '/api/v1/contacts/codes',
  summary: 'Send a code to the present contact and another one to the new; the same answer whoever has the new one',
  body: obj(wanted),
  answer: obj({ confirmationId: Id, sentTo: Type.String(), newConfirmationId: Id, newSentTo: Type.String(), expiresAt: Instant }),
  errors: ['confirm.noChannel', 'limit.exceeded', 'contact.same', 'contact.waiting'],
});
export const changeContact = endpoint({
  method: 'POST',
  url: '/api/v1/contacts',
  summary: 'Change the contact by both codes: it counts a day later, and every contact is told',
  body: obj({ ...wanted, confirmationId: Id, code: Code, newConfirmationId: Id, newCode: Code }),
  answer: obj({ dueAt: Instant }),
  errors: ['confirm.wrong', 'confirm.expired', 'confirm.used', 'confirm.otherContent', 'contact.waiting'],
});
export const cancelContactChange = endpoint({ method: 'POST', url: '/api/v1/contacts/cancel', summary: 'Keep the present contact', answer: obj({}) });
