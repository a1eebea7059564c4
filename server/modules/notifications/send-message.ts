// One message to one address at once: one-time codes, receipts by mail. Other modules order it by its task name:
//   work.order({ task: 'notifications.send-message', payload: { id: deriveId(work.id, 'code'), personId, channel: 'sms', template: 'identity.code', facts: { code, words: 'вход' } } })
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { newId } from '#platform/ids';
import { addressOn, createDelivery, deliver, type Sending } from './deliver.ts';
import { isNoticeKind, noticeKinds, type OutsideChannel, wordNotice } from './notice-kinds.ts';

const Channel = Type.Union([Type.Literal('email'), Type.Literal('sms')]);
export const MessageOrder = Type.Object({
  /** The same id is one message. Without it a job tried again after a crash may send twice. */
  id: Type.Optional(Type.String({ format: 'uuid' })),
  /** The person, by a confirmed address; when the channel fails the other one is used. */
  personId: Type.Optional(Type.String()),
  /** Or an address that is not confirmed yet: mail, or a phone as +7 and ten digits. Then no other channel is tried. */
  to: Type.Optional(Type.String()),
  channel: Channel,
  /** A key of `noticeKinds`. */
  template: Type.String(),
  facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
  link: Type.Optional(Type.String()),
  attachments: Type.Optional(Type.Array(Type.Object({ name: Type.String(), type: Type.String(), base64: Type.String() }))),
});
export type MessageOrder = Static<typeof MessageOrder>;

/** Makes the message and tries it. Throws for an order that cannot be understood; an unreachable person is no error. */
export async function sendMessage(sending: Sending, order: unknown): Promise<void> {
  if (!Check(MessageOrder, order)) throw new Error('an order of a message is not as declared');
  const { id = newId(sending.now()), personId, to, channel, template, facts, link, attachments = [] } = order;
  if (!isNoticeKind(template)) throw new Error(`there is no template ${template}`);
  const { title, text, sms } = wordNotice(template, facts);
  const contact = to === undefined && personId !== undefined ? (await sending.ports.contactsOf(sending.db, [personId])).get(personId) : undefined;
  const channels: OutsideChannel[] = channel === 'sms' ? ['sms', 'email'] : ['email', 'sms'];
  const reachable = to === undefined ? channels.filter((one) => addressOn(contact, one) !== null) : [channel];
  const [first, ...spareChannels] = reachable;
  if (first === undefined) return;
  const recipient = to?.replace(/^\+/, '') ?? addressOn(contact, first)!;
  const isSecret = noticeKinds[template].nature === 'code';
  await createDelivery(sending, { id, personId: personId ?? null, noticeId: null, kind: template, channel: first, recipient, spareChannels, isSecret, title, text, shortText: sms, link: link ?? null, attachments });
  await deliver(sending, id);
}
