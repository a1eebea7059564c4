// What every door of the SMS gateway does with a message, whichever language it came in.
import { randomUUID } from 'node:crypto';
import type { KeptMessage, MessageBox, SmsStatus } from './message-box.ts';

/** Keeps a message, once per id of the sender where it gives one. A phone ending in 00 is switched off: accepted, then «delivery error». */
export function keepSms(box: MessageBox, { to, text, clientId }: { to: string; text: string; clientId?: string }): KeptMessage & { gatewayId: string } {
  const earlier = clientId === undefined ? undefined : smsOf(box, (message) => message.reference === clientId);
  if (earlier) return { ...earlier, gatewayId: earlier.gatewayId! };
  const status: SmsStatus = to.endsWith('00') ? 'delivery error' : 'delivered';
  const message = {
    at: new Date().toISOString(),
    channel: 'sms' as const,
    to,
    text,
    attachments: [],
    ...(clientId !== undefined && { reference: clientId }),
    gatewayId: randomUUID(),
    status,
  };
  box.add(message);
  return message;
}

export const smsOf = (box: MessageBox, test: (message: KeptMessage) => boolean): KeptMessage | undefined =>
  box.find((message) => message.channel === 'sms' && test(message));
