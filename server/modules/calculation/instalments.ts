// An accountant lets a charge be paid by parts (item 72 of Rules 354), or ends that early. Runs bring the parts as recalculation lines.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { FieldProblem } from '#contract/errors';
import type { endInstalment as endEndpoint, makeInstalment as makeEndpoint } from '#contract/instalments';
import { isBesideServices } from '#contract/placed-sums';
import { formatDecimal, formatMonthName } from '#contract/russian';
import { serviceMap } from '#modules/directory';
import { accountsByNumbers, openDebts } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { compare, decimalText, rounded, total, trimmed } from '#platform/decimal';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import { kopecksToJson, sumKopecks } from '#platform/money';
import type { Db } from '#platform/tables';
import { type Day, dayIn, monthOf } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { instalmentOverKeyRate } from './calculation-rules.ts';
import { runOrganizations } from './calculation.policy.ts';
import { instalmentParts } from './instalment-parts.ts';
import { holdRuns, openDays, refuseWhilePosting, staleRuns } from './open-days.ts';
import './calculation.tables.ts';

const RATE_ZONE = 'Europe/Moscow';
const wrong = (pointer: FieldProblem['pointer'], detail: string): never => refuseFields([{ pointer, code: 'input.invalid', detail }]);

/** The key rate of the day and three points more. Decimal text. */
export async function mostPercent(db: Db, now: Date): Promise<string> {
  const day: Day = dayIn(RATE_ZONE, now);
  const rate = await db
    .selectFrom('calculation.key_rate')
    .select('percent')
    .where('from_day', '<=', day)
    .orderBy('from_day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return decimalText(trimmed(rounded(total([rate?.percent ?? '0', instalmentOverKeyRate(day)]), 4)));
}

/** Command. Refuses by field an unknown account, a month without a debt of the service or one in an instalment already, interest above the law's; run.notReady. */
export async function makeInstalment(work: Work, { body }: InputOf<typeof makeEndpoint>): Promise<AnswerOf<typeof makeEndpoint>> {
  const { organizationId, serviceCode, month, parts, percent } = body;
  found(runOrganizations(work.actor).includes(organizationId) || undefined);
  const account =
    (await accountsByNumbers(work.tx, organizationId, [body.account.trim()])).get(body.account.trim()) ?? wrong('/account', 'Такого счёта у организации нет');
  const { houseId, accountId } = account;
  if (isBesideServices(serviceCode)) wrong('/serviceCode', 'По частям платят только за услуги');
  const document = body.document.trim();
  if (document.length < 3) wrong('/document', 'Назовите соглашение: номер и число');
  const most = await mostPercent(work.tx, work.now);
  if (compare(percent, most) > 0) wrong('/percent', `По закону не больше ${formatDecimal(most)} % годовых: ключевая ставка и ещё три`);
  await holdRuns(work, organizationId);
  await refuseWhilePosting(work, { houseId, organizationId });
  await lockName(work.tx, `calculation.instalment ${accountId}`);
  const opened = (await openDays(work.tx, organizationId)).get(houseId) ?? wrong('/month', 'В этом доме ещё нет проведённых месяцев');
  const debt = (await openDebts(work.tx, [account])).find((one) => one.period === month && one.serviceCode === serviceCode);
  if (!debt) return wrong('/month', `За ${formatMonthName(month)} по этой услуге ничего не должны`);
  if (debt.kopecks < BigInt(parts)) wrong('/parts', 'Долг слишком мал, чтобы делить его на столько частей');
  const known = await work.tx
    .selectFrom('calculation.instalment')
    .select('id')
    .where('house_id', '=', houseId)
    .where('account_id', '=', accountId)
    .where('service_code', '=', serviceCode)
    .where('month', '=', `${month}-01`)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (known) wrong('/month', 'Этот долг уже в рассрочке');
  const firstMonth = monthOf(opened);
  const id = deriveId(work.id, 'instalment');
  const [by, at] = [personIdOf(work.actor), work.now.toISOString()];
  const own = { house_id: houseId, organization_id: organizationId, account_id: accountId, service_code: serviceCode };
  const service_name = (await serviceMap(work.tx)).get(serviceCode)?.name ?? serviceCode;
  await work.tx
    .insertInto('calculation.instalment')
    .values({
      ...own,
      id,
      account_number: body.account.trim(),
      service_name,
      month: `${month}-01`,
      first_month: `${firstMonth}-01`,
      kopecks: debt.kopecks,
      parts,
      percent,
      document,
      made_at: at,
      made_by: by,
      ended_at: null,
    })
    .execute();
  await insertRows(
    work.tx,
    'calculation.recalculation',
    instalmentParts({ month, kopecks: debt.kopecks, parts, percent, firstMonth, document }).map((one) => ({
      ...own,
      id: deriveId(id, one.fromMonth),
      month: `${month}-01`,
      terms: one.terms,
      kopecks: one.kopecks,
      decided_by: by,
      decided_at: at,
      run_id: null,
      instalment_id: id,
      from_month: `${one.fromMonth}-01`,
    })),
  );
  await staleRuns(work, { organizationId, houseId, from: firstMonth });
  work.journal({
    stream: `house:${houseId}`,
    action: 'instalment.made',
    object: { kind: 'account', id: accountId },
    houseId,
    organizationId,
    facts: { service: serviceCode, period: month, kopecks: kopecksToJson(debt.kopecks), count: parts },
  });
  return { instalmentId: id, kopecks: kopecksToJson(debt.kopecks), firstMonth };
}

/** Command. Parts that no posted run has brought are cancelled; what they owe comes in the next run. Refuses run.notReady, instalment.ended. */
export async function endInstalment(work: Work, { params: { houseId, instalmentId } }: InputOf<typeof endEndpoint>): Promise<AnswerOf<typeof endEndpoint>> {
  const row = found(
    await work.tx.selectFrom('calculation.instalment').selectAll().where('house_id', '=', houseId).where('id', '=', instalmentId).executeTakeFirst(),
  );
  const { organization_id: organizationId, account_id: accountId, service_code: serviceCode } = row;
  found(runOrganizations(work.actor).includes(organizationId) || undefined);
  await holdRuns(work, organizationId);
  await refuseWhilePosting(work, { houseId, organizationId });
  await lockName(work.tx, `calculation.instalment ${accountId}`);
  const left = await work.tx
    .selectFrom('calculation.recalculation as c')
    .leftJoin('calculation.run as r', (on) => on.onRef('r.house_id', '=', 'c.house_id').onRef('r.id', '=', 'c.run_id'))
    .select(['c.id', 'c.terms', 'c.from_month as fromMonth'])
    .where('c.house_id', '=', houseId)
    .where('c.instalment_id', '=', instalmentId)
    .where('c.cancelled_at', 'is', null)
    .where((on) => on.or([on('c.run_id', 'is', null), on('r.status', '<>', 'posted')]))
    .orderBy('c.from_month')
    .execute();
  const ended = await work.tx
    .updateTable('calculation.instalment')
    .set({ ended_at: work.now.toISOString() })
    .where('house_id', '=', houseId)
    .where('id', '=', instalmentId)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!ended || left.length === 0) refuse('instalment.ended');
  await work.tx
    .updateTable('calculation.recalculation')
    .set({ cancelled_at: work.now.toISOString(), run_id: null })
    .where('house_id', '=', houseId)
    .where(
      'id',
      'in',
      left.map(({ id }) => id),
    )
    .execute();
  // Before the first part was posted nothing was put off.
  const isBegun = left.length < row.parts;
  const leftKopecks = isBegun ? sumKopecks(left.map(({ terms }) => BigInt((terms as { ground: { partKopecks: number } }).ground.partKopecks))) : 0n;
  if (isBegun) {
    const month = row.month.slice(0, 7);
    const terms = {
      method: 'recalculation',
      period: monthOf(row.first_month),
      benefit: null,
      reason: `рассрочка за ${formatMonthName(month)} закончена раньше срока`,
      document: row.document,
      ground: { by: 'decision', sumKopecks: kopecksToJson(leftKopecks) },
    };
    await work.tx
      .insertInto('calculation.recalculation')
      .values({
        house_id: houseId,
        id: deriveId(instalmentId, 'end'),
        organization_id: organizationId,
        account_id: accountId,
        service_code: serviceCode,
        month: row.month,
        terms: JSON.stringify(terms),
        kopecks: leftKopecks,
        decided_by: personIdOf(work.actor),
        decided_at: work.now.toISOString(),
        run_id: null,
        instalment_id: instalmentId,
        from_month: null,
      })
      .execute();
  }
  await staleRuns(work, { organizationId, houseId, from: monthOf(left[0]!.fromMonth ?? row.first_month) });
  work.journal({
    stream: `house:${houseId}`,
    action: 'instalment.ended',
    object: { kind: 'account', id: accountId },
    houseId,
    organizationId,
    facts: { service: serviceCode, period: row.month.slice(0, 7), kopecks: kopecksToJson(leftKopecks) },
  });
  return { leftKopecks: kopecksToJson(leftKopecks) };
}
