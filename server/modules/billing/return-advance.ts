// Money ahead that the payer asks back. What came by the bank's registers, and what the account brought along, goes back by the organization's
// bank and is noted here; what was paid through the portal goes back to the card it came from (refunds of payments).
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { getAdvance, returnAdvance as endpoint } from '#contract/advances';
import { formatKopecks } from '#contract/russian';
import {
  type Account,
  type AccountKey,
  accountsByIds,
  balances,
  holdAdvance,
  lookAtAccount,
  openingLeft,
  refundOpening,
  refundPayments,
} from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { kopecksFromJson, kopecksToJson, sumKopecks } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { type Day, dayIn } from '#platform/time';
import { type Ground, lockName, type Work } from '#platform/work';
import { zoneOfWork } from './check-register.ts';
import type { BillingPorts } from './ports.ts';
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
    where p.organization_id = ${organizationId} and p.account_id = ${accountId} and p.kopecks > p.returned_kopecks and ${unreturned} order by p.paid_on desc, p.operation_id desc`.execute(
    db,
  );
  return rows;
}

type Ports = Pick<BillingPorts, 'refundsUnderWay'>;

/** The advance less what is going back through the portal already, and what of it may go back by the bank. Pure. */
function leftOf(
  advanceKopecks: bigint,
  { underWay = 0n, sources, opening }: { underWay: bigint | undefined; sources: readonly Source[]; opening: bigint },
): { free: bigint; byBank: bigint } {
  const free = underWay < advanceKopecks ? advanceKopecks - underWay : 0n;
  return { free, byBank: least(free, sumKopecks(sources.map((one) => one.leftKopecks)) + opening) };
}

/** Query. Five statements, and the look of staff. */
export async function readAdvance(
  { ground, refundsUnderWay }: Ports & { ground: Ground },
  reading: Reading,
  key: AccountKey,
): Promise<AnswerOf<typeof getAdvance>> {
  const { db, actor } = reading;
  const account = await ownAccount(db, actor, key);
  await lookAtAccount(ground, reading, account);
  const advance = found((await balances(db, [key]))[0]).advanceKopecks;
  if (advance === 0n) return { advanceKopecks: 0, byBankKopecks: 0, underWayKopecks: 0 };
  const { free, byBank } = leftOf(advance, {
    underWay: (await refundsUnderWay(db, [key.accountId])).get(key.accountId),
    sources: await sourcesOf(db, account),
    opening: await openingLeft(db, key),
  });
  return { advanceKopecks: kopecksToJson(free), byBankKopecks: kopecksToJson(byBank), underWayKopecks: kopecksToJson(advance - free) };
}

/** Command: takes the sum out of the newest payments, then out of what the account brought along. Refuses object.changed when the advance is another one by now, advances.tooMuch; by field a day to come or before the payment, no document. */
export async function returnAdvance(work: Work, { params, body }: InputOf<typeof endpoint>, { refundsUnderWay }: Ports): Promise<AnswerOf<typeof endpoint>> {
  const account = await ownAccount(work.tx, work.actor, params);
  await lockName(work.tx, `billing.charges ${account.organizationId}`); // registers are loaded and taken back under it
  const advance = await holdAdvance(work, params); // refunds through the portal are ordered and booked under it
  const [sources, opening] = [await sourcesOf(work.tx, account), await openingLeft(work.tx, params)];
  const { free, byBank } = leftOf(advance, { underWay: (await refundsUnderWay(work.tx, [params.accountId])).get(params.accountId), sources, opening });
  if (kopecksFromJson(body.advanceKopecks) !== free) refuseChanged({ advanceKopecks: kopecksToJson(free) });
  const kopecks = kopecksFromJson(body.kopecks);
  if (kopecks > byBank) refuse('advances.tooMuch', { left: formatKopecks(byBank) });
  const taken = takenFrom(sources, kopecks);
  refuseWrong(work, taken, body);
  await giveBack(work, account, { taken, kopecks, body });
  work.journal({
    stream: `house:${params.houseId}`,
    action: 'advance.returned',
    object: { kind: 'account', id: params.accountId },
    houseId: params.houseId,
    organizationId: account.organizationId,
    facts: { number: account.number, amountKopecks: kopecks.toString(), document: body.document.trim() },
  });
  return { advanceKopecks: kopecksToJson(free - kopecks) };
}

type Given = { taken: readonly (Source & { kopecks: bigint })[]; kopecks: bigint; body: InputOf<typeof endpoint>['body'] };

/** Kept by itself as well: a register that names this return later is not another one. */
async function giveBack(work: Work, { houseId, accountId, organizationId }: Account, { taken, kopecks, body: { returnedOn, document } }: Given): Promise<void> {
  const of = { houseId, accountId };
  const noted = document.trim();
  const note = `Возврат аванса, ${noted}`;
  await work.tx
    .insertInto('billing.advance_return')
    .values({
      house_id: houseId,
      id: deriveId(work.id, 'return'),
      account_id: accountId,
      organization_id: organizationId,
      kopecks,
      returned_on: returnedOn,
      document: noted,
    })
    .execute();
  await sql`update billing.register_payment p set returned_kopecks = p.returned_kopecks + g.kopecks from unnest(${taken.map((one) => one.operationId)}::text[], ${taken.map((one) => one.kopecks)}::bigint[]) g (operation_id, kopecks)
    where p.organization_id = ${organizationId} and p.operation_id = g.operation_id`.execute(work.tx);
  if (taken.length > 0)
    await refundPayments(
      work,
      taken.map((one) => ({
        paymentId: one.paymentId,
        parts: [{ ...of, kopecks: one.kopecks }],
        happenedOn: returnedOn,
        book: 'bank',
        sourceKind: REGISTER_SOURCE,
        note,
      })),
    );
  const ofOpening = kopecks - sumKopecks(taken.map((one) => one.kopecks));
  if (ofOpening > 0n) await refundOpening(work, of, { kopecks: ofOpening, happenedOn: returnedOn, note });
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
  if (returnedOn > dayIn(zoneOfWork, work.now))
    refuseFields([{ pointer: '/returnedOn', code: 'day.future', detail: 'Этот день ещё не наступил. Запишите возврат, когда банк переведёт деньги' }]);
  if (taken.some((one) => returnedOn < one.paidOn))
    refuseFields([{ pointer: '/returnedOn', code: 'day.early', detail: 'Деньги пришли позже этого дня. Проверьте дату' }]);
}
