// The people who can sign in: with password, roles, the accounts they see, and the machine key of the billing centre.
import { createPerson, giveAuthenticator, giveChildProfile, giveMachineKey, grantRole } from '#modules/identity';
import { linkAccounts, type LinkProof } from '#modules/ledger';
import { recordAnswers } from '#modules/privacy';
import type { Role } from '#platform/actor';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { DEMO_MACHINE_KEY, DEMO_TOTP_SECRET, type DemoPerson, lastDayOf } from './people.ts';
import type { Town } from './town.ts';

const SINCE = '2024-01-15';
const KEY_DAYS_MS = 365 * 86_400_000;
const PROOFS: Partial<Record<Role, LinkProof>> = { owner: 'ownership', tenant: 'organization', family: 'invitation' };

export async function fillPeople(work: Work, town: Town, passwordHash: string): Promise<void> {
  for (const person of town.people) {
    const { personId, name, phone, email, secondFactor } = person;
    await createPerson(work, { personId, ...name, phone, email, passwordHash, confirmed: true, secondFactor });
    if (secondFactor === 'totp') await giveAuthenticator(work, { personId, secret: DEMO_TOTP_SECRET });
    await giveRoles(work, town, person);
  }
  await giveProfile(work, town);
  // Vera has not been here yet: her first page asks.
  await recordAnswers(
    work,
    town.people.filter(({ key }) => key !== 'vera').map(({ personId }) => ({ personId, purposes: ['photos'] })),
  );
  await linkAccounts(
    work,
    town.people.flatMap((person) => linksOf(town, person)),
  );
  const organizationId = town.organizations.billingCentre.id;
  const madeBy = town.people.find(({ key }) => key === 'billingCentre')!.personId;
  const until = new Date(work.now.getTime() + KEY_DAYS_MS).toISOString();
  await giveMachineKey(work, {
    organizationId,
    id: deriveId(organizationId, 'machine key'),
    key: DEMO_MACHINE_KEY,
    name: 'Выгрузка из расчётной программы',
    operations: ['registers.load', 'readings.load'],
    madeBy,
    until,
  });
}

async function giveRoles(work: Work, town: Town, { personId, roles }: DemoPerson): Promise<void> {
  for (const role of roles) {
    const premises = role.home && premisesAt(town, role.home);
    const houseId = premises?.houseId ?? town.houses.find(({ key }) => key === role.house)?.houseId;
    const organizationId = role.organization && town.organizations[role.organization].id;
    await grantRole(work, {
      personId,
      role: role.role,
      premisesId: premises?.premisesId,
      houseId,
      organizationId,
      ...(role.territory && { territory: role.territory }),
      fromDay: SINCE,
      toDay: lastDayOf(role, town.today),
    });
  }
}

/** What Masha may use of the portal, by the word of her great-grandmother; at any hour, as somebody looks at the demo. */
async function giveProfile(work: Work, town: Town): Promise<void> {
  const [child, parent] = (['masha', 'galina'] as const).map((key) => town.people.find((person) => person.key === key)!);
  const { houseId, premisesId } = premisesAt(town, child!.roles[0]!.home!);
  const { timeZone } = town.houses.find((house) => house.houseId === houseId)!;
  await giveChildProfile(work, {
    personId: child!.personId,
    parentId: parent!.personId,
    houseId,
    premisesId,
    timeZone,
    services: ['home', 'meters'],
    fromMinute: 0,
    toMinute: 1440,
  });
}

const premisesAt = (town: Town, [house, number]: readonly [string, string]) => town.premises.find((one) => one.houseKey === house && one.number === number)!;

/** The accounts of a person's homes. A guest and a child see none. */
function linksOf(town: Town, { personId, roles }: DemoPerson) {
  return roles.flatMap(({ role, home }) => {
    const proof = PROOFS[role];
    if (!home || !proof) return [];
    const { premisesId } = premisesAt(town, home);
    return town.accounts
      .filter((account) => account.premisesId === premisesId)
      .map(({ houseId, accountId }) => ({ personId, houseId, accountId, premisesId, proof }));
  });
}
