// The clock's job: consents to pay by themselves whose time has come (PAY-5). Each is a command of its own under the row's lock; what was
// done stands in its month's row, so that two workers, a kill in the middle and a clock that jumps pay once.
import { sql } from 'kysely';
import { system } from '#platform/actor';
import { deriveId, newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import { dayIn } from '#platform/time';
import { runOnce, type Work } from '#platform/work';
import { decideSum, nextStep, type Decision, type SkipReason, type Step } from './autopayment-plan.ts';
import {
  type AutopaymentKey,
  type AutopaymentRow,
  doneOf,
  keyOf,
  lockAutopayment,
  lookAgain,
  monthsOf,
  planOf,
  tomorrowLook,
  writeMonth,
} from './autopayment-row.ts';
import { ownContact, writeDraft } from './make-payment.ts';
import { type PayableAccount, payableAccounts } from './payable-accounts.ts';
import { reserveAll } from './payment-ledger.ts';
import { audiencesOf, lockPayment, movePayment } from './payment-row.ts';
import { PAY_WITHIN_MINUTES } from './payment-states.ts';
import { methodWords } from './payment-words.ts';
import { holdMethod, isExpired, type SavedMethodRow } from './saved-method.ts';
import { skipWords, tellPlanned, tellSkipped } from './tell-autopayment.ts';

const BATCH = 100;
const LEASE_SECONDS = 300;
/** A payment by hand ends within half an hour, unless the bank is silent. */
const WAIT_MINUTES = 30;

/** Job. */
export async function carryAutopayments({ ground, db, log }: Pick<JobContext, 'ground' | 'db' | 'log'>): Promise<void> {
  for (;;) {
    const now = ground.clock();
    const { rows } = await sql<AutopaymentKey>`
      update payments.autopayment set look_at = ${new Date(now.getTime() + LEASE_SECONDS * 1000).toISOString()}
      where (person_id, id) in (select person_id, id from payments.autopayment where look_at <= ${now.toISOString()} order by look_at limit ${BATCH} for update skip locked)
      returning person_id as "personId", house_id as "houseId", account_id as "accountId"`.execute(db);
    if (rows.length === 0) return;
    for (const key of rows) {
      await runOnce(ground, { actor: system('payments.autopayments'), id: newId(now), now }, (work) => carryOn(work, key)).catch((error: unknown) =>
        log.error({ err: error, accountId: key.accountId }, 'an account could not be paid by itself, it will be looked at again'),
      );
    }
  }
}

type Today = {
  readonly row: AutopaymentRow;
  readonly step: Step;
  readonly decision: Decision;
  readonly account: PayableAccount | undefined;
  readonly method: SavedMethodRow | undefined;
};

/** Command of the portal: takes the next step of one consent when its day has come. */
export async function carryOn(work: Work, key: AutopaymentKey): Promise<void> {
  const row = await lockAutopayment(work.tx, key);
  if (row?.state !== 'active') return;
  const months = await monthsOf(work.tx, key);
  const today = dayIn(row.time_zone, work.now);
  const step = nextStep(planOf(row), months.map(doneOf), today);
  if (step.on > today) return lookAgain(work, row);
  const account = (await payableAccounts(work.tx, key.personId)).find((one) => one.accountId === key.accountId);
  const method = await holdMethod(work.tx, { personId: key.personId, methodId: row.method_id });
  const decision = decideSum({
    fixedKopecks: row.fixed_kopecks,
    limitKopecks: row.limit_kopecks,
    methodIsGood: method !== undefined && !isExpired(method, work.now),
    account: account ?? null,
  });
  const at = { row, step, decision, account, method };
  if (decision.kind === 'wait') return lookAgain(work, row, new Date(work.now.getTime() + WAIT_MINUTES * 60_000).toISOString());
  if (step.kind === 'notice') return giveNotice(work, at, today);
  const { attempts, triedOn } = months.map(doneOf).find((one) => one.period === step.period) ?? { attempts: 0, triedOn: null };
  await (decision.kind === 'skip' ? passOver(work, at, decision.reason) : payItself(work, at, { attempts, triedOn: triedOn ?? today }));
  await lookAgain(work, row);
}

/** With nothing to say yet it is looked at again each morning, until the day itself. */
async function giveNotice(work: Work, at: Today, today: string): Promise<void> {
  const { row, step, decision, account, method } = at;
  const { period, payOn } = step;
  const isQuiet = decision.kind === 'skip' && skipWords(decision.reason) === null;
  if (isQuiet && today < payOn) return lookAgain(work, row, tomorrowLook(row, work.now));
  if (isQuiet) await passOver(work, at, decision.reason);
  else {
    await writeMonth(work, row, period, { state: 'noticed', noticed_on: today });
    const sum = { period, kopecks: decision.kopecks, address: account?.address ?? '' };
    const firstDay = nextStep(planOf(row), [{ period, state: 'noticed', noticedOn: today, triedOn: null, attempts: 0 }], today);
    if (decision.kind === 'skip') tellSkipped(work, row, { ...sum, reason: decision.reason, what: 'before' });
    else tellPlanned(work, row, { ...sum, payOn: firstDay.payOn, method: methodWords(method!.kind, method!.last4) });
  }
  await lookAgain(work, row);
}

/** Nothing is paid this month. Whoever sees the account no longer pays it no longer. */
async function passOver(work: Work, { row, step, decision, account }: Today, reason: SkipReason): Promise<void> {
  await writeMonth(work, row, step.period, { state: 'skipped', reason });
  tellSkipped(work, row, { period: step.period, kopecks: decision.kopecks, address: account?.address ?? '', reason, what: 'on the day' });
  const facts = { period: step.period, reason };
  work.journal({
    stream: `person:${row.person_id}`,
    action: 'autopayment.skipped',
    object: { kind: 'autopayment', id: row.id },
    personId: row.person_id,
    houseId: row.house_id,
    facts,
  });
  if (reason !== 'accountGone') return;
  row.state = 'ended';
  await work.tx
    .updateTable('payments.autopayment')
    .set({ state: 'ended', look_at: null, version: row.version + 1, updated_at: work.now.toISOString() })
    .where('person_id', '=', row.person_id)
    .where('id', '=', row.id)
    .execute();
}

/** The payment and its reserve; the acquirer is asked by the job of payments under way, as of any other whose process ended here. */
async function payItself(work: Work, at: Today, { attempts, triedOn }: { attempts: number; triedOn: string }): Promise<void> {
  const { row, step, decision, account, method } = at;
  const contact = await ownContact(work.tx, row.person_id);
  if (contact === null) return passOver(work, at, 'noContact');
  const key = { personId: row.person_id, paymentId: deriveId(row.id, `${step.period} ${attempts + 1}`) };
  await writeDraft(work, key, {
    plan: [{ account: account!, kopecks: decision.kopecks }],
    timeZone: account!.timeZone,
    method: { method: method!.kind, method_id: method!.id, last4: method!.last4, saves_method: false },
    contact,
    source: 'autopayment',
  });
  const payment = (await lockPayment(work.tx, key))!;
  await reserveAll(work, payment);
  const until = new Date(work.now.getTime() + PAY_WITHIN_MINUTES * 60_000).toISOString();
  const moved = await movePayment(work, payment, {
    action: 'startItself',
    cause: 'by the consent to pay by itself',
    changes: { expires_at: until, ask_at: work.now.toISOString(), asked: 0 },
  });
  await writeMonth(work, row, step.period, { state: 'paying', payment_id: key.paymentId, attempts: attempts + 1, tried_on: triedOn });
  work.emit('payment.changed', key, audiencesOf(moved));
  work.emit('autopayment.changed', keyOf(row), [`person:${row.person_id}`]);
}
