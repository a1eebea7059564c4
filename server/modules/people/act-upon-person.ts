// What an operator does with a person: closes the portal to him, ends his sessions, gives and takes roles of the portal. Each with a reason.
import type { BodyOf } from '#contract/endpoint';
import { GIVEN_ROLES, type giveRole as giveEndpoint } from '#contract/people';
import { roleWords } from '#contract/role-words';
import { formatDay } from '#contract/russian';
import { personAtScreen, scopeOf, type Territory } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { lockName, type Work } from '#platform/work';
import { isTerritory } from '#modules/housing';
import * as identity from '#modules/identity';
import { postOf, reasonToSee } from './look-for-people.ts';
import { mayActUpon, mayChangeRoles } from './people.policy.ts';

type Act = { personId: string; reason: string };

/** Refuses people.noLook, people.notYours. */
export async function upon(work: Work, personId: string): Promise<void> {
  await reasonToSee(work.tx, work, personId);
  const held = await identity.rolesOf(work.tx, personId, work.now);
  if (!mayActUpon(work.actor, { personId, roles: held.map(({ role }) => role) })) refuse('people.notYours');
}

/** Refuses people.noLook, people.notYours. Blocking who is blocked is done already. */
export async function block(work: Work, { personId, reason }: Act): Promise<object> {
  await upon(work, personId);
  await identity.blockPerson(work, personId, reason.trim());
  return {};
}

export async function unblock(work: Work, { personId, reason }: Act): Promise<object> {
  await upon(work, personId);
  if (await identity.unblockPerson(work, personId, reason.trim())) tell(work, personId, 'кабинет снова открыт');
  return {};
}

export async function endAllSessions(work: Work, { personId, reason }: Act): Promise<object> {
  await upon(work, personId);
  await identity.endSessions(work, { personId, but: null });
  work.journal({
    stream: `person:${personId}`,
    action: 'people.sessionsEnded',
    object: { kind: 'person', id: personId },
    personId,
    ...postOf(work.actor),
    facts: { reason: reason.trim() },
  });
  tell(work, personId, 'сотрудник портала завершил все ваши входы');
  return {};
}

/** Roles change one command at a time, and each looks anew whether its sender is an administrator still. */
async function openRoles(work: Work, personId: string) {
  await lockName(work.tx, 'people.roles');
  const administrators = await identity.personsWithRole(work.tx, { roles: ['administrator'] }, work.now);
  if (
    work.actor.kind !== 'person' ||
    !mayChangeRoles(work.actor, personId) ||
    !administrators.some((one) => work.actor.kind === 'person' && one.personId === work.actor.personId)
  )
    refuse('people.notYours');
  await reasonToSee(work.tx, work, personId);
  return { administrators, giver: personAtScreen(work.actor) };
}

/** Refuses people.hasRole. */
export async function giveRole(work: Work, personId: string, { role, region, city, toDay, reason }: BodyOf<typeof giveEndpoint>): Promise<object> {
  const { giver } = await openRoles(work, personId);
  const today = identity.todayOf(work.now);
  if (toDay !== undefined && toDay < today)
    refuseFields([{ pointer: '/toDay', code: 'input.invalid', detail: 'Этот день уже прошёл. Укажите сегодняшний или будущий' }]);
  const territory = scopeOf(role) === 'territory' ? await readTerritory(work, { region, city }) : undefined;
  const held = (await identity.rolesOf(work.tx, personId, work.now)).filter((one) => one.role === role);
  if (held.some((one) => territory === undefined || (one.territory?.region === territory.region && one.territory.city === territory.city)))
    refuse('people.hasRole');
  await identity.grantRole(work, { personId, role, ...(territory && { territory }), fromDay: today, givenBy: giver, ...(toDay !== undefined && { toDay }) });
  journal(work, personId, reason);
  tell(work, personId, `теперь у вас роль «${roleWords[role]}»${toDay === undefined ? '' : ` по ${formatDay(toDay)}`}`);
  return {};
}

/** Where an officer serves: a region of the portal's houses, or a municipality of it. */
async function readTerritory(work: Work, { region = '', city = '' }: { region?: string | undefined; city?: string | undefined }): Promise<Territory> {
  const territory = { region: region.trim(), city: city.trim() || null };
  if (!(await isTerritory(work.tx, territory)))
    refuseFields([
      { pointer: territory.city === null ? '/region' : '/city', code: 'unknown', detail: 'Домов с таким адресом на портале нет. Напишите как в адресе дома' },
    ]);
  return territory;
}

/** Refuses people.lastAdministrator. Posts of organizations are their managers' to take. */
export async function endRole(work: Work, { personId, grantId, reason }: Act & { grantId: string }): Promise<object> {
  const { administrators } = await openRoles(work, personId);
  const held = found(
    (await identity.rolesOf(work.tx, personId, work.now)).find((one) => one.grantId === grantId && GIVEN_ROLES.some((role) => role === one.role)),
  );
  if (held.role === 'administrator' && !administrators.some((one) => one.grantId !== grantId && (one.toDay === null || held.toDay !== null)))
    refuse('people.lastAdministrator');
  await identity.endRole(work, held);
  journal(work, personId, reason);
  tell(work, personId, `роль «${roleWords[held.role]}» снята`);
  return {};
}

const journal = (work: Work, personId: string, reason: string): void =>
  work.journal({
    stream: `person:${personId}`,
    action: 'people.roleChanged',
    object: { kind: 'person', id: personId },
    personId,
    ...postOf(work.actor),
    facts: { reason: reason.trim() },
  });

/** The person hears of it by letter, whatever he chose. */
function tell(work: Work, personId: string, words: string): void {
  work.order({
    task: 'notifications.notify',
    payload: { id: deriveId(work.id, 'told'), personIds: [personId], kind: 'people.acted', facts: { words }, link: '/journal' },
  });
}
