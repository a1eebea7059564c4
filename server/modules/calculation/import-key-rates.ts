// Key rates from a table of a spreadsheet, as the Bank of Russia publishes them.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { importKeyRates as importEndpoint, previewKeyRates } from '#contract/rates';
import { formatDay, formatDecimal, parseDecimal } from '#contract/russian';
import { parseDay } from '#modules/billing';
import { compare } from '#platform/decimal';
import { refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { type ImportProblem, type ImportRow, readImport } from './import-table.ts';
import { plain } from './prices.ts';
import './calculation.tables.ts';

const COLUMNS = {
  fromDay: { heading: 'Действует с', also: ['дата', 'с'] },
  percent: { heading: 'Ставка', also: ['ключевая ставка', 'ключевая ставка годовых', 'ставка годовых'] },
  decision: { heading: 'Решение', also: ['документ'], isOptional: true },
} as const;
type Rate = { readonly fromDay: Day; readonly percent: string; readonly decision: string };
type Told = AnswerOf<typeof previewKeyRates>['rows'][number] & { readonly rate: Rate | null };

/** Rows in the order of their days against the rates that stand. Pure. */
function plan(known: readonly Rate[], rows: readonly ImportRow<keyof typeof COLUMNS>[]): Told[] {
  let last = known.at(-1)?.fromDay ?? '';
  const standing = new Map(known.map((rate) => [rate.fromDay, rate.percent]));
  return rows
    .map((row) => ({ ...row, rate: rateOf(row) }))
    .toSorted((a, b) => (a.rate.fromDay ?? '').localeCompare(b.rate.fromDay ?? '') || a.row - b.row)
    .map(({ row, cells, rate: { fromDay, percent, problems } }): Told => {
      if (fromDay === null || percent === null) return { row, state: 'wrong', said: Object.values(cells).join(' · ').slice(0, 1000), problems, rate: null };
      const said = `с ${formatDay(fromDay)}: ${formatDecimal(percent)} %`;
      if (standing.get(fromDay) === percent) return { row, state: 'same', said, problems: [], rate: null };
      if (fromDay <= last)
        return {
          row,
          state: 'wrong',
          said,
          problems: [{ column: COLUMNS.fromDay.heading, detail: `Последняя ставка действует с ${formatDay(last)}: новая начинается позже` }],
          rate: null,
        };
      last = fromDay;
      standing.set(fromDay, percent);
      return {
        row,
        state: 'new',
        said,
        problems: [],
        rate: { fromDay, percent, decision: cells.decision === '' ? 'Банк России' : cells.decision.slice(0, 300) },
      };
    });
}

function rateOf({ cells }: ImportRow<keyof typeof COLUMNS>): { fromDay: Day | null; percent: string | null; problems: ImportProblem[] } {
  const [day, percent] = [parseDay(cells.fromDay), parseDecimal(cells.percent.replace('%', ''), 4)];
  const isRate = typeof percent === 'string' && compare(percent, '0') > 0 && compare(percent, '100') <= 0;
  return {
    fromDay: typeof day === 'string' ? day : null,
    percent: isRate ? plain(percent) : null,
    problems: [
      ...(typeof day === 'string' ? [] : [{ column: COLUMNS.fromDay.heading, detail: 'Нужен день, например 01.07.2027' }]),
      ...(isRate ? [] : [{ column: COLUMNS.percent.heading, detail: 'Нужна ставка больше нуля и не больше 100 %' }]),
    ],
  };
}

const planOf = async (db: Db, table: string): Promise<Told[]> =>
  plan(
    (await db.selectFrom('calculation.key_rate').selectAll().orderBy('from_day').execute()).map((one) => ({
      fromDay: one.from_day,
      percent: plain(one.percent),
      decision: one.decision,
    })),
    await readImport(table, COLUMNS),
  );

/** What the table would do; nothing is written. One statement. */
export const previewRates = async (db: Db, { table }: InputOf<typeof previewKeyRates>['body']): Promise<AnswerOf<typeof previewKeyRates>> => ({
  rows: (await planOf(db, table)).map(({ row, state, said, problems }) => ({ row, state, said, problems })),
});

/** Command: the rates of the table that may stand, or all when none is wrong. Posted penalties stay as they are. */
export async function importRates(work: Work, { table, choice }: InputOf<typeof importEndpoint>['body']): Promise<AnswerOf<typeof importEndpoint>> {
  await lockName(work.tx, 'calculation.key_rate');
  const rows = await planOf(work.tx, table);
  const wrong = rows.filter(({ state }) => state === 'wrong').length;
  if (wrong > 0 && choice === 'all') refuse('import.errors', { count: wrong });
  const rates = rows.flatMap(({ rate }) => rate ?? []);
  if (rates.length > 0)
    await work.tx
      .insertInto('calculation.key_rate')
      .values(rates.map((rate) => ({ from_day: rate.fromDay, percent: rate.percent, decision: rate.decision })))
      .execute();
  work.journal({
    stream: 'portal:directory',
    action: 'keyRate.imported',
    object: { kind: 'keyRate' },
    facts: { rows: rows.length, count: rates.length, errors: wrong },
  });
  return { added: rates.length, same: rows.filter(({ state }) => state === 'same').length, wrong };
}
