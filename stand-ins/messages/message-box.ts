// The last 500 messages that anybody was sent, in memory and in a file.
import { join } from 'node:path';
import { openJournal } from '../journal.ts';

export type SmsStatus = 'accepted' | 'delivered' | 'delivery error';

export type KeptMessage = {
  at: string;
  channel: 'sms' | 'email' | 'push';
  /** A telephone, an address, or the name of a browser. */
  to: string;
  subject?: string;
  text: string;
  attachments: string[];
  /** Of a letter, List-Unsubscribe and List-Unsubscribe-Post. */
  unsubscribe?: string;
  unsubscribePost?: string;
  /** The sender's own number of the message (SMS: clientId; mail: Message-ID). */
  reference?: string;
  /** The gateway's number of an SMS. */
  gatewayId?: string;
  status?: SmsStatus;
};
export type ListedMessage = Pick<KeptMessage, 'at' | 'channel' | 'to' | 'subject' | 'text' | 'attachments' | 'unsubscribe' | 'unsubscribePost'>;

export type MessageBox = {
  add(message: KeptMessage): void;
  find(test: (message: KeptMessage) => boolean): KeptMessage | undefined;
  /** Newest last; `to` is an address, the name of a browser, or a phone however written. */
  list(to?: string): ListedMessage[];
};

const KEPT = 500;

/** One recipient in one form: an address or the name of a browser in lower case, a phone as 7 and ten digits. */
export function recipientKey(to: string): string {
  const digits = to.replaceAll(/\D/g, '');
  if (to.includes('@') || digits === '') return to.trim().toLowerCase();
  return digits.length === 11 && digits.startsWith('8') ? `7${digits.slice(1)}` : digits;
}

/** Opens the box of a data folder. The file is cut back when it grew to twice what is kept. */
export function openMessageBox(dataDir: string): MessageBox {
  const { lines, journal } = openJournal<KeptMessage>(join(dataDir, 'messages.jsonl'));
  let messages = lines.slice(-KEPT);
  let written = messages.length;
  journal.replace(messages);
  return {
    add: (message) => {
      messages = [...messages, message].slice(-KEPT);
      written += 1;
      if (written < 2 * KEPT) journal.append([message]);
      else {
        journal.replace(messages);
        written = messages.length;
      }
    },
    find: (test) => messages.find(test),
    list: (to) =>
      messages
        .filter((message) => to === undefined || recipientKey(message.to) === recipientKey(to))
        .map(({ reference: _reference, gatewayId: _gatewayId, status: _status, ...listed }) => listed),
  };
}
