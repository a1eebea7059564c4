// What a decision would do: the corrections of posted months, and the first open month counted twice. Nothing is written.
import type { AnswerOf } from '#contract/endpoint';
import type { previewDecision } from '#contract/decisions';
import { compareRussian } from '#contract/russian';
import { serviceMap } from '#modules/directory';
import { premisesOf } from '#modules/housing';
import { accountsByIds, lookAtAccounts } from '#modules/ledger';
import type { ChargeTerms } from '#contract/charge-terms';
import { kopecksToJson, sumKopecks } from '#platform/money';
import type { Flow } from '#platform/route';
import { monthOf, type Month } from '#platform/time';
import { chargeHouse } from './charge-house.ts';
import { formulaText } from './calculation.queries.ts';
import { correctionsOf, type DecisionBody, type Entered, enteredAt, placeOf } from './entered-decision.ts';
import type { HouseMonth, RunLine } from './house-month.ts';
import { decisionIn, type StoredDecision } from './load-decisions.ts';
import { loadHouse } from './load-house.ts';

type Effect = AnswerOf<typeof previewDecision>;
type Change = {
  readonly accountId: string;
  readonly serviceCode: string;
  readonly month: Month;
  readonly beforeKopecks: bigint;
  readonly kopecks: bigint;
  readonly terms: ChargeTerms | null;
};
const SHOWN = 20;

/** The first month that is open and that the decision touches; null when all of them are posted. Pure. */
function openMonth({ from, to, openFrom }: Entered): Month | null {
  const month = openFrom === null || monthOf(openFrom) < monthOf(from) ? monthOf(from) : monthOf(openFrom);
  return to === null || month <= monthOf(to) ? month : null;
}

/** The lines of the month that the decision changes, counted from the facts of now. Pure. */
function changesOf(facts: HouseMonth, stored: StoredDecision, timeZone: string): { changes: Change[]; beforeKopecks: bigint; kopecks: bigint } {
  const decision = decisionIn(facts.month, stored, timeZone);
  const byKey = (one: HouseMonth) => new Map(chargeHouse(one).lines.map((line) => [`${line.accountId} ${line.serviceCode}`, line]));
  const [before, after] = [byKey(facts), byKey({ ...facts, decisions: decision ? [...facts.decisions, decision] : facts.decisions })];
  const sum = (lines: ReadonlyMap<string, RunLine>) => sumKopecks([...lines.values()].map(({ kopecks }) => kopecks));
  const changes = [...after]
    .filter(([key, { kopecks }]) => before.get(key)?.kopecks !== kopecks)
    .map(([key, { accountId, serviceCode, kopecks, terms }]): Change => ({
      accountId,
      serviceCode,
      month: facts.month,
      beforeKopecks: before.get(key)?.kopecks ?? 0n,
      kopecks,
      terms,
    }));
  return { changes, beforeKopecks: sum(before), kopecks: sum(after) };
}

/** Flow that reads alone: some thirty statements. Refuses as the decision itself would. */
export async function readDecisionEffect({ db, actor, now, ground }: Flow, body: DecisionBody): Promise<Effect> {
  const placed = await placeOf(db, actor, body);
  const entered = await enteredAt(db, placed, body.facts);
  const stored: StoredDecision = { id: 'preview', accountId: entered.accountId, document: body.document, facts: body.facts };
  const past = (await correctionsOf(db, entered, stored)).map((one): Change => ({ ...one, beforeKopecks: 0n }));
  const month = openMonth(entered);
  const open =
    month === null ? null : changesOf({ ...(await loadHouse(db, { ...placed, month }, { withPenalties: false })), debts: null }, stored, entered.timeZone);
  const shown = await accountsByIds(
    db,
    [...new Set([...past.slice(0, SHOWN), ...(open?.changes.slice(0, SHOWN) ?? [])].map(({ accountId }) => accountId))].map((accountId) => ({
      houseId: placed.houseId,
      accountId,
    })),
  );
  await lookAtAccounts(
    ground,
    { db, actor, now },
    { accounts: shown, object: { kind: 'decisions' }, what: 'начисления квартир: что изменит решение', organizationId: placed.organizationId },
  );
  const flats = new Map((await premisesOf(db, shown)).map(({ premisesId, number }) => [premisesId, number]));
  const accounts = new Map(shown.map((account) => [account.accountId, account]));
  const names = await serviceMap(db);
  const rowsOf = (changes: readonly Change[]) =>
    changes
      .slice(0, SHOWN)
      .map(({ accountId, serviceCode, month: of, beforeKopecks, kopecks, terms }) => ({
        account: accounts.get(accountId)?.number ?? '',
        flat: flats.get(accounts.get(accountId)?.premisesId ?? '') ?? '',
        service: names.get(serviceCode)?.name ?? serviceCode,
        month: of,
        beforeKopecks: kopecksToJson(beforeKopecks),
        kopecks: kopecksToJson(kopecks),
        formula: terms === null ? '' : formulaText(terms),
      }))
      .sort((a, b) => compareRussian(a.flat, b.flat) || a.month.localeCompare(b.month));
  return {
    past: { count: past.length, kopecks: kopecksToJson(sumKopecks(past.map(({ kopecks }) => kopecks))), lines: rowsOf(past) },
    open:
      open === null || month === null
        ? null
        : {
            month,
            accounts: new Set(open.changes.map(({ accountId }) => accountId)).size,
            beforeKopecks: kopecksToJson(open.beforeKopecks),
            kopecks: kopecksToJson(open.kopecks),
            lines: rowsOf(open.changes),
          },
  };
}
