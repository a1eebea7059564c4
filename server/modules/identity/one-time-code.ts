// Codes that are sent to a person: made, tried, counted. What they confirm is the business of who asks for them.
import { createHash, randomInt } from 'node:crypto';
import { maskPhone } from '#contract/phone';
import { inTransaction } from '#platform/database';
import { refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { canonicalJson, type Ground, type Work } from '#platform/work';
import type { SecondFactor } from './assurance.ts';
import { codeMac, isCode } from './secrets.ts';
import { placesOf } from './throttle.ts';
import { takeTotpStep } from './totp-secret.ts';
import type { OneTimeCodeTable } from './identity.tables.ts';

export const CODE_MS: number = 5 * 60_000;
export const CODE_TRIES = 3;
const CODES_PER_HOUR = 10;
const HOUR_MS = 3_600_000;

export type Channel = MessageChannel | 'push';
export type MessageChannel = 'sms' | 'email' | 'totp';

/** What a code is for. The same meaning has the same digest whatever the order of members. */
export const contentHash = (purpose: string, content: object): Buffer => createHash('sha256').update(canonicalJson({ purpose, content })).digest();

type Asked = {
  id: string;
  personId: string;
  boundTo: string;
  purpose: string;
  content: object;
  words: string;
  channel: Channel;
  /** An address that is not the person's yet; null: the code goes nowhere. */ to?: string | null;
};

/**
 * Makes a code and orders its message; for an authenticator app nothing is sent. The code stands in clear in the order's
 * payload until the message is sent, and nowhere else: the table has a keyed digest. Refuses with limit.exceeded after
 * ten codes an hour: each gives three tries.
 */
export async function sendCode(work: Work, asked: Asked): Promise<string> {
  await refuseTooMany(work, asked);
  const until = new Date(work.now.getTime() + CODE_MS).toISOString();
  const row = {
    person_id: asked.personId,
    id: asked.id,
    bound_to: asked.boundTo,
    purpose: asked.purpose,
    content_hash: contentHash(asked.purpose, asked.content),
    channel: asked.channel,
    tries_left: CODE_TRIES,
    made_at: work.now.toISOString(),
    until,
    accepted_at: null,
    used_at: null,
    words: asked.to === undefined ? asked.words : null,
  };
  await work.tx
    .insertInto('identity.one_time_code')
    .values({ ...row, code_mac: orderCode(work, asked, asked.id) })
    .execute();
  return until;
}

/** Draws a code and orders its message; its keyed digest, null for an authenticator app. The same `messageId` is one message. */
function orderCode(work: Work, asked: Omit<Asked, 'purpose' | 'content'>, messageId: string): Buffer | null {
  if (asked.channel === 'totp') return null;
  const code = randomInt(1_000_000).toString().padStart(6, '0');
  if (asked.to !== null) {
    const payload = {
      id: messageId,
      ...(asked.to === undefined ? { personId: asked.personId } : { to: asked.to, network: placesOf(work.actor.ip).network }),
      channel: asked.channel,
      template: 'identity.code',
      facts: { code, words: asked.words },
    };
    work.order({ task: 'notifications.send-message', payload });
  }
  return codeMac(work.masterKeys, asked.id, code);
}

/**
 * A new code in the place of the one that this row has, which is worth nothing from now on. The old one stays as a row of
 * its own, ended: codes of an hour are counted by rows. Refuses with limit.exceeded. The caller holds the row's lock.
 */
export async function sendCodeAnew(work: Work, row: OneTimeCodeTable & { words: string }, channel: Channel): Promise<string> {
  await refuseTooMany(work, { personId: row.person_id, purpose: row.purpose });
  const now = work.now.toISOString();
  const until = new Date(work.now.getTime() + CODE_MS).toISOString();
  await work.tx
    .insertInto('identity.one_time_code')
    .values({ ...row, id: deriveId(work.id, 'ended code'), until: now, tries_left: 0, code_mac: null })
    .execute();
  const code_mac = orderCode(work, { id: row.id, personId: row.person_id, boundTo: row.bound_to, words: row.words, channel }, deriveId(work.id, 'code anew'));
  await work.tx
    .updateTable('identity.one_time_code')
    .set({ channel, code_mac, tries_left: CODE_TRIES, made_at: now, until, accepted_at: null })
    .where('person_id', '=', row.person_id)
    .where('id', '=', row.id)
    .execute();
  return until;
}

/** Signing in has a limit of its own: who knows a password only cannot keep its owner from paying. Parallel requests may slip one over; each code still has three tries. */
async function refuseTooMany(work: Work, { personId, purpose }: { personId: string; purpose: string }): Promise<void> {
  const since = new Date(work.now.getTime() - HOUR_MS).toISOString();
  const recent = await work.tx
    .selectFrom('identity.one_time_code')
    .select('made_at')
    .where('person_id', '=', personId)
    .where('made_at', '>', since)
    .where('purpose', purpose === 'sign-in' ? '=' : '!=', 'sign-in')
    .orderBy('made_at', 'desc')
    .limit(CODES_PER_HOUR)
    .execute();
  if (recent.length < CODES_PER_HOUR) return;
  refuse('limit.exceeded', { seconds: Math.max(1, Math.ceil((Date.parse(recent.at(-1)!.made_at) + HOUR_MS - work.now.getTime()) / 1000)) });
}

export type Tried = { outcome: 'right' } | { outcome: 'wrong'; triesLeft: number } | { outcome: 'expired' } | { outcome: 'unknown' };
type Try = { personId: string; boundTo: string; id: string; code: string };

/**
 * Tries a code in a transaction of its own, so that a wrong try stays counted whatever becomes of the command. The first
 * statement takes one try away and with it the row's lock: parallel tries stand in line, and a fourth finds none left. A
 * right one gives its try back and marks the code accepted; spending it is done by the command that it confirms.
 */
export async function tryCode(ground: Ground, { personId, boundTo, id, code }: Try): Promise<Tried> {
  const now = ground.clock();
  return inTransaction(ground.db, async (tx): Promise<Tried> => {
    const own = tx.updateTable('identity.one_time_code').where('person_id', '=', personId).where('id', '=', id).where('bound_to', '=', boundTo);
    const row = await own
      .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
      .where('tries_left', '>', 0)
      .returning(['channel', 'code_mac', 'tries_left', 'until', 'used_at'])
      .executeTakeFirst();
    if (!row) {
      const spent = await tx
        .selectFrom('identity.one_time_code')
        .select('id')
        .where('person_id', '=', personId)
        .where('id', '=', id)
        .where('bound_to', '=', boundTo)
        .executeTakeFirst();
      return spent ? { outcome: 'wrong', triesLeft: 0 } : { outcome: 'unknown' };
    }
    // A used one may come again with a repeated request, which is answered as the first time.
    if (row.used_at === null && Date.parse(row.until) <= now.getTime()) return { outcome: 'expired' };
    const digits = code.replaceAll(/\s/g, '');
    const isKnown = isCode(ground.masterKeys, { place: id, code: digits, mac: row.code_mac });
    const isRight =
      isKnown || (row.channel === 'totp' && row.code_mac === null && (await takeTotpStep(tx, ground.masterKeys, { personId, code: digits, now })));
    if (!isRight) return { outcome: 'wrong', triesLeft: row.tries_left };
    const mac = row.code_mac ?? codeMac(ground.masterKeys, id, digits);
    await own
      .set((eb) => ({ tries_left: eb('tries_left', '+', 1), accepted_at: eb.fn.coalesce('accepted_at', eb.val(now.toISOString())), code_mac: mac }))
      .execute();
    return { outcome: 'right' };
  });
}

type Reached = { second_factor: string; phone: string | null; email: string | null };

/** By which channel codes reach the person: push where a device takes them (a message follows when it fails, CONF-2), else `messageChannelOf`. */
export function channelOf(person: Reached & { push_codes: boolean }): Channel {
  const channel = messageChannelOf(person);
  return person.push_codes && channel !== 'totp' ? 'push' : channel;
}

/** The chosen one, else what there is; never a device. Refuses with confirm.noChannel when there is none. */
export function messageChannelOf(person: Reached): MessageChannel {
  const policy = person.second_factor as SecondFactor;
  if (policy === 'totp') return 'totp';
  if (policy === 'email' && person.email !== null) return 'email';
  if (person.phone !== null) return 'sms';
  if (person.email !== null) return 'email';
  return refuse('confirm.noChannel');
}

/** The ways of the person's own choice, the usual one first. Whoever chose an authenticator has no weaker one: a message would go past it. */
export function waysOf(person: Reached & { push_codes: boolean }): Channel[] {
  const usual = channelOf(person);
  if (usual === 'totp') return [usual];
  const has = { push: person.push_codes, sms: person.phone !== null, email: person.email !== null };
  return [usual, ...(['push', 'sms', 'email'] as const).filter((way) => has[way] && way !== usual)];
}

/** Where a code went, as the screen may show it: «+7 (912) •••-••-67», «и•••@example.ru», «уведомление на ваше устройство, а если не дойдёт, СМС». */
export function maskedContact(channel: Channel, person: { phone: string | null; email: string | null }): string {
  if (channel === 'totp') return 'приложение для кодов';
  if (channel === 'push') return `уведомление на ваше устройство, а если не дойдёт, ${person.phone === null ? 'письмо' : 'СМС'}`;
  if (channel === 'sms') return maskPhone(person.phone!);
  const [box, host] = person.email!.split('@');
  return `${box!.slice(0, 1)}•••@${host}`;
}
