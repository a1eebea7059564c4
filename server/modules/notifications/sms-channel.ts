// SMS, whatever carries them: what a channel does, and which one the address of the settings means.
import type { SendResult } from './send-result.ts';
import { openHttpSms } from './sms-by-http.ts';
import { openSmppChannel, type SmsReceipts } from './smpp-channel.ts';
import { type SmsDialect, smsDialects } from './sms-dialects.ts';

/** `to` is a Russian mobile number: 7 and ten digits. */
export type Sms = { readonly id: string; readonly to: string; readonly text: string };
/** A message that was taken over; `reference` is the carrier's name of it, one for each part. */
export type SentSms = { readonly id: string; readonly to: string; readonly reference: string };
/** `unknown`: the carrier does not know it or could not be asked. */
export type SmsDelivery = 'delivered' | 'onTheWay' | 'failed' | 'unknown';
export type SmsChannel = {
  send(sms: Sms): Promise<SendResult>;
  /** What became of messages sent before, by our ids; at most 200 at a time. */
  statuses(messages: readonly SentSms[]): Promise<ReadonlyMap<string, SmsDelivery>>;
  close(): void;
};
export type SmsSettings = {
  /** http(s)://… of a gateway, or smpp://host:port, ssmpp:// with TLS, of a message centre. */
  readonly url: string;
  readonly login: string;
  readonly key: string;
  /** The sender's name that the carrier agreed to. */
  readonly sender?: string | undefined;
  /** How the gateway speaks; a name of `smsDialects`. */
  readonly dialect: string;
  readonly timeoutMs: number;
};

/** Throws Error for an unknown dialect. */
export function openSmsChannel(settings: SmsSettings, receipts: SmsReceipts): SmsChannel {
  const { url, login, key, sender, dialect, timeoutMs } = settings;
  if (/^ss?mpp:/.test(url)) return openSmppChannel({ url, systemId: login, password: key, sender, timeoutMs }, receipts);
  const spoken: SmsDialect | undefined = Object.hasOwn(smsDialects, dialect) ? smsDialects[dialect] : undefined;
  if (!spoken) throw new Error(`SMS_DIALECT must be one of ${Object.keys(smsDialects).join(', ')}`);
  return openHttpSms({ url, timeoutMs, account: { login, key, sender } }, spoken);
}
