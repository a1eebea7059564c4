// What is not sent, and why: channels switched off, paid numbers, a flood to one recipient or from one network, the bill of the day.
import { sql } from 'kysely';
import type { Tx } from '#platform/tables';
import type { OutsideChannel } from './notice-kinds.ts';

/** Against a flood to somebody else's number. */
export const MOST_A_DAY: Readonly<Record<OutsideChannel, number>> = { sms: 20, email: 200, push: 500 };
/** Numbers that nobody has proven yet, asked for from one network (/24, /48) in a day: a household invites, a pump dials through a list. */
export const MOST_STRANGERS = 10;

export type SendRefusal = 'limit' | 'network' | 'number' | 'budget' | 'off';
export const SEND_REFUSALS: readonly string[] = ['limit', 'network', 'number', 'budget', 'off'] satisfies SendRefusal[];

type Asked = {
  readonly channel: OutsideChannel;
  readonly recipient: string;
  readonly personId: string | null;
  readonly isSecret: boolean;
  readonly network: string | null;
};
export type Counted = { readonly isOff: boolean; readonly ofRecipient: number; readonly smsToday: number; readonly strangers: number };

/** Why the message is not sent; undefined when it is. Codes to people of the portal go past the day's budget: a flood must not shut them out. Pure. */
export function refusalOf(asked: Asked, counted: Counted, smsDayBudget: number): SendRefusal | undefined {
  if (counted.isOff) return 'off';
  if (asked.channel === 'sms' && !/^7[349]\d{9}$/.test(asked.recipient)) return 'number';
  if (counted.ofRecipient >= MOST_A_DAY[asked.channel]) return 'limit';
  if (asked.channel !== 'sms') return undefined;
  if (asked.personId === null && asked.network !== null && counted.strangers >= MOST_STRANGERS) return 'network';
  const isOwnCode = asked.isSecret && asked.personId !== null;
  return counted.smsToday >= smsDayBudget && !isOwnCode ? 'budget' : undefined;
}

/** What was made in the 24 hours before. One statement; the caller holds locks on recipient and network. */
export async function countSent(tx: Tx, { channel, recipient, network }: Asked, at: Date): Promise<Counted> {
  const since = new Date(at.getTime() - 86_400_000).toISOString();
  const taken = sql`(d.why is null or d.why <> all(${[...SEND_REFUSALS]}::text[]))`;
  const { rows } = await sql<{ off: boolean; recipient: bigint; sms: bigint; strangers: bigint }>`
    select exists (select from notifications.channel c where c.channel = ${channel} and not c.is_on) as off,
      (select count(*) from notifications.delivery d where d.recipient = ${recipient} and d.made_at > ${since} and d.channel = ${channel}) as recipient,
      (select count(*) from notifications.delivery d where d.channel = 'sms' and d.made_at > ${since} and ${taken}) as sms,
      (select count(distinct d.recipient) from notifications.delivery d where d.channel = 'sms' and d.made_at > ${since} and d.person_id is null and d.network = ${network} and d.recipient <> ${recipient}) as strangers`.execute(
    tx,
  );
  const [row] = rows;
  return { isOff: row!.off, ofRecipient: Number(row!.recipient), smsToday: Number(row!.sms), strangers: Number(row!.strangers) };
}
