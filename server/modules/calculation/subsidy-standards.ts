// Standards of the housing subsidy by region and day: the portal's operator enters them for everybody.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import { formatDay } from '#contract/russian';
import type { addSubsidyStandard as addEndpoint, getSubsidyStandards } from '#contract/subsidy';
import { regionsWithHouses } from '#modules/housing';
import { compare, decimal, decimalText, trimmed } from '#platform/decimal';
import { refuseFields } from '#platform/errors';
import { kopecksFromJson, kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import type { SubsidyStandardTable } from './calculation.tables.ts';
import { isRateKeeper } from './key-rates.ts';
import './calculation.tables.ts';

/** More nobody may be asked to bear of the income: the standard of the Federation (field rules 1.9); a region may ask less. */
const MOST_PERCENT = '22';

/** The standards of a row as the contract has them. */
export const standardOf = (row: SubsidyStandardTable) => ({
  fromDay: row.from_day,
  aloneKopecks: kopecksToJson(row.alone_kopecks),
  pairKopecks: kopecksToJson(row.pair_kopecks),
  eachKopecks: kopecksToJson(row.each_kopecks),
  minimumKopecks: kopecksToJson(row.minimum_kopecks),
  largestPercent: decimalText(trimmed(decimal(row.largest_percent))),
  decision: row.decision,
});

/** The standards in force in a region on the day; undefined where nobody has entered any. */
export const standardOn = (db: Db, region: string, day: Day): Promise<SubsidyStandardTable | undefined> =>
  db
    .selectFrom('calculation.subsidy_standard')
    .selectAll()
    .where('region', '=', region)
    .where('from_day', '<=', day)
    .orderBy('from_day', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Query: by regions, the newest first in each. Two statements. */
export async function readSubsidyStandards({ db, actor }: Reading): Promise<AnswerOf<typeof getSubsidyStandards>> {
  const rows = await db.selectFrom('calculation.subsidy_standard').selectAll().orderBy('region').orderBy('from_day', 'desc').execute();
  return {
    standards: rows.map((row) => ({ region: row.region, ...standardOf(row) })),
    regions: await regionsWithHouses(db),
    can: { add: isRateKeeper(actor) },
  };
}

/** Command: standards of a region from a day after its last ones. Refuses by field an unknown region, a day that is not after, a part of income above the law's. */
export async function addSubsidyStandard(work: Work, { body }: Pick<InputOf<typeof addEndpoint>, 'body'>): Promise<AnswerOf<typeof addEndpoint>> {
  const { region, fromDay, largestPercent } = body;
  await lockName(work.tx, `calculation.subsidy_standard ${region}`);
  const last = await work.tx
    .selectFrom('calculation.subsidy_standard')
    .select('from_day')
    .where('region', '=', region)
    .orderBy('from_day', 'desc')
    .limit(1)
    .executeTakeFirst();
  const wrong = [
    ...((await regionsWithHouses(work.tx)).includes(region) ? [] : [{ pointer: '/region' as const, detail: 'Выберите регион из списка' }]),
    ...(last && fromDay <= last.from_day
      ? [{ pointer: '/fromDay' as const, detail: `Последние стандарты действуют с ${formatDay(last.from_day)}: новые начинаются позже` }]
      : []),
    ...(compare(largestPercent, '0') <= 0 || compare(largestPercent, MOST_PERCENT) > 0
      ? [{ pointer: '/largestPercent' as const, detail: `Больше нуля и не больше ${MOST_PERCENT} %` }]
      : []),
  ];
  if (wrong.length > 0) refuseFields(wrong.map((one) => ({ ...one, code: 'input.invalid' as const })));
  await work.tx
    .insertInto('calculation.subsidy_standard')
    .values({
      region,
      from_day: fromDay,
      alone_kopecks: kopecksFromJson(body.aloneKopecks),
      pair_kopecks: kopecksFromJson(body.pairKopecks),
      each_kopecks: kopecksFromJson(body.eachKopecks),
      minimum_kopecks: kopecksFromJson(body.minimumKopecks),
      largest_percent: largestPercent,
      decision: body.decision.trim(),
    })
    .execute();
  work.journal({ stream: 'portal:directory', action: 'subsidyStandard.added', object: { kind: 'subsidyStandard' }, facts: { fromDay, region } });
  return { fromDay };
}
