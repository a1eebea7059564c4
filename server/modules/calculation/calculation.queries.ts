// What the accountant sees of runs.
import { sql } from 'kysely';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import { type getRecalculations, type getRun, type Run, runLinesAtOnce } from '#contract/calculation';
import type { ChargeTerms, TermsOf } from '#contract/charge-terms';
import { compareRussian, formatMonth } from '#contract/russian';
import { formulaOf } from '#modules/billing';
import { serviceMap } from '#modules/directory';
import { housesByIds, organizationsByIds, premisesOf, shortAddress } from '#modules/housing';
import { accountsByIds, accountsOfHouse, lookAtAccounts } from '#modules/ledger';
import { found } from '#platform/errors';
import { kopecksToJson } from '#platform/money';
import { progressOf } from '#platform/progress';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Ground } from '#platform/work';
import { canMove, runOrganizations, type RunStatus } from './calculation.policy.ts';
import type { RunKey } from './open-run.ts';
import { postedBefore } from './runs-list.ts';
import './calculation.tables.ts';

const RUNS_AT_ONCE = 200;
const EXCEPTIONS_AT_ONCE = 50;

const runRows = (db: Db, organizationIds: readonly string[]) =>
  db
    .selectFrom('calculation.run as r')
    .selectAll('r')
    .select(postedBefore.as('before_kopecks'))
    .where('r.organization_id', '=', sql<string>`any(${[...organizationIds]}::uuid[])`);
type Row = Awaited<ReturnType<ReturnType<typeof runRows>['execute']>>[number];

const shown = (row: Row, names: { organization: string; address: string }): Run => ({
  houseId: row.house_id,
  runId: row.id,
  ...names,
  period: row.period.slice(0, 7),
  status: row.status as RunStatus,
  withPenalties: row.with_penalties,
  lines: row.line_count,
  totalKopecks: kopecksToJson(row.total_kopecks),
  beforeKopecks: kopecksToJson(row.before_kopecks),
  exceptions: row.exception_count,
  jumpPercent: row.jump_percent,
  progressId: row.progress_id,
  openedAt: instant(row.opened_at),
  countedAt: row.counted_at && instant(row.counted_at),
  postedAt: row.posted_at && instant(row.posted_at),
  note: row.note,
  version: row.version,
  can: canMove({ status: row.status as RunStatus, lines: row.line_count, stale: row.stale }),
});
const instant = (stored: string): string => new Date(stored).toISOString();

type Asked = InputOf<typeof getRun>['query'];

/** Query: one run with a page of its lines. Some fifteen statements. */
export async function readRun(ground: Ground, reading: Reading, { houseId, runId }: RunKey, asked: Asked): Promise<AnswerOf<typeof getRun>> {
  const { db, actor } = reading;
  const row = found(await runRows(db, runOrganizations(actor)).where('r.house_id', '=', houseId).where('r.id', '=', runId).executeTakeFirst());
  const [house] = await housesByIds(db, [houseId]);
  const [organization] = await organizationsByIds(db, [row.organization_id]);
  const names = await serviceMap(db);
  const name = (code: string | null) => (code === null ? null : (names.get(code)?.name ?? code));
  const accounts = await accountsOfHouse(db, houseId, row.organization_id);
  const flats = new Map((await premisesOf(db, accounts)).map(({ premisesId, number }) => [premisesId, number]));
  const byId = new Map(accounts.map((account) => [account.accountId, { account: account.number, flat: flats.get(account.premisesId) ?? '' }]));
  const shownAccounts = asked.account === undefined ? accounts : accounts.filter(({ number }) => number === asked.account);
  const { page = 1 } = asked;
  const accountIds = byFlat(shownAccounts, byId);
  const lines = await linesOf(db, { houseId, runId }, accountIds, page);
  const shownIds = new Set(lines.map((line) => line.account_id));
  await lookAtAccounts(ground, reading, {
    accounts: accounts.filter(({ accountId }) => shownIds.has(accountId)),
    object: { kind: 'run', id: runId },
    what: `расчёт начислений за ${formatMonth(row.period.slice(0, 7))}`,
    organizationId: row.organization_id,
  });
  const count = await db
    .selectFrom('calculation.run_line')
    .select((on) => on.fn.countAll<bigint>().as('n'))
    .where('house_id', '=', houseId)
    .where('run_id', '=', runId)
    .where('account_id', '=', sql<string>`any(${accountIds}::uuid[])`)
    .executeTakeFirstOrThrow();
  const exceptions = await db
    .selectFrom('calculation.run_exception')
    .selectAll()
    .where('house_id', '=', houseId)
    .where('run_id', '=', runId)
    .$if(asked.kind !== undefined, (query) => query.where('kind', '=', asked.kind!))
    .orderBy(sql`worked_at is not null`)
    .orderBy('number')
    .limit(EXCEPTIONS_AT_ONCE)
    .execute();
  const kinds = await db
    .selectFrom('calculation.run_exception')
    .select((on) => ['kind', on.fn.countAll<bigint>().as('n'), sql<bigint>`count(*) filter (where worked_at is null)`.as('left')])
    .where('house_id', '=', houseId)
    .where('run_id', '=', runId)
    .groupBy('kind')
    .orderBy('kind')
    .execute();
  const isUnderWay = row.status === 'counting' || row.status === 'posting';
  const progress = isUnderWay ? await progressOf(db, actor, row.progress_id) : null;
  return {
    progress: progress && { title: progress.title, done: progress.done, total: progress.total, canStop: progress.can.cancel },
    run: shown(row, { organization: organization?.shortName ?? '', address: house ? shortAddress(house) : '' }),
    services: (await sumsByService(db, row)).map((sum) => ({ ...sum, service: name(sum.serviceCode) ?? '' })),
    kinds: kinds.map(({ kind, n, left }) => ({ kind, count: Number(n), left: Number(left) })),
    exceptions: exceptions.map((one) => ({
      number: one.number,
      workNote: one.work_note,
      kind: one.kind,
      accountId: one.account_id,
      account: (one.account_id && byId.get(one.account_id)?.account) ?? null,
      flat: (one.account_id && byId.get(one.account_id)?.flat) ?? null,
      service: name(one.service_code),
      beforeKopecks: one.before_kopecks === null ? null : kopecksToJson(one.before_kopecks),
      kopecks: one.kopecks === null ? null : kopecksToJson(one.kopecks),
    })),
    lines: lines.map((line) => ({
      accountId: line.account_id,
      ...(byId.get(line.account_id) ?? { account: '', flat: '' }),
      serviceCode: line.service_code,
      service: name(line.service_code) ?? '',
      kopecks: kopecksToJson(line.kopecks),
      formula: formulaText(line.terms as ChargeTerms),
    })),
    page,
    pages: Math.max(1, Math.ceil(Number(count.n) / runLinesAtOnce)),
  };
}

/** The formula in a line of text: «5,73 м³ × 52,40 ₽ = 300,25 ₽». */
export const formulaText = (terms: ChargeTerms): string =>
  formulaOf(terms)
    .map((row) => row.map(({ operator, value }) => (operator === '' ? value : `${operator} ${value}`)).join(' '))
    .join('; ')
    .slice(0, 2000);

/** Ids of accounts as people walk through the house: by flat, then by number. */
const byFlat = (accounts: readonly { accountId: string }[], names: ReadonlyMap<string, { account: string; flat: string }>): string[] =>
  accounts
    .map(({ accountId }) => ({ accountId, ...names.get(accountId)! }))
    .sort((a, b) => compareRussian(a.flat, b.flat) || compareRussian(a.account, b.account))
    .map(({ accountId }) => accountId);

const linesOf = (db: Db, { houseId, runId }: RunKey, accountIds: readonly string[], page: number) =>
  db
    .selectFrom('calculation.run_line as l')
    .innerJoin(
      sql<{ account_id: string; place: bigint }>`unnest(${accountIds}::uuid[]) with ordinality`.as<'o'>(sql`o(account_id, place)`),
      'o.account_id',
      'l.account_id',
    )
    .select(['l.account_id', 'l.service_code', 'l.kopecks', 'l.terms'])
    .where('l.house_id', '=', houseId)
    .where('l.run_id', '=', runId)
    .orderBy('o.place')
    .orderBy('l.service_code')
    .limit(runLinesAtOnce)
    .offset((page - 1) * runLinesAtOnce)
    .execute();

async function sumsByService(
  db: Db,
  row: Pick<Row, 'house_id' | 'id' | 'organization_id' | 'period'>,
): Promise<{ serviceCode: string; lines: number; kopecks: number; beforeKopecks: number }[]> {
  const { rows } = await sql<{ serviceCode: string; lines: bigint; kopecks: bigint; beforeKopecks: bigint }>`
    with now as (select service_code, count(*) as lines, sum(kopecks)::bigint as kopecks from calculation.run_line where house_id = ${row.house_id} and run_id = ${row.id} group by service_code),
    before as (
      select l.service_code, sum(l.kopecks)::bigint as kopecks from calculation.run p join calculation.run_line l on l.house_id = p.house_id and l.run_id = p.id
      where p.house_id = ${row.house_id} and p.organization_id = ${row.organization_id} and p.period = ${row.period}::date - interval '1 month' and p.status = 'posted' group by l.service_code)
    select coalesce(n.service_code, b.service_code) as "serviceCode", coalesce(n.lines, 0) as lines, coalesce(n.kopecks, 0) as kopecks, coalesce(b.kopecks, 0) as "beforeKopecks"
    from now n full join before b on b.service_code = n.service_code order by 1`.execute(db);
  return rows.map((sum) => ({
    serviceCode: sum.serviceCode,
    lines: Number(sum.lines),
    kopecks: kopecksToJson(sum.kopecks),
    beforeKopecks: kopecksToJson(sum.beforeKopecks),
  }));
}

/** Query: corrections that wait for a run. Three statements. */
export async function readRecalculations(ground: Ground, reading: Reading): Promise<AnswerOf<typeof getRecalculations>> {
  const { db, actor } = reading;
  const rows = await db
    .selectFrom('calculation.recalculation')
    .selectAll()
    .where('run_id', 'is', null)
    .where('cancelled_at', 'is', null)
    .where('from_month', 'is', null)
    .where('organization_id', '=', sql<string>`any(${runOrganizations(actor)}::uuid[])`)
    .orderBy('decided_at', 'desc')
    .orderBy('id')
    .limit(RUNS_AT_ONCE)
    .execute();
  const accounts = await accountsByIds(
    db,
    rows.map((row) => ({ houseId: row.house_id, accountId: row.account_id })),
  );
  await lookAtAccounts(ground, reading, { accounts, object: { kind: 'recalculations' }, what: 'перерасчёты, которые ждут начисления' });
  const numbers = new Map(accounts.map(({ accountId, number }) => [accountId, number]));
  const names = await serviceMap(db);
  return {
    recalculations: rows.map((row) => ({
      recalculationId: row.id,
      houseId: row.house_id,
      account: numbers.get(row.account_id) ?? '',
      service: names.get(row.service_code)?.name ?? row.service_code,
      month: row.month.slice(0, 7),
      kopecks: kopecksToJson(row.kopecks),
      reason: (row.terms as TermsOf<'recalculation'>).reason,
      decidedOn: instant(row.decided_at).slice(0, 10),
    })),
  };
}
