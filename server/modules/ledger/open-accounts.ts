// The accountant opens personal accounts for the premises of a house, one or a whole list; only then registers and runs know them.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { getAccountHouses, openAccounts as endpoint } from '#contract/ledger';
import { compareRussian } from '#contract/russian';
import { housesByIds, housesOfManagers, offered, organizationsByIds, premisesOfHouse, shortAddress } from '#modules/housing';
import { personsWithRole } from '#modules/identity';
import { organizationsOf } from '#platform/actor';
import { refuse, refuseFields } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { accountsByNumbers, accountsOfHouse, housesOfIssuer, isUnifiedNumber, normalNumber } from './accounts.queries.ts';
import { createAccounts, linkAccounts } from './create-accounts.ts';

const MOSCOW = 'Europe/Moscow';
const MOST_PROBLEMS = 20;

type Lines = BodyOf<typeof endpoint>['lines'];
type Problem = { pointer: string; code: string; detail: string };

const KEEPERS = ['accountant'] as const;

/** Managed by the organizations, or with accounts of theirs. Two statements. */
async function housesOf(db: Db, organizationIds: readonly string[]): Promise<Set<string>> {
  const managed = await housesOfManagers(db, organizationIds);
  return new Set([...managed.map(({ houseId }) => houseId), ...(await housesOfIssuer(db, organizationIds))]);
}

/** GET /api/v1/work/accounts/houses: by words of the address. Four statements. */
export async function readAccountHouses({ db, actor }: Reading, q: string): Promise<AnswerOf<typeof getAccountHouses>> {
  const organizationIds = organizationsOf(actor, KEEPERS);
  const houses = (await housesByIds(db, [...(await housesOf(db, organizationIds))])).map((house) => ({ houseId: house.houseId, address: shortAddress(house) }));
  const organizations = (await organizationsByIds(db, organizationIds))
    .map(({ id, shortName }) => ({ id, shortName }))
    .toSorted((a, b) => compareRussian(a.shortName, b.shortName));
  return { ...offered(houses, { q }), organizations };
}

/** Command. Refuses object.notFound for another's organization or house; by line: a number that is malformed, repeated or taken, premises that the house has not or that have an open account. */
export async function openAccounts(
  work: Work,
  { organizationId, houseId, kind, openedOn, lines }: BodyOf<typeof endpoint>,
): Promise<AnswerOf<typeof endpoint>> {
  if (!organizationsOf(work.actor, KEEPERS).includes(organizationId) || !(await housesOf(work.tx, [organizationId])).has(houseId))
    return refuse('object.notFound');
  if (openedOn > dayIn(MOSCOW, work.now)) refuseFields([{ pointer: '/openedOn', code: 'day.future', detail: 'Этот день ещё не наступил' }]);
  await lockName(work.tx, `ledger.open ${organizationId}`); // two lists with one number: the second is told, not broken off
  const homes = new Map((await premisesOfHouse(work.tx, houseId)).map(({ number, premisesId }) => [plain(number), premisesId]));
  const problems = [
    ...malformed(lines),
    ...(await takenNumbers(work, organizationId, lines)),
    ...(await takenPremises(work, { organizationId, houseId, homes }, lines)),
  ];
  if (problems.length > 0) refuseFields(problems.slice(0, MOST_PROBLEMS));
  const opened = await createAccounts(
    work,
    lines.map(({ number, premises, unifiedNumber }) => ({
      houseId,
      premisesId: homes.get(plain(premises))!,
      organizationId,
      number: number.trim(),
      unifiedNumber: unifiedNumber === undefined ? null : normalNumber(unifiedNumber),
      kind,
      openedOn,
    })),
  );
  const placed = opened.map((key, n) => ({ ...key, premisesId: homes.get(plain(lines[n]!.premises))! }));
  await linkOwners(work, placed);
  return { opened: opened.length };
}

/** Their confirmed owners see them at once (ACC-2). Two statements. */
async function linkOwners(work: Work, accounts: readonly { houseId: string; accountId: string; premisesId: string }[]): Promise<void> {
  const owners = Map.groupBy(
    await personsWithRole(work.tx, { roles: ['owner'], premisesIds: accounts.map(({ premisesId }) => premisesId) }, work.now),
    (owner) => owner.premisesId,
  );
  await linkAccounts(
    work,
    accounts.flatMap((account) =>
      [...new Set((owners.get(account.premisesId) ?? []).map(({ personId }) => personId))].map((personId) => ({
        ...account,
        personId,
        proof: 'ownership' as const,
      })),
    ),
  );
}

const plain = (number: string): string => number.trim().toLowerCase();
const repeats = (texts: readonly string[]): boolean[] => texts.map((text, place) => texts.indexOf(text) < place);

function malformed(lines: Lines): Problem[] {
  const [numbers, premises] = [repeats(lines.map(({ number }) => number.trim())), repeats(lines.map((line) => plain(line.premises)))];
  return lines.flatMap(({ number, unifiedNumber }, place): Problem[] => [
    ...(/^[\d\p{L}][\d\p{L}/.-]{0,29}$/u.test(number.trim())
      ? []
      : [{ pointer: `/lines/${place}/number`, code: 'account.malformed', detail: 'Номер счёта: до 30 цифр и букв, без пробелов' }]),
    ...(numbers[place] ? [{ pointer: `/lines/${place}/number`, code: 'account.repeated', detail: `Номер ${number} в списке уже есть` }] : []),
    ...(premises[place] ? [{ pointer: `/lines/${place}/premises`, code: 'premises.repeated', detail: 'Это помещение в списке уже есть' }] : []),
    ...(unifiedNumber === undefined || isUnifiedNumber(normalNumber(unifiedNumber))
      ? []
      : [{ pointer: `/lines/${place}/unifiedNumber`, code: 'unified.malformed', detail: 'ЕЛС: две цифры, две буквы и шесть цифр, например 66ЕК000001' }]),
  ]);
}

async function takenNumbers({ tx }: Work, organizationId: string, lines: Lines): Promise<Problem[]> {
  const taken = await accountsByNumbers(
    tx,
    organizationId,
    lines.map(({ number }) => number.trim()),
  );
  return lines.flatMap(({ number }, place) =>
    taken.has(number.trim()) ? [{ pointer: `/lines/${place}/number`, code: 'account.taken', detail: `Счёт ${number} у вашей организации уже есть` }] : [],
  );
}

/** Two open accounts of one organization would charge a home twice. */
async function takenPremises(
  { tx }: Work,
  { organizationId, houseId, homes }: { organizationId: string; houseId: string; homes: ReadonlyMap<string, string> },
  lines: Lines,
): Promise<Problem[]> {
  const open = new Map(
    (await accountsOfHouse(tx, houseId, organizationId)).filter(({ closedOn }) => closedOn === null).map(({ premisesId, number }) => [premisesId, number]),
  );
  return lines.flatMap(({ premises }, place): Problem[] => {
    const premisesId = homes.get(plain(premises));
    if (premisesId === undefined) return [{ pointer: `/lines/${place}/premises`, code: 'premises.unknown', detail: `Помещения ${premises} в этом доме нет` }];
    const other = open.get(premisesId);
    return other === undefined
      ? []
      : [{ pointer: `/lines/${place}/premises`, code: 'premises.taken', detail: `В помещении ${premises} уже открыт счёт ${other}` }];
  });
}
