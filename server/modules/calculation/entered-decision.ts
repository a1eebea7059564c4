// A decision as it was typed, looked at before it is written or only shown: its place, its days, the posted months that it corrects.
import type { InputOf } from '#contract/endpoint';
import type { DecisionFacts, makeDecision } from '#contract/decisions';
import { chargesInForce, sumOfTerms } from '#modules/billing';
import { serviceMap } from '#modules/directory';
import { housesByIds } from '#modules/housing';
import { accountsByNumbers, housesOfIssuer } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { found } from '#platform/errors';
import type { Kopecks } from '#platform/money';
import type { Db } from '#platform/tables';
import { addMonths, monthOf, monthsFrom, type Day, type Month } from '#platform/time';
import type { TermsOf } from '#contract/charge-terms';
import { runOrganizations } from './calculation.policy.ts';
import { spanOf, wrongFact } from './decision-span.ts';
import { recalculationsBy } from './decisions.ts';
import { decisionIn, decisionsOf, type StoredDecision } from './load-decisions.ts';
import { openDays } from './open-days.ts';

export type DecisionBody = InputOf<typeof makeDecision>['body'];
export type Placed = { readonly organizationId: string; readonly houseId: string; readonly accountId: string | null };
/** `posted`: months that were posted without it; `openFrom`: the first open day of the house. */
export type Entered = Placed & {
  readonly timeZone: string;
  readonly from: Day;
  readonly to: Day | null;
  readonly openFrom: Day | null;
  readonly posted: readonly Month[];
};

/** Where the decision is for: the account of its number, or for a whole house the house alone. Refuses object.notFound outside the actor's reach, by field what is not there. */
export async function placeOf(db: Db, actor: Actor, { organizationId, facts }: DecisionBody): Promise<Placed> {
  found(runOrganizations(actor).includes(organizationId) || undefined);
  const number = facts.account;
  if (number === null) {
    const houses = await housesOfIssuer(db, [organizationId]);
    return 'houseId' in facts && houses.includes(facts.houseId)
      ? { organizationId, houseId: facts.houseId, accountId: null }
      : wrongFact('houseId', 'В этом доме у организации нет счетов');
  }
  const account = (await accountsByNumbers(db, organizationId, [number])).get(number);
  if (!account) return wrongFact('account', 'Такого счёта у организации нет');
  return 'houseId' in facts && facts.houseId !== account.houseId
    ? wrongFact('account', 'Этот счёт в другом доме')
    : { organizationId, houseId: account.houseId, accountId: account.accountId };
}

/** The days of the decision and the posted months among them. Refuses by field what cannot be. */
export async function enteredAt(db: Db, placed: Placed, facts: DecisionFacts): Promise<Entered> {
  const [house] = await housesByIds(db, [placed.houseId]);
  const { timeZone } = found(house);
  const openFrom = (await openDays(db, placed.organizationId)).get(placed.houseId) ?? null;
  const { from, to } = spanOf(facts, { openFrom, timeZone });
  await knownServices(db, facts);
  const posted = openFrom === null ? [] : monthsFrom(monthOf(from), addMonths(monthOf(openFrom), -1)).filter((month) => to === null || month <= monthOf(to));
  return { ...placed, timeZone, from, to, openFrom, posted };
}

async function knownServices(db: Db, facts: DecisionFacts): Promise<void> {
  const known = await serviceMap(db);
  const codes = 'serviceCode' in facts ? [facts.serviceCode] : 'services' in facts ? facts.services : [];
  if (codes.some((code) => !known.has(code))) wrongFact('serviceCode' in facts ? 'serviceCode' : 'services', 'Выберите услуги из списка');
}

export type Corrected = {
  readonly accountId: string;
  readonly serviceCode: string;
  readonly month: Month;
  readonly terms: TermsOf<'recalculation'>;
  readonly kopecks: Kopecks;
};

/** What the decision corrects in the posted months; nothing is written. Three statements a month. */
export async function correctionsOf(db: Db, { houseId, organizationId, timeZone, posted }: Entered, stored: StoredDecision): Promise<Corrected[]> {
  const corrected: Corrected[] = [];
  if (stored.facts.kind === 'benefit' || stored.facts.kind === 'subsidy') return corrected;
  for (const month of posted) {
    const decision = decisionIn(month, stored, timeZone);
    if (!decision) continue;
    const before = await decisionsOf(db, { houseId, organizationId, month }, timeZone);
    for (const { accountId, serviceCode, ...charge } of await chargesInForce(db, { houseId, organizationId }, { from: month, to: month })) {
      for (const terms of recalculationsBy([decision], { accountId, serviceCode, ...charge }, { period: month, before })) {
        const kopecks = sumOfTerms(terms);
        if (kopecks !== 0n) corrected.push({ accountId, serviceCode, month, terms, kopecks });
      }
    }
  }
  return corrected;
}
