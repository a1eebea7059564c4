// Money ahead that the payer asks back. What came by the bank's registers goes back by the organization's bank and is noted here; what was
// paid through the portal goes back to the card it came from (refunds of payments).
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { getAdvance, returnAdvance as endpoint } from '#contract/advances';
import { formatKopecks } from '#contract/russian';
import { type Account, type AccountKey, accountsByIds, balances, holdAdvance, lookAtAccount, refundPayments } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { kopecksFromJson, kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { type Day, dayIn } from '#platform/time';
import { type Ground, lockName, type Work } from '#platform/work';
import { zoneOfWork } from './check-register.ts';
import { REGISTER_SOURCE } from './register-payments.ts';
import { unreturned } from './register-returns.ts';
import { registerOrganizations } from './registers.policy.ts';
import './billing.tables.ts';

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

async function ownAccount(db: Db, actor: Actor, key: AccountKey): Promise<Account> {
  const [account] = await accountsByIds(db, [key]);
  return found(account && registerOrganizations(actor).includes(account.organizationId) ? account : undefined);
}

type Source = { operationId: string; paymentId: string; paidOn: Day; leftKopecks: bigint };

/** Payments of registers with money that was not given back yet, the newest first. One statement. */
async function sourcesOf(db: Db, { organizationId, accountId }: Account): Promise<Source[]> {
  const { rows } = await sql<Source>`
    select p.operation_id as "operationId", p.payment_id as "paymentId", p.paid_on as "paidOn", p.kopecks - p.returned_kopecks as "leftKopecks" from billing.register_payment p
    where p.organization_id = ${organizationId} and p.account_id = ${accountId} and p.kopecks > p.returned_kopecks and ${unreturned} order by p.paid_on desc, p.operation_id desc`.execute(db);
  return rows;
}

/** What of the advance may go back by the bank. Pure. */
const byBank = (advance: bigint, sources: readonly Source[]): bigint => least(advance, sources.reduce((sum, one) => sum + one.leftKopecks, 0n));

/** Query. Three statements, and the look of staff. */
export async function readAdvance(ground: Ground, reading: Reading, key: AccountKey): Promise<AnswerOf<typeof getAdvance>> {
  const { db, actor } = reading;
  const account = await ownAccount(db, actor, key);
  await lookAtAccount(ground, reading, account);
  const [sum] = await balances(db, [key]);
  const advance = found(sum).advanceKopecks;
  return { advanceKopecks: kopecksToJson(advance), byBankKopecks: advance === 0n ? 0 : kopecksToJson(byBank(advance, await sourcesOf(db, account))) };
}

/** Command: takes the sum out of the newest payments. Refuses object.changed when the advance is another one by now, advances.tooMuch; by field a day to come or before the payment, no document. */
export async function returnAdvance(work: Work, { params, body }: InputOf<typeof endpoint>): Promise<AnswerOf<typeof endpoint>> {
  const account = await ownAccount(work.tx, work.actor, params);
  await lockName(work.tx, `billing.charges ${account.organizationId}`); // registers are loaded and taken back under it
  const advance = await holdAdvance(work, params);
  if (kopecksFromJson(body.advanceKopecks) !== advance) refuseChanged({ advanceKopecks: kopecksToJson(advance) });
  const sources = await sourcesOf(work.tx, account);
  const [kopecks, most] = [kopecksFromJson(body.kopecks), byBank(advance, sources)];
  if (kopecks > most) refuse('advances.tooMuch', { left: formatKopecks(most) });
  const taken = takenFrom(sources, kopecks);
  refuseWrong(work, taken, body);
  await sql`update billing.register_payment p set returned_kopecks = p.returned_kopecks + g.kopecks from unnest(${taken.map((one) => one.operationId)}::text[], ${taken.map((one) => one.kopecks)}::bigint[]) g (operation_id, kopecks)
    where p.organization_id = ${account.organizationId} and p.operation_id = g.operation_id`.execute(work.tx);
  const note = `Возврат аванса, ${body.document.trim()}`;
  await refundPayments(work, taken.map((one) => ({ paymentId: one.paymentId, parts: [{ ...params, kopecks: one.kopecks }], happenedOn: body.returnedOn, book: 'bank', sourceKind: REGISTER_SOURCE, note })));
  work.journal({
    stream: `house:${params.houseId}`, action: 'advance.returned', object: { kind: 'account', id: params.accountId }, houseId: params.houseId, organizationId: account.organizationId,
    facts: { number: account.number, amountKopecks: kopecks.toString(), document: body.document.trim() },
  });
  return { advanceKopecks: kopecksToJson(advance - kopecks) };
}

function takenFrom(sources: readonly Source[], kopecks: bigint): (Source & { kopecks: bigint })[] {
  let rest = kopecks;
  return sources.flatMap((source) => {
    const part = least(rest, source.leftKopecks);
    rest -= part;
    return part > 0n ? [{ ...source, kopecks: part }] : [];
  });
}

function refuseWrong(work: Work, taken: readonly Source[], { returnedOn, document }: InputOf<typeof endpoint>['body']): void {
  if (document.trim().length < 3) refuseFields([{ pointer: '/document', code: 'required', detail: 'Введите номер и дату платёжного поручения' }]);
  if (returnedOn > dayIn(zoneOfWork, work.now)) refuseFields([{ pointer: '/returnedOn', code: 'day.future', detail: 'Этот день ещё не наступил. Запишите возврат, когда банк переведёт деньги' }]);
  if (taken.some((one) => returnedOn < one.paidOn)) refuseFields([{ pointer: '/returnedOn', code: 'day.early', detail: 'Деньги пришли позже этого дня. Проверьте дату' }]);
}
