// The life of one message on one channel: created → sending → delivered, or a failure for now, or for good. Pure.
import type { OutsideChannel } from './notice-kinds.ts';
import type { SendResult } from './send-result.ts';
import type { SmsDelivery } from './sms-channel.ts';

export type DeliveryStatus = 'created' | 'sending' | 'delivered' | 'temporary-failure' | 'permanent-failure';
/** `nextAt`: when to look at it again. `isOver`: nothing more will be tried on this channel. `why`: a key of `deliveryReasons`, after a colon what the channel said. */
export type Step = { status: DeliveryStatus; nextAt: Date; isOver: boolean; reference?: string; why?: string };
type Message = { channel: OutsideChannel; isSecret: boolean; attempts: number; madeAt: Date };

/** A send that never answered is tried again with the same id: the gateway and the mail systems know it as one. */
export const SENDING_SECONDS = 60;
/** After it a code is of no use to anybody. */
const SECRET_MINUTES = 10;
const REPORT_HOURS = 24;
/** A code that no device has shown by then goes by SMS (CONF-2). */
const PUSH_SECONDS = 8;
const ATTEMPTS = { usual: 6, secret: 2 } as const;

const after = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const isStale = ({ isSecret, madeAt }: Message, now: Date): boolean => isSecret && now.getTime() - madeAt.getTime() > SECRET_MINUTES * 60_000;

/** A message that was refused before it was sent. */
export const refusedStep = (why: string, now: Date): Step => ({ status: 'permanent-failure', nextAt: now, isOver: true, why });

/** What a channel's answer means. A mail server that took a letter is the end of our way; an SMS is followed until it is reported, a pushed code until a device has shown it. */
export function afterSending(message: Message, result: SendResult, now: Date): Step {
  if (result.outcome === 'accepted') {
    const isOver = message.channel === 'email' || (message.channel === 'push' && !message.isSecret);
    return { status: isOver ? 'delivered' : 'sending', nextAt: after(now, message.channel === 'push' ? PUSH_SECONDS : 5), isOver, reference: result.reference };
  }
  const mayTryAgain = result.outcome === 'temporary' && message.attempts < (message.isSecret ? ATTEMPTS.secret : ATTEMPTS.usual) && !isStale(message, now);
  if (mayTryAgain)
    return { status: 'temporary-failure', nextAt: after(now, message.isSecret ? 2 : 5 * 4 ** (message.attempts - 1)), isOver: false, why: result.why };
  return { status: 'permanent-failure', nextAt: now, isOver: true, why: `${result.outcome}: ${result.why}` };
}

/** What the gateway's report on an SMS means, or the time of a push that nobody has shown. No report for a day, or for the life of a code, counts as lost. */
export function afterReport(message: Message, report: SmsDelivery, now: Date): Step {
  if (report === 'delivered') return { status: 'delivered', nextAt: now, isOver: true };
  if (message.channel === 'push') return { status: 'permanent-failure', nextAt: now, isOver: true, why: 'notShown' };
  if (report === 'failed') return { status: 'permanent-failure', nextAt: now, isOver: true, why: 'undelivered' };
  const age = (now.getTime() - message.madeAt.getTime()) / 1000;
  if (isStale(message, now) || age > REPORT_HOURS * 3600) return { status: 'permanent-failure', nextAt: now, isOver: true, why: 'noReport' };
  return { status: 'sending', nextAt: after(now, Math.max(5, Math.min(age, 600))), isOver: false };
}
