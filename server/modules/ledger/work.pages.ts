// The accountant's workplace: the ledger card, people who wait for a decision.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { getWaitingLinks, getWorkAccount } from '#contract/ledger';
import { premisesOf } from '#modules/housing';
import { personNames } from '#modules/identity';
import { type Actor, organizationsOf } from '#platform/actor';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import type { Ground } from '#platform/work';
import { accountsByIds } from './accounts.queries.ts';
import { openContacts } from './account-settings.ts';
import { accountCard } from './account.pages.ts';
import { mayClose } from './close-account.ts';
import { LINK_DECIDERS } from './decide-link.ts';
import { accountOfStaff } from './ledger.policy.ts';
import { lookAtAccount, lookAtAccounts } from './look-at-accounts.ts';
import { ownersByPremises } from './owners-by-premises.ts';

const MOSCOW = 'Europe/Moscow';

/** GET /api/v1/work/accounts/:houseId/:accountId. */
export async function readWorkAccount(ground: Ground, reading: Reading, key: { houseId: string; accountId: string }): Promise<AnswerOf<typeof getWorkAccount>> {
  const { db, actor, now } = reading;
  const account = await accountOfStaff(db, actor, key);
  await lookAtAccount(ground, reading, account);
  const owners = await ownersByPremises(db, [account], dayIn(MOSCOW, now));
  const links = await db
    .selectFrom('ledger.account_link')
    .select(['person_id', 'account_id', 'contacts', 'proof', 'linked_at as linkedAt'])
    .where('house_id', '=', key.houseId)
    .where('account_id', '=', key.accountId)
    .where('status', '=', 'linked')
    .orderBy('linked_at')
    .execute();
  const names = await personNames(
    db,
    links.map((link) => link.person_id),
  );
  return {
    ...(await accountCard(db, account)),
    owners: owners.get(account.premisesId) ?? [],
    people: links.map((link) => ({
      name: names.get(link.person_id)?.full ?? 'не указано',
      proof: link.proof,
      linkedAt: link.linkedAt,
      ...openContacts(ground.masterKeys, link),
    })),
    version: account.version,
    can: mayClose(actor, account),
  };
}

const waitingRequests = (db: Db, actor: Actor) =>
  db
    .selectFrom('ledger.link_request')
    .where('organization_id', '=', sql<string>`any(${organizationsOf(actor, LINK_DECIDERS)}::uuid[])`)
    .where('status', '=', 'waiting');

/** How many people wait for access, how many past the term, the nearest term. One statement. */
export const countWaitingLinks = (db: Db, actor: Actor, now: Date): Promise<AnswerOf<typeof getWaitingLinks>['waiting']> =>
  waitingRequests(db, actor)
    .select([
      sql<number>`count(*)::int`.as('count'),
      sql<number>`(count(*) filter (where decide_by < ${dayIn(MOSCOW, now)}))::int`.as('overdue'),
      (on) => on.fn.min<string | null>('decide_by').as('decideBy'),
    ])
    .executeTakeFirstOrThrow();

/** GET /api/v1/work/links: the oldest term first. Some nine statements, however many houses; two when only the count is asked for. */
export async function readWaitingLinks(ground: Ground, reading: Reading, limit = 50): Promise<AnswerOf<typeof getWaitingLinks>> {
  const { db, actor, now } = reading;
  const today = dayIn(MOSCOW, now);
  const waiting = await countWaitingLinks(db, actor, now);
  if (limit === 0) return { links: [], waiting };
  const rows = await waitingRequests(db, actor).selectAll().orderBy('decide_by').orderBy('asked_at').orderBy('id').limit(limit).execute();
  const names = await personNames(
    db,
    rows.map((row) => row.person_id),
  );
  const candidates = await accountsByIds(
    db,
    rows.flatMap((row) => (row.candidate_id && row.candidate_house_id ? [{ houseId: row.candidate_house_id, accountId: row.candidate_id }] : [])),
  );
  const addresses = new Map((await premisesOf(db, candidates)).map((one) => [one.premisesId, one.address]));
  const owners = await ownersByPremises(db, candidates, today);
  const byId = new Map(candidates.map((one) => [one.accountId, one]));
  await lookAtAccounts(ground, reading, {
    accounts: candidates,
    personIds: rows.map((row) => row.person_id),
    object: { kind: 'links' },
    what: 'запросы на доступ к лицевым счетам',
  });
  return {
    waiting,
    links: rows.map((row) => {
      const candidate = row.candidate_id === null ? undefined : byId.get(row.candidate_id);
      return {
        id: row.id,
        organizationId: row.organization_id,
        person: names.get(row.person_id)?.full ?? 'не указано',
        number: row.number,
        address: row.address,
        flat: row.flat,
        contract: row.contract,
        sumGiven: row.sum_given,
        askedAt: row.asked_at,
        decideBy: row.decide_by,
        overdue: row.decide_by < today,
        version: row.version,
        candidate: candidate
          ? {
              houseId: candidate.houseId,
              accountId: candidate.accountId,
              number: candidate.number,
              address: addresses.get(candidate.premisesId) ?? '',
              owners: owners.get(candidate.premisesId) ?? [],
            }
          : null,
      };
    }),
  };
}
