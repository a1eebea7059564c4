// SMS straight to a message centre over SMPP 3.4: UCS-2, long texts in parts, reports on delivery by the centre's receipts.
import { createHash } from 'node:crypto';
import type { Pdu } from 'smpp';
import type { SendResult } from './send-result.ts';
import type { SmsChannel, SmsDelivery } from './sms-channel.ts';
import { LineDown, type LineSettings, openSmppLine, type Submitted } from './smpp-line.ts';

/** Receipts come over whichever line is open, also before the answer to the message itself: they are kept where every process finds them. */
export type SmsReceipts = {
  keep(messageId: string, delivery: SmsDelivery): Promise<void>;
  find(messageIds: readonly string[]): Promise<ReadonlyMap<string, SmsDelivery>>;
};

/** Section 5.1.3 of SMPP 3.4. What is neither for good nor ours to mend is for now. */
const FOR_GOOD = new Set([0x0b, 0x33, 0x50, 0x51, 0x65, 0x66]);
const OURS = new Set([0x0a, 0x0d, 0x0e, 0x0f, 0x48, 0x49]);
const STATES: Readonly<Record<number, SmsDelivery>> = { 1: 'onTheWay', 2: 'delivered', 3: 'failed', 4: 'failed', 5: 'failed', 6: 'onTheWay', 8: 'failed' };
const STATE_WORDS: Readonly<Record<string, SmsDelivery>> = {
  ENROUTE: 'onTheWay',
  DELIVRD: 'delivered',
  EXPIRED: 'failed',
  DELETED: 'failed',
  UNDELIV: 'failed',
  ACCEPTD: 'onTheWay',
  REJECTD: 'failed',
};
const ALPHANUMERIC = 5;
const INTERNATIONAL = 1;
const TELEPHONE = 1;
const UCS2 = 8;
const RECEIPT_BITS = 0x3c;
const RECEIPT = 0x04;

/** Neither call throws. SMPP knows no id of ours: a message whose answer was lost is sent again and may arrive twice. */
export function openSmppChannel(settings: LineSettings & { readonly sender?: string | undefined }, receipts: SmsReceipts): SmsChannel & { close(): void } {
  const line = openSmppLine(settings, async (pdu) => {
    const receipt = readReceipt(pdu);
    if (receipt) await receipts.keep(receipt.messageId, receipt.delivery);
  });
  const from = settings.sender === undefined ? {} : { source_addr_ton: ALPHANUMERIC, source_addr: settings.sender };
  return {
    send: async ({ id, to, text }) => {
      const same = { ...from, dest_addr_ton: INTERNATIONAL, dest_addr_npi: TELEPHONE, destination_addr: to, registered_delivery: 1, data_coding: UCS2 };
      try {
        const parts = await Promise.all(splitSms(text, id).map((short_message) => line.submit({ ...same, short_message })));
        return (
          parts.map(resultOf).find(({ outcome }) => outcome !== 'accepted') ?? {
            outcome: 'accepted',
            reference: parts.map(({ messageId }) => messageId).join(' '),
          }
        );
      } catch (error) {
        return { outcome: error instanceof LineDown && error.isOurs ? 'configuration' : 'temporary', why: (error as Error).message };
      }
    },
    statuses: async (messages) => {
      // Bound for the receipts' sake; when that fails, those that came earlier still tell.
      await line.wake().catch(() => undefined);
      const partsOf = new Map(messages.map(({ id, reference }) => [id, reference.split(' ')]));
      const known = await receipts.find([...partsOf.values()].flat());
      return new Map([...partsOf].map(([id, parts]) => [id, ofAll(parts.map((part) => known.get(part) ?? 'unknown'))]));
    },
    close: line.close,
  };
}

/** Delivered when every part is, failed when one is. */
const ofAll = (parts: readonly SmsDelivery[]): SmsDelivery =>
  parts.includes('failed') ? 'failed' : parts.every((part) => part === 'delivered') ? 'delivered' : 'onTheWay';

function resultOf({ status, messageId }: Submitted): SendResult {
  if (status === 0) return { outcome: 'accepted', reference: messageId };
  return { outcome: FOR_GOOD.has(status) ? 'permanent' : OURS.has(status) ? 'configuration' : 'temporary', why: `the centre answered ${status}` };
}

/** The fields of version 3.4 where the centre gives them, else the text that everybody gives: «id:… stat:DELIVRD …». */
export function readReceipt({
  esm_class,
  receipted_message_id,
  message_state,
  short_message,
}: Pick<Pdu, 'esm_class' | 'receipted_message_id' | 'message_state' | 'short_message'>): { messageId: string; delivery: SmsDelivery } | undefined {
  if ((esm_class & RECEIPT_BITS) !== RECEIPT) return undefined;
  const text = String(short_message.message);
  const messageId = String(receipted_message_id ?? /\bid:(\S+)/.exec(text)?.[1] ?? '').replaceAll('\0', '');
  const delivery = STATES[message_state ?? 0] ?? STATE_WORDS[/\bstat:([A-Z]+)/.exec(text)?.[1] ?? ''];
  return messageId === '' || delivery === undefined ? undefined : { messageId, delivery };
}

/** What one part holds: 70 letters of UCS-2, or 67 beside the header that joins them (3GPP TS 23.040, 9.2.3.24.1). The number that joins them derives from the id, so that a repeat joins as well. */
export function splitSms(text: string, id: string): { message: string; udh?: Buffer }[] {
  if (text.length <= 70) return [{ message: text }];
  const parts: string[] = [];
  for (const sign of text) {
    // A sign of two units stays whole.
    if (parts.length === 0 || parts.at(-1)!.length + sign.length > 67) parts.push(sign);
    else parts[parts.length - 1] += sign;
  }
  const number = createHash('sha256').update(id).digest()[0]!;
  return parts.map((message, place) => ({ message, udh: Buffer.from([5, 0, 3, number, parts.length, place + 1]) }));
}
