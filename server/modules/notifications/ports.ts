// What this module needs from outside: the channels, and where people can be reached.
import type { Db } from '#platform/tables';
import type { MailChannel } from './mail-channel.ts';
import type { PushChannel } from './push-channel.ts';
import type { SmsChannel } from './sms-channel.ts';

/** Null where there is none. `phone`: '+7' and ten digits. */
export type Contact = { readonly email: string | null; readonly phone: string | null };

export type NotificationPorts = {
  readonly mail: MailChannel;
  readonly sms: SmsChannel;
  readonly push: PushChannel;
  readonly contactsOf: (db: Db, personIds: readonly string[]) => Promise<ReadonlyMap<string, Contact>>;
  /** How many SMS go out in 24 hours; codes to people of the portal go past it. */
  readonly smsDayBudget: number;
  /** Links in letters begin with it. */
  readonly publicUrl: URL;
  /** Demo mode: where the stand-ins list what they received. Without it there is no demo outbox. */
  readonly messagesUrl?: string | undefined;
};
