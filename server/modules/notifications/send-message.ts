// One message to one address at once: one-time codes, receipts by mail. Other modules order it by its task name:
// A code goes to devices only when the order says push, and only to those chosen for codes.
//   work.order({ task: 'notifications.send-message', payload: { id: deriveId(work.id, 'code'), personId, channel: 'sms', template: 'identity.code', facts: { code, words: 'вход' } } })
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import { newId } from '#platform/ids';
import { createDelivery, deliver, type Sending } from './deliver.ts';
import { reachOf } from './reach.ts';
import { isNoticeKind, noticeKinds, type OutsideChannel, wordNotice } from './notice-kinds.ts';

const Channel = Type.Union([Type.Literal('email'), Type.Literal('sms'), Type.Literal('push')]);
/** The asked one first, then those that take its place when it fails for good (CONF-2). */
const ORDERS: Readonly<Record<OutsideChannel, readonly OutsideChannel[]>> = { email: ['email', 'sms'], sms: ['sms', 'email'], push: ['push', 'sms', 'email'] };
export const MessageOrder = Type.Object({
  /** The same id is one message. Without it a job tried again after a crash may send twice. */
  id: Type.Optional(Type.String({ format: 'uuid' })),
  /** The person, by a confirmed address; when the channel fails the other one is used. */
  personId: Type.Optional(Type.String()),
  /** Or an address that is not confirmed yet: mail, or a phone as +7 and ten digits. Then no other channel is tried. */
  to: Type.Optional(Type.String()),
  channel: Channel,
  /** Of whoever asked, where the address is nobody's yet: many numbers from one network are a pump. */
  network: Type.Optional(Type.String()),
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
  const { id = newId(sending.now()), personId, to, channel, network = null, template, facts, link, attachments = [] } = order;
  if (!isNoticeKind(template)) throw new Error(`there is no template ${template}`);
  const { title, text, sms } = wordNotice(template, facts);
  const isSecret = noticeKinds[template].nature === 'code';
  const reach =
    to === undefined && personId !== undefined ? (await reachOf(sending, [personId], isSecret)).get(personId) : { [channel]: to?.replace(/^\+/, '') };
  const reachable = to === undefined ? ORDERS[channel].filter((one) => reach?.[one] !== undefined) : [channel];
  const [first, ...spareChannels] = reachable;
  if (first === undefined) return;
  await createDelivery(sending, {
    id,
    personId: personId ?? null,
    noticeId: null,
    kind: template,
    channel: first,
    recipient: reach![first]!,
    network,
    spareChannels,
    isSecret,
    title,
    text,
    shortText: sms,
    link: link ?? null,
    attachments,
  });
  await deliver(sending, id);
}
