// What the shell of every page shows: who is looking, the homes, the workplaces, what waits, where live events go on from.
import { sql } from 'kysely';
import type { Area } from '#contract/areas';
import { DESKLESS_ROLES, HOUSE_POSTS, type Me, PORTAL_DESKS } from '#contract/me';
import { PORTAL_PART } from '#contract/reconciliation';
import { homesOf, type Person, PREMISES_ROLES, type Role, STAFF_ROLES } from '#platform/actor';
import { onceAPage } from '#platform/page-reads';
import type { Reading } from '#platform/route';
import { keptStatement } from '#platform/kept-statement';
import type { Db } from '#platform/tables';
import type { Day } from '#platform/time';
import { housesByIds, organizationsByIds, type Premises, premisesOf, shortAddress } from '#modules/housing';
import { nameOf, personNameRow } from '#modules/identity';
import { linkedBalances } from '#modules/ledger';
import { type WaitingHome, waitingReadings } from '#modules/meters';
import { unreadNotices } from '#modules/notifications';
import { hasReadPolicy, policyDay } from '#modules/privacy';
import type { Static } from 'typebox';

type MeAnswer = Static<typeof Me>;

const ROLE_WORDS: Readonly<Partial<Record<Role, string>>> = {
  owner: 'собственник',
  family: 'семья',
  tenant: 'наниматель',
  guest: 'по приглашению',
  manager: 'руководитель',
  dispatcher: 'диспетчер',
  assignee: 'исполнитель',
  accountant: 'бухгалтер',
  operator: 'оператор',
  reviewer: 'специалист по проверке',
  administrator: 'администратор',
  support: 'поддержка',
  auditor: 'аудитор',
  officer: 'надзор',
  authority: 'орган власти',
  contractor: 'подрядчик',
  supplier: 'сотрудник поставщика',
};

const NOBODY: MeAnswer = { person: null, homes: [], work: [], houses: [], portal: [], limits: null, lit: {}, liveAfter: null, unread: 0, mustRead: false };

/** A guest is answered too: with nobody and nothing. Three statements for a resident. */
export async function readMe(reading: Reading): Promise<MeAnswer> {
  const { db, actor: self, now } = reading;
  const actor: Reading['actor'] = self.kind === 'person' && self.narrowed ? { ...self, ...self.narrowed.as } : self;
  if (self.kind !== 'person' || actor.kind !== 'person') return NOBODY;
  const known = await factsOf(db, { shown: self.personId, personId: actor.personId }, now);
  if (!known) return NOBODY;
  const person = nameOf(known);
  const secured = actor.level === 2;
  const { narrowed } = self;
  const homes = secured ? await homesSeen(reading, actor) : [];
  const waits = secured && !narrowed;
  const meters = waits ? (await waitingSeen(reading, actor, homes)).reduce((sum, home) => sum + home.meters, 0) : 0;
  return {
    person: { id: self.personId, name: person.full, shortName: person.short, initials: person.initials, codesBy: known.codesBy },
    homes: homesAnswer(homes, actor),
    work: narrowed ? [] : await workAnswer(db, actor),
    houses: narrowed ? [] : await housesAnswer(db, actor),
    portal: narrowed ? [] : DESKLESS_ROLES.filter((role) => actor.grants.some((grant) => grant.role === role)),
    limits: narrowed ? { kind: narrowed.as.by ? 'power' : 'child', words: narrowed.words, areas: narrowed.areas as Area[] } : null,
    // How many things wait in each area of the menu: the lit windows.
    lit: { ...(waits && known.owed > 0n && { bills: Number(known.owed) }), ...(meters > 0 && { meters }) },
    liveAfter: known.liveAfter.toString(),
    unread: waits ? Number(known.unread) : 0,
    mustRead: !narrowed && !known.hasRead,
  };
}

/** The person's homes: the shell shows them, and the start page. */
export const homesSeen = (reading: Reading, actor: Person): Promise<Premises[]> =>
  onceAPage(reading, `overview.homes ${actor.personId}`, () => premisesOf(reading.db, homesOf(actor)));

/** The meters that wait for readings in them. */
export const waitingSeen = (reading: Reading, actor: Person, homes: readonly Premises[]): Promise<WaitingHome[]> =>
  onceAPage(reading, `overview.waiting ${actor.personId}`, () => waitingReadings(reading.db, homes, reading.now));

type Facts = {
  last_name: string;
  first_name: string;
  middle_name: string | null;
  codesBy: 'app' | 'message';
  liveAfter: bigint;
  hasRead: boolean;
  unread: bigint;
  owed: bigint;
};

/**
 * Of one instant, in one statement: the name of who is shown, the number of the newest live event, and what is unread and owed by who is acted for.
 * Nothing when there is no such person.
 */
async function factsOf(db: Db, who: { shown: string; personId: string }, now: Date): Promise<Facts | undefined> {
  return (await readFacts(db, { ...who, today: policyDay(now) }))[0];
}

const readFacts = keptStatement(
  ({ shown, personId, today }: { shown: string; personId: string; today: Day }) => sql<Facts>`
    select p.*, (select coalesce(max(seq), 0) from platform.live_event) as "liveAfter", ${hasReadPolicy(personId, today)} as "hasRead", ${unreadNotices(personId)} as unread,
      (select count(*) from (${linkedBalances(personId)}) b where b."dueKopecks" > b."reservedKopecks") as owed
    from (${personNameRow(shown)}) p`,
);

const homesAnswer = (homes: readonly Premises[], actor: Person): MeAnswer['homes'] =>
  homes
    .map(({ houseId, premisesId, address }) => ({ houseId, premisesId, address, role: roleWordOf(actor, premisesId) }))
    .sort((a, b) => a.address.localeCompare(b.address, 'ru'));

async function workAnswer(db: Db, actor: Person): Promise<MeAnswer['work']> {
  const ids = [
    ...new Set(actor.grants.flatMap(({ role, organizationId }) => (organizationId && STAFF_ROLES.some((one) => one === role) ? [organizationId] : []))),
  ];
  const desks = PORTAL_DESKS.filter((role) => actor.grants.some((grant) => grant.role === role));
  const portal: MeAnswer['work'] = desks.length === 0 ? [] : [{ organizationId: PORTAL_PART, name: 'Портал', role: ROLE_WORDS[desks[0]!]!, roles: desks }];
  if (ids.length === 0) return portal;
  const organizations = await organizationsByIds(db, ids);
  const own = organizations.map(({ id, shortName }) => ({
    organizationId: id,
    name: shortName,
    role: roleWord(actor, (grant) => grant.organizationId === id, STAFF_ROLES),
    roles: STAFF_ROLES.filter((role) => actor.grants.some((grant) => grant.organizationId === id && grant.role === role)),
  }));
  return [...own, ...portal];
}

/** One statement for whoever has a role over a house. */
async function housesAnswer(db: Db, actor: Person): Promise<MeAnswer['houses']> {
  const posts = Map.groupBy(
    actor.grants.filter(({ role, houseId }) => houseId !== null && HOUSE_POSTS.some((one) => one === role)),
    ({ houseId }) => houseId!,
  );
  if (posts.size === 0) return [];
  return (await housesByIds(db, [...posts.keys()])).map((house) => ({
    houseId: house.houseId,
    address: shortAddress(house),
    roles: HOUSE_POSTS.filter((role) => posts.get(house.houseId)!.some((grant) => grant.role === role)),
  }));
}

/** The first of the roles, in their order, that the person has there. */
function roleWord(actor: Person, isThere: (grant: Person['grants'][number]) => boolean, roles: readonly Role[]): string {
  const held = roles.find((role) => actor.grants.some((grant) => grant.role === role && isThere(grant)));
  return (held && ROLE_WORDS[held]) ?? '';
}

/** The person's place in a home, in one word. */
export const roleWordOf = (actor: Person, premisesId: string): string => roleWord(actor, (grant) => grant.premisesId === premisesId, PREMISES_ROLES);
