// What housing subsidy a resident's family may count on: the portal knows the standards, the home and its costs; the income is told and not kept.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import { isBesideServices } from '#contract/placed-sums';
import type { estimateSubsidy as estimateEndpoint, getSubsidyFacts } from '#contract/subsidy';
import { housesByIds, residentsOn } from '#modules/housing';
import { type AccountKey, chargeStatesOf, linkedAccounts } from '#modules/ledger';
import { type Actor, personIdOf } from '#platform/actor';
import { found } from '#platform/errors';
import { type Kopecks, kopecksFromJson, kopecksToJson, sumKopecks } from '#platform/money';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { addMonths, type Day, dayIn, monthOf } from '#platform/time';
import { accountOfPerson } from './absence-requests.queries.ts';
import { housingSubsidy } from './housing-subsidy.ts';
import { standardOf, standardOn } from './subsidy-standards.ts';

const MONTHS = 6;

/** What all accounts of the home that the person sees were charged in a month, on average of its last six with charges; without penalties and what a court laid on. One statement. */
async function spentInMonth(db: Db, accounts: readonly AccountKey[], today: Day): Promise<{ spentKopecks: Kopecks | null; months: number }> {
  const last = addMonths(monthOf(today), -1);
  const states = await chargeStatesOf(db, accounts, { from: addMonths(last, 1 - MONTHS), to: last });
  const byMonth = Map.groupBy(
    states.filter(({ serviceCode, chargedKopecks }) => !isBesideServices(serviceCode) && chargedKopecks !== 0n),
    ({ period }) => period,
  );
  if (byMonth.size === 0) return { spentKopecks: null, months: 0 };
  const all = sumKopecks([...byMonth.values()].flat().map(({ chargedKopecks }) => chargedKopecks));
  return { spentKopecks: all > 0n ? all / BigInt(byMonth.size) : 0n, months: byMonth.size };
}

/** The home of an account that the person sees: some eight statements. Refuses object.notFound. */
async function homeOf(db: Db, actor: Actor, now: Date, key: AccountKey) {
  const { link, account, premises } = await accountOfPerson(db, actor, key);
  const today = dayIn(premises.timeZone, now);
  const [house] = await housesByIds(db, [key.houseId]);
  const { region } = found(house);
  const own = (await linkedAccounts(db, found(personIdOf(actor)))).filter(
    ({ houseId, premisesId }) => houseId === key.houseId && premisesId === link.premisesId,
  );
  return { account, premises, today, region, standard: await standardOn(db, region, today), ...(await spentInMonth(db, own, today)) };
}

/** Query: what is known for the subsidy without asking. Some ten statements. */
export async function readSubsidyFacts({ db, actor, now }: Reading, key: AccountKey): Promise<AnswerOf<typeof getSubsidyFacts>> {
  const { account, premises, today, region, standard, spentKopecks, months } = await homeOf(db, actor, now, key);
  const [people] = await residentsOn(db, key.houseId, [account.premisesId], today);
  return {
    account: account.number,
    address: premises.address,
    region,
    persons: people && people.persons > 0 ? people.persons : null,
    spentKopecks: spentKopecks === null ? null : kopecksToJson(spentKopecks),
    months,
    standard: standard === undefined ? null : standardOf(standard),
  };
}

/** What the family may count on; writes nothing. Refuses object.notFound, also where the region has no standards. */
export async function estimateSubsidy(
  { db, actor, now }: Reading,
  { params, body: { persons, incomeKopecks } }: InputOf<typeof estimateEndpoint>,
): Promise<AnswerOf<typeof estimateEndpoint>> {
  const { standard, spentKopecks } = await homeOf(db, actor, now, params);
  const of = found(standard);
  const { kopecks, standardKopecks, ownKopecks, ...more } = housingSubsidy({
    standardKopecks: persons === 1 ? of.alone_kopecks : persons === 2 ? of.pair_kopecks : of.each_kopecks,
    persons,
    incomeKopecks: kopecksFromJson(incomeKopecks),
    minimumKopecks: of.minimum_kopecks,
    largestPercent: of.largest_percent,
    spentKopecks,
  });
  return { kopecks: kopecksToJson(kopecks), standardKopecks: kopecksToJson(standardKopecks), ownKopecks: kopecksToJson(ownKopecks), ...more };
}
