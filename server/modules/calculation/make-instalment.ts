// An accountant lets a charge be paid by parts (item 72 of Rules 354). Runs bring the parts as recalculation lines.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { FieldProblem } from '#contract/errors';
import type { makeInstalment as endpoint } from '#contract/instalments';
import { isBesideServices } from '#contract/placed-sums';
import { formatDecimal, formatMonthName } from '#contract/russian';
import { serviceMap } from '#modules/directory';
import { type AccountKey, accountsByNumbers, openDebts, postCharges } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { compare, decimalText, rounded, total, trimmed } from '#platform/decimal';
import { found, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import { type Kopecks, kopecksToJson } from '#platform/money';
import type { Db } from '#platform/tables';
import { type Day, dayIn, type Month, monthOf } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { instalmentOverKeyRate } from './calculation-rules.ts';
import { runOrganizations } from './calculation.policy.ts';
import { instalmentParts, putOff } from './instalment-parts.ts';
import { holdRuns, openDays, refuseWhilePosting, staleRuns } from './open-days.ts';
import './calculation.tables.ts';

type Body = InputOf<typeof endpoint>['body'];
export const INSTALMENT_ZONE = 'Europe/Moscow';
/** What moves the debt in the ledger carries it, with the id of the instalment. */
export const INSTALMENT_SOURCE = 'instalment';
const wrong = (pointer: FieldProblem['pointer'], detail: string): never => refuseFields([{ pointer, code: 'input.invalid', detail }]);

/** The key rate of the day and three points more. Decimal text. */
export async function mostPercent(db: Db, now: Date): Promise<string> {
  const day: Day = dayIn(INSTALMENT_ZONE, now);
  const rate = await db
    .selectFrom('calculation.key_rate')
    .select('percent')
    .where('from_day', '<=', day)
    .orderBy('from_day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return decimalText(trimmed(rounded(total([rate?.percent ?? '0', instalmentOverKeyRate(day)]), 4)));
}

/** What is owed for the service of the month. Refuses by field a month without such a debt, or with one that is in an instalment, and parts below a kopeck. */
async function debtToDivide(db: Db, { houseId, accountId }: AccountKey, { month, serviceCode, parts }: Body): Promise<Kopecks> {
  const known = await db
    .selectFrom('calculation.instalment')
    .select('id')
    .where('house_id', '=', houseId)
    .where('account_id', '=', accountId)
    .where('service_code', '=', serviceCode)
    .where('month', '=', `${month}-01`)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (known) wrong('/month', 'Этот долг уже в рассрочке');
  const debt = (await openDebts(db, [{ houseId, accountId }])).find((one) => one.period === month && one.serviceCode === serviceCode);
  if (!debt) return wrong('/month', `За ${formatMonthName(month)} по этой услуге ничего не должны`);
  return debt.kopecks < BigInt(parts) ? wrong('/parts', 'Долг слишком мал, чтобы делить его на столько частей') : debt.kopecks;
}

type Agreed = AccountKey & { readonly id: string; readonly kopecks: Kopecks; readonly firstMonth: Month; readonly document: string };

/** The instalment with its parts, each waiting for its month; the debt is that of the first of them from now on. */
async function keepAgreed(work: Work, { id, houseId, accountId, kopecks, firstMonth, document }: Agreed, body: Body): Promise<void> {
  const { organizationId, serviceCode, month, parts, percent } = body;
  const [by, at] = [personIdOf(work.actor), work.now.toISOString()];
  const own = { house_id: houseId, organization_id: organizationId, account_id: accountId, service_code: serviceCode };
  await work.tx
    .insertInto('calculation.instalment')
    .values({
      ...own,
      id,
      account_number: body.account.trim(),
      service_name: (await serviceMap(work.tx)).get(serviceCode)?.name ?? serviceCode,
      month: `${month}-01`,
      first_month: `${firstMonth}-01`,
      kopecks,
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
    instalmentParts({ month, kopecks, parts, percent, firstMonth, document }).map((one) => ({
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
  const moved = { houseId, accountId, serviceCode, sourceKind: INSTALMENT_SOURCE, sourceId: id, happenedOn: dayIn(INSTALMENT_ZONE, work.now) };
  await postCharges(
    work,
    putOff({ month, kopecks, firstMonth }).map((one) => ({ ...moved, ...one, note: `Рассрочка долга за ${formatMonthName(month)}` })),
  );
}

/** Command. Refuses by field an unknown account, a month without a debt of the service or one in an instalment already, interest above the law's; run.notReady. */
export async function makeInstalment(work: Work, { body }: InputOf<typeof endpoint>): Promise<AnswerOf<typeof endpoint>> {
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
  const firstMonth = monthOf((await openDays(work.tx, organizationId)).get(houseId) ?? wrong('/month', 'В этом доме ещё нет проведённых месяцев'));
  const kopecks = await debtToDivide(work.tx, account, body);
  const id = deriveId(work.id, 'instalment');
  await keepAgreed(work, { id, houseId, accountId, kopecks, firstMonth, document }, body);
  await staleRuns(work, { organizationId, houseId, from: firstMonth });
  work.journal({
    stream: `house:${houseId}`,
    action: 'instalment.made',
    object: { kind: 'account', id: accountId },
    houseId,
    organizationId,
    facts: { service: serviceCode, period: month, kopecks: kopecksToJson(kopecks), count: parts },
  });
  return { instalmentId: id, kopecks: kopecksToJson(kopecks), firstMonth };
}
