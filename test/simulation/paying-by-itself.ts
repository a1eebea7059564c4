// Consents to pay by itself: on each day the model says what is debited, the portal must debit just that, once, within the limit.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { addDays, dateInMonth, type Day, daysBetween, monthOf } from '#platform/time';
import type { MadeAccount } from '#test/factories/accounts';
import { portal } from '#test/world';
import { keepToken } from '../../server/modules/payments/saved-method.ts';
import { codeOf, FAULTS, meetFates } from './paying.ts';
import type { Town, TownPayer } from './town.ts';

/** Of a month: when it was announced and tried, and how it ended. */
type MonthOfConsent = { noticedOn: Day | undefined; tried: Day[]; end: 'paid' | 'failed' | 'skipped' | undefined };
type Terms = { methodId: string; monthDay: number; fixedKopecks: number | null; limitKopecks: number; noticeDays: number };
export type Consent = { payer: TownPayer; account: MadeAccount; terms: Terms; version: number; isPaused: boolean; months: Map<string, MonthOfConsent> };
type Debit = { consent: Consent; kopecks: bigint };

/** The days of a month that are lived through one by one, and the days of payment among them: notices come before, retries after. */
const DAYS = { from: 6, to: 20, firstToPay: 9, lastToPay: 14 };
const RETRIES_AFTER_DAYS = [1, 3];

const url = ({ houseId, accountId }: MadeAccount): string => `/accounts/${houseId}/${accountId}/autopayment`;

/** Most payers agree, each for one account that nobody else pays by itself. */
export async function agreeToPay(town: Town): Promise<Consent[]> {
  const consents: Consent[] = [];
  for (const payer of town.payers) {
    const account = town.dice.pick(payer.accounts);
    if (town.dice.chance(25) || consents.some((one) => one.account === account)) continue;
    const methodId = randomUUID();
    await town.world.run(portal, async (work) => {
      await keepToken(work, { personId: payer.actor.personId, methodId }, { kind: 'card', last4: '0103', goodUntil: null, token: `token-${methodId}` });
      return null;
    });
    const consent: Consent = { payer, account, terms: termsOf(town, methodId), version: 0, isPaused: false, months: new Map() };
    await agree(town, consent);
    consents.push(consent);
  }
  return consents;
}

const termsOf = ({ dice }: Town, methodId: string): Terms => {
  const limitKopecks = 50_000 + dice.roll(dice.chance(30) ? 300_000 : 5_000_000);
  return {
    methodId,
    monthDay: DAYS.firstToPay + dice.roll(DAYS.lastToPay - DAYS.firstToPay + 1),
    fixedKopecks: dice.chance(30) ? 1 + dice.roll(limitKopecks) : null,
    limitKopecks,
    noticeDays: dice.roll(4),
  };
};

async function agree(town: Town, consent: Consent): Promise<void> {
  const [as, address] = [consent.payer.actor, url(consent.account)];
  const asked = await town.call('POST', `${address}/code`, { as, body: consent.terms });
  const body = { ...consent.terms, confirmationId: asked.body.confirmationId, code: await codeOf(town, as.personId) };
  const agreed = await town.call('POST', address, { as, body });
  if (agreed.status !== 200) throw new Error(`no consent: ${JSON.stringify([asked, agreed])}`);
  Object.assign(consent, { version: agreed.body.version, isPaused: false });
}

/** At the beginning of a month some pause, resume, or agree to other terms. */
export async function changeConsents(town: Town, consents: readonly Consent[]): Promise<void> {
  for (const consent of consents) {
    if (town.dice.chance(8)) {
      consent.terms = termsOf(town, consent.terms.methodId);
      await agree(town, consent);
    } else if (town.dice.chance(consent.isPaused ? 50 : 10)) {
      const switched = await town.call('POST', `${url(consent.account)}/state`, {
        as: consent.payer.actor,
        body: { version: consent.version, state: consent.isPaused ? 'active' : 'paused' },
      });
      if (switched.status !== 200) throw new Error(`not switched: ${JSON.stringify(switched)}`);
      Object.assign(consent, { version: switched.body.version, isPaused: !consent.isPaused });
    }
  }
}

/** Day after day of the month; throws where the portal debits anything else than the model has said. */
export async function payByItself(town: Town, consents: readonly Consent[], month: string): Promise<void> {
  for (let day = dateInMonth(month, DAYS.from); day <= dateInMonth(month, DAYS.to); day = addDays(day, 1)) {
    town.world.now = new Date(`${day}T08:00:00Z`);
    const wanted = consents.flatMap((consent) => dueOn(town, consent, day) ?? []);
    await carry(town, wanted.length > 0);
    const made = await newDebits(town);
    const [foretold, found] = [
      wanted.map(({ consent, kopecks }) => `${consent.account.accountId} ${kopecks}`),
      made.map(({ accountId, kopecks }) => `${accountId} ${kopecks}`),
    ].map((list) => list.toSorted().join(', '));
    if (foretold !== found) throw new Error(`on ${day} were debited [${found}], the model has [${foretold}]`);
    for (const { id, accountId, kopecks } of made) {
      town.model.of(accountId).reserved.set(id, kopecks);
      town.payments.set(id, {
        payer: wanted.find(({ consent }) => consent.account.accountId === accountId)!.consent.payer,
        parts: new Map([[accountId, kopecks]]),
        status: 'started',
      });
    }
    if (made.length > 0 && town.dice.chance(30)) await askBadly(town);
    await meetFates(
      town,
      made.map(({ id }) => id),
    );
    for (const { id, accountId } of made)
      ended(wanted.find(({ consent }) => consent.account.accountId === accountId)!.consent, day, town.payments.get(id)!.status);
  }
  for (const consent of consents) await compareMonth(town, consent, month);
}

/** What the model debits today; it remembers notices and what is passed over. */
function dueOn({ model }: Town, consent: Consent, day: Day): Debit | undefined {
  const {
    terms: { monthDay, noticeDays, fixedKopecks, limitKopecks },
    account: { accountId },
    months,
  } = consent;
  if (consent.isPaused) return undefined;
  const payOn = dateInMonth(monthOf(day), monthDay);
  const month = months.get(monthOf(day)) ?? { noticedOn: undefined, tried: [], end: undefined };
  if (month.end !== undefined || daysBetween(day, payOn) > noticeDays) return undefined;
  months.set(monthOf(day), month);
  const owed = model.due(accountId) - model.reserved(accountId);
  const kopecks = fixedKopecks !== null && BigInt(fixedKopecks) < owed ? BigInt(fixedKopecks) : owed;
  if (noticeDays > 0 && month.noticedOn === undefined) {
    if (kopecks > 0n) month.noticedOn = day;
    else if (day === payOn) month.end = 'skipped';
    return undefined;
  }
  const again = RETRIES_AFTER_DAYS[month.tried.length - 1];
  const dayToPay = again !== undefined ? addDays(month.tried[0]!, again) : month.noticedOn === payOn ? addDays(payOn, 1) : payOn;
  if (day !== dayToPay) return undefined;
  if (kopecks > 0n && kopecks <= BigInt(limitKopecks)) return { consent, kopecks };
  month.end = 'skipped';
  return undefined;
}

function ended({ months }: Consent, day: Day, status: string): void {
  const month = months.get(monthOf(day))!;
  month.tried.push(day);
  if (status === 'paid') month.end = 'paid';
  else if (status === 'cancelled' || month.tried.length > RETRIES_AFTER_DAYS.length) month.end = 'failed';
}

/** Two workers at once, now and then cut off in the middle; whatever was cut off is done when its lease is over. */
async function carry(town: Town, isDue: boolean): Promise<void> {
  if (isDue && town.dice.chance(35)) {
    await town.crashes.plan(town.dice.pick(['payments.payment_event', 'platform.journal_line', 'platform.outbox']));
    await Promise.allSettled([town.job('payments.autopayments'), town.job('payments.autopayments')]);
    await town.crashes.clear();
    town.pass(6);
  }
  await Promise.all([town.job('payments.autopayments'), town.job('payments.autopayments')]);
}

async function newDebits({ world, payments }: Town): Promise<{ id: string; accountId: string; kopecks: bigint }[]> {
  const { rows } = await sql<{ id: string; accountId: string; kopecks: bigint }>`
    select p.id, q.account_id as "accountId", p.total_kopecks as kopecks from payments.payment p join payments.payment_part q on q.person_id = p.person_id and q.payment_id = p.id where p.source = 'autopayment' order by p.id`.execute(
    world.db,
  );
  return rows.filter(({ id }) => !payments.has(id));
}

/** The acquirer is asked for the first time when its line is bad. */
async function askBadly(town: Town): Promise<void> {
  town.acquirer.fault = town.dice.pick(FAULTS);
  await Promise.allSettled([town.job('payments.settle')]);
  town.acquirer.fault = undefined;
  town.pass(2);
}

/** What the person reads of the month is how it ended. */
async function compareMonth(town: Town, { payer, account, months }: Consent, month: string): Promise<void> {
  const { body } = await town.call('GET', url(account), { as: payer.actor });
  const found = (body.months as { period: string; state: string }[]).find(({ period }) => period === month)?.state;
  const wanted = months.get(month)?.end;
  if (found !== wanted) throw new Error(`paying by itself of ${account.accountId} in ${month} reads ${found}, the model has ${wanted}`);
}
