// Decisions as the accountant sees them.
import type { AnswerOf, QueryOf } from '#contract/endpoint';
import { breakKinds, type decisionKinds, defectKinds, type DecisionFacts, type getDecisions } from '#contract/decisions';
import { isBesideServices } from '#contract/placed-sums';
import { counted, formatDay, formatDecimal, formatInstant, formatKopecks, formatMonth } from '#contract/russian';
import { services, tariffsBetween } from '#modules/directory';
import { housesByIds, offered, organizationsByIds, shortAddress } from '#modules/housing';
import { personNames } from '#modules/identity';
import { accountsByIds, housesOfIssuer, lookAtAccounts } from '#modules/ledger';
import { sql } from 'kysely';
import type { Reading } from '#platform/route';
import type { Ground } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import { openDays } from './open-days.ts';
import './calculation.tables.ts';

const SHOWN = 100;
const EVER = { from: '0001-01-01', to: '9999-12-31' };
const PEOPLE = ['человек', 'человека', 'человек'] as const;

/** «2 человека, с 3 по 20 октября». Pure. */
function inWords(facts: DecisionFacts, timeZone: string): string {
  if (facts.kind === 'absence') return `${counted(facts.persons, PEOPLE)}: уехали ${formatDay(facts.leftOn)}, вернулись ${formatDay(facts.returnedOn)}`;
  if (facts.kind === 'quality')
    return `${defectKinds[facts.defect]}: ${formatDecimal(facts.measured)} ${facts.defect === 'lowPressure' ? 'МПа' : '°C'} с ${formatInstant(facts.fromAt, timeZone)} до ${formatInstant(facts.toAt, timeZone)}`;
  if (facts.kind === 'subsidy')
    return `${facts.title}: ${facts.amount.by === 'sum' ? `${formatKopecks(facts.amount.kopecks)} в месяц` : `${formatDecimal(facts.amount.percent)} %`}, ${formatMonth(facts.fromMonth)}${facts.toMonth === null ? ' и дальше' : ` – ${formatMonth(facts.toMonth)}`}`;
  if (facts.kind === 'break') return `${breakKinds[facts.breakKind]}: с ${formatInstant(facts.fromAt, timeZone)} до ${formatInstant(facts.toAt, timeZone)}`;
  return `${facts.title}: ${formatDecimal(facts.percent)} % с ${formatDay(facts.fromDay)}${facts.toDay === null ? '' : ` по ${formatDay(facts.toDay)}`}`;
}

/** Query: the last decisions, and the houses that are offered for a new one. Some eleven statements and three for each organization of the actor's. */
export async function readDecisions(ground: Ground, reading: Reading, asked: QueryOf<typeof getDecisions> = {}): Promise<AnswerOf<typeof getDecisions>> {
  const { db, actor } = reading;
  const mine = runOrganizations(actor);
  const rows = await db
    .selectFrom('calculation.decision')
    .selectAll()
    .where('organization_id', '=', sql<string>`any(${mine}::uuid[])`)
    .orderBy('decided_at', 'desc')
    .orderBy('id')
    .limit(SHOWN)
    .execute();
  const issued = await Promise.all(
    mine.map(async (organizationId) => ({ organizationId, houseIds: await housesOfIssuer(db, [organizationId]), open: await openDays(db, organizationId) })),
  );
  const houses = new Map((await housesByIds(db, [...new Set(issued.flatMap(({ houseIds }) => houseIds))])).map((house) => [house.houseId, house]));
  const shown = await accountsByIds(
    db,
    rows.flatMap(({ house_id, account_id }) => (account_id === null ? [] : [{ houseId: house_id, accountId: account_id }])),
  );
  await lookAtAccounts(ground, reading, { accounts: shown, object: { kind: 'decisions' }, what: 'решения об отсутствии и льготах' });
  const accounts = new Map(shown.map(({ accountId, number }) => [accountId, number]));
  const people = await personNames(
    db,
    rows.flatMap(({ decided_by }) => decided_by ?? []),
  );
  const priced = new Set((await tariffsBetween(db, { organizationIds: mine, houseIds: [...houses.keys()] }, EVER)).map(({ serviceCode }) => serviceCode));
  const addressOf = (houseId: string) => {
    const house = houses.get(houseId);
    return house ? shortAddress(house) : '';
  };
  return {
    decisions: rows.map((row) => {
      const openFrom = issued.find(({ organizationId }) => organizationId === row.organization_id)?.open.get(row.house_id);
      return {
        houseId: row.house_id,
        decisionId: row.id,
        kind: row.kind as keyof typeof decisionKinds,
        address: addressOf(row.house_id),
        account: row.account_id === null ? null : (accounts.get(row.account_id) ?? null),
        says: inWords(row.facts as DecisionFacts, houses.get(row.house_id)?.timeZone ?? 'Europe/Moscow'),
        document: row.document,
        who: (row.decided_by !== null && people.get(row.decided_by)?.full) || 'Портал',
        at: new Date(row.decided_at).toISOString(),
        withdrawn: row.withdrawn_at !== null,
        can: { withdraw: row.withdrawn_at === null && (openFrom === undefined || row.from_day >= openFrom) },
      };
    }),
    organizations: (await organizationsByIds(db, mine))
      .map(({ id, shortName }) => ({ id, name: shortName }))
      .sort((a, b) => a.name.localeCompare(b.name, 'ru')),
    ...offered(
      issued.flatMap(({ organizationId, houseIds }) =>
        houseIds.map((houseId) => ({ organizationId, houseId, address: addressOf(houseId), timeZone: houses.get(houseId)?.timeZone ?? 'Europe/Moscow' })),
      ),
      asked,
    ),
    services: (await services(db)).filter(({ code }) => !isBesideServices(code)).map(({ code, name }) => ({ code, name, priced: priced.has(code) })),
  };
}
