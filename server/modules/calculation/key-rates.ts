// The key rate by days: what it is, what a penalty comes to by it, and a new one, which the portal's operator enters for everybody.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { addKeyRate as addEndpoint, getKeyRates } from '#contract/rates';
import { formatDay } from '#contract/russian';
import type { Actor } from '#platform/actor';
import { compare, decimal, decimalText, trimmed } from '#platform/decimal';
import { refuseFields } from '#platform/errors';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { addDays, type Day } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { penaltyRules, type PenaltyRules } from './calculation-rules.ts';
import { penaltyCounter } from './penalty.ts';
import './calculation.tables.ts';

export const RATE_KEEPER = 'operator';
const DEBT_KOPECKS = 1_000_000n;
const SHOWN_DAYS = 30;

const plain = (percent: string): string => decimalText(trimmed(decimal(percent)));
const ratesOf = (db: Db) => db.selectFrom('calculation.key_rate').selectAll().orderBy('from_day').execute();
/** The portal's operator keeps what holds for everybody. */
export const isRateKeeper = (actor: Actor): boolean => actor.kind === 'person' && actor.grants.some(({ role }) => role === RATE_KEEPER);

/** The penalty of 10 000 ₽ for thirty days from the day on, the first of which is this one of delay. Pure. */
function penaltyFrom(rules: PenaltyRules, day: Day, delayDay: number) {
  const debt = { month: day.slice(0, 7), kind: 'service' as const, dueOn: addDays(day, -delayDay), chargedKopecks: DEBT_KOPECKS, payments: [] };
  return penaltyCounter(rules)(debt, { from: day, through: addDays(day, SHOWN_DAYS - 1) });
}

/** Query: the newest first. One statement. */
export async function readKeyRates({ db, actor }: Reading): Promise<AnswerOf<typeof getKeyRates>> {
  const rows = await ratesOf(db);
  const rates = rows.map(({ from_day: fromDay, percent, decision }) => {
    // Each as if it had no end: what comes after does not change what it was.
    const rules = penaltyRules([{ from: fromDay, to: null, value: percent }]);
    const [early, late] = [penaltyFrom(rules, fromDay, 31), penaltyFrom(rules, fromDay, 91)];
    return {
      fromDay,
      percent: plain(percent),
      taken: plain(early?.stretches[0]?.percent ?? percent),
      decision,
      effect: { earlyKopecks: kopecksToJson(early?.kopecks ?? 0n), lateKopecks: kopecksToJson(late?.kopecks ?? 0n) },
    };
  });
  return { rates: rates.toReversed(), can: { add: isRateKeeper(actor) } };
}

/** Command: a rate from a day after the last one. Refuses by field. Posted penalties stay as they are. */
export async function addKeyRate(work: Work, { fromDay, percent, decision }: InputOf<typeof addEndpoint>['body']): Promise<AnswerOf<typeof addEndpoint>> {
  await lockName(work.tx, 'calculation.key_rate');
  const last = (await ratesOf(work.tx)).at(-1);
  if (last && fromDay <= last.from_day)
    refuseFields([{ pointer: '/fromDay', code: 'input.invalid', detail: `Последняя ставка действует с ${formatDay(last.from_day)}: новая начинается позже` }]);
  if (compare(percent, '0') <= 0 || compare(percent, '100') > 0)
    refuseFields([{ pointer: '/percent', code: 'input.invalid', detail: 'Введите ставку больше нуля и не больше 100 %' }]);
  await work.tx.insertInto('calculation.key_rate').values({ from_day: fromDay, percent, decision: decision.trim() }).execute();
  work.journal({ stream: 'portal:directory', action: 'keyRate.added', object: { kind: 'keyRate' }, facts: { fromDay, value: percent } });
  return { fromDay };
}
