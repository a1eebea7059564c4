// The council of a house: owners whom their meeting chose (Housing Code, article 161.1). Those of the house see it, nobody else. Whoever owns nothing
// there any more is not named to the house; the manager sees it, is told once, and ends the term.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { addCouncilMember as addEndpoint, endCouncilMember as endEndpoint, getHouseCouncil, getWorkHouse } from '#contract/house-keeping';
import { personsWithRole } from '#modules/identity';
import { homesOf, organizationsOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { type Day, dayIn, isDay } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { sql } from 'kysely';
import { shortAddress } from './address.ts';
import { wrongField } from './card-checks.ts';
import { type House, housesByIds } from './housing.queries.ts';
import { ownersOf } from './owners.queries.ts';
import { keptHouse } from './keep-houses.ts';
import './housing.events.ts';

type Member = AnswerOf<typeof getWorkHouse>['council'][number];

// The same person where both are known by their cabinets, else the same name.
const isMember = sql<boolean>`case when o.person_id is not null and m.person_id is not null then o.person_id = m.person_id
  else regexp_replace(replace(lower(o.owner_name), 'ё', 'е'), '\\s+', ' ', 'g') = regexp_replace(replace(lower(m.name), 'ё', 'е'), '\\s+', ' ', 'g') end`;

/** Who is in the council on the day, the chair first; `leftOn`: the last day on which the member owned anything in the house, null while they do. A term goes on until it is ended: article 161.1, part 10. One statement. */
export async function councilOf(db: Db, houseId: string, day: Day): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select m.id, m.name, m.premises_number as premises, m.is_chair as "isChair", m.from_day as "fromDay", m.minutes, case when owned.until >= ${day} then null else greatest(owned.until, m.from_day) end as "leftOn"
    from housing.council_member m
    left join lateral (select max(coalesce(o.to_day, 'infinity')) as until from housing.ownership o where o.house_id = m.house_id and o.from_day <= ${day} and ${isMember}) owned on true
    where m.house_id = ${houseId} and m.from_day <= ${day} and (m.to_day is null or m.to_day >= ${day})
    order by m.is_chair desc, m.name, m.id`.execute(db);
  return rows;
}

/** After records of ownership were written: the managers of the house hear, once, of each member of its council who owns nothing there now. */
export async function tellOfCouncil(work: Work, houseId: string, today: Day): Promise<void> {
  const left = (await councilOf(work.tx, houseId, today)).filter(({ leftOn }) => leftOn !== null);
  if (left.length === 0) return;
  const [house] = (await housesByIds(work.tx, [houseId])) as [House];
  const managers = await personsWithRole(work.tx, { roles: ['manager'], organizationIds: [house.managerId] }, work.now);
  const personIds = [...new Set(managers.map(({ personId }) => personId))];
  for (const { id, premises, leftOn } of personIds.length === 0 ? [] : left)
    work.order({
      task: 'notifications.notify',
      payload: {
        id: deriveId(id, `left ${leftOn}`),
        personIds,
        kind: 'work.councilLeft',
        facts: { address: shortAddress(house), number: premises },
        link: `/work/houses/${houseId}?edit=end&of=${id}`,
      },
    });
}

/** GET /api/v1/houses/:houseId/council: not for a guest, nor for a child, who is one: names of neighbours stand in it. Two statements. */
export async function readCouncil({ db, actor, now }: Reading, houseId: string): Promise<AnswerOf<typeof getHouseCouncil>> {
  const [house] = await housesByIds(db, [houseId]);
  const isOwn =
    house &&
    (homesOf(actor, ['owner', 'tenant', 'family']).some((home) => home.houseId === houseId) ||
      organizationsOf(actor, ['manager', 'accountant']).includes(house.managerId));
  const { timeZone } = found(isOwn ? house : undefined);
  const members = (await councilOf(db, houseId, dayIn(timeZone, now))).filter(({ leftOn }) => leftOn === null);
  return { members: members.map(({ id, name, premises, isChair, fromDay, minutes }) => ({ id, name, premises, isChair, fromDay, minutes })) };
}

const sameName = (one: string, other: string): boolean =>
  [one, other].map((name) => name.toLowerCase().replaceAll('ё', 'е').replaceAll(/\s+/g, ' ').trim()).every((name, _, [first]) => name === first);

/** Command: only an owner of the premises can be chosen, and a house has one chair. */
export async function addCouncilMember(
  work: Work,
  houseId: string,
  { premises, name, isChair, fromDay, minutes }: BodyOf<typeof addEndpoint>,
): Promise<AnswerOf<typeof addEndpoint>> {
  const { managerId, timeZone } = await keptHouse(work, houseId);
  const today = dayIn(timeZone, work.now);
  await lockName(work.tx, `housing.council ${houseId}`);
  const place = await work.tx
    .selectFrom('housing.premises')
    .select('premises_id')
    .where('house_id', '=', houseId)
    .where('number', '=', premises.trim())
    .executeTakeFirst();
  const owner = place && (await ownersOf(work.tx, houseId, [place.premises_id], today)).find((one) => sameName(one.name, name));
  const wrong = [
    ...(place
      ? owner
        ? []
        : [wrongField('name', `В кв. ${premises.trim()} нет собственника с таким именем. Напишите имя полностью, как в реестре собственников`)]
      : [wrongField('premises', 'В доме нет помещения с таким номером')]),
    ...(!isDay(fromDay) ? [wrongField('fromDay', 'Выберите день собрания')] : fromDay > today ? [wrongField('fromDay', 'Собрание ещё не прошло')] : []),
    ...(minutes.trim().length < 3 ? [wrongField('minutes', 'Укажите протокол собрания: «№ 3 от 12.10.2026»')] : []),
  ];
  if (wrong.length > 0) refuseFields(wrong);
  const council = await work.tx
    .selectFrom('housing.council_member')
    .select(['name', 'premises_number as premises', 'is_chair as isChair'])
    .where('house_id', '=', houseId)
    .where('to_day', 'is', null)
    .execute();
  if (council.some((one) => one.premises === premises.trim() && sameName(one.name, name))) refuse('houses.member');
  const chair = council.find((one) => one.isChair);
  if (isChair && chair) refuse('houses.chair', { premises: chair.premises });
  const memberId = deriveId(work.id, 'council member');
  await work.tx
    .insertInto('housing.council_member')
    .values({
      house_id: houseId,
      id: memberId,
      premises_id: place!.premises_id,
      premises_number: premises.trim(),
      person_id: owner!.personId,
      name: owner!.name,
      is_chair: isChair,
      from_day: fromDay,
      to_day: null,
      minutes: minutes.trim(),
    })
    .execute();
  work.journal({
    stream: `house:${houseId}`,
    action: 'house.councilChosen',
    object: { kind: 'councilMember', id: memberId },
    houseId,
    organizationId: managerId,
    ...(owner!.personId && { personId: owner!.personId }),
    facts: { number: premises.trim(), reason: minutes.trim() },
  });
  work.emit('house.changed', { houseId }, [`house:${houseId}`, `organization:${managerId}`]);
  return { memberId };
}

/** Command: the record stays with its last day; a repeated ending changes nothing. */
export async function endCouncilMember(
  work: Work,
  { houseId, memberId }: { houseId: string; memberId: string },
  { lastDay }: BodyOf<typeof endEndpoint>,
): Promise<{ ended: boolean }> {
  const { managerId, timeZone } = await keptHouse(work, houseId);
  const member = found(
    await work.tx
      .selectFrom('housing.council_member')
      .select(['premises_number as premises', 'person_id as personId', 'from_day as fromDay', 'to_day as toDay'])
      .where('house_id', '=', houseId)
      .where('id', '=', memberId)
      .forUpdate()
      .executeTakeFirst(),
  );
  if (member.toDay !== null) return { ended: false };
  if (!isDay(lastDay) || lastDay < member.fromDay || lastDay > dayIn(timeZone, work.now))
    refuseFields([wrongField('lastDay', 'Выберите последний день: не раньше начала и не позже сегодняшнего')]);
  await work.tx.updateTable('housing.council_member').set({ to_day: lastDay }).where('house_id', '=', houseId).where('id', '=', memberId).execute();
  work.journal({
    stream: `house:${houseId}`,
    action: 'house.councilEnded',
    object: { kind: 'councilMember', id: memberId },
    houseId,
    organizationId: managerId,
    ...(member.personId && { personId: member.personId }),
    facts: { number: member.premises },
  });
  work.emit('house.changed', { houseId }, [`house:${houseId}`, `organization:${managerId}`]);
  return { ended: true };
}

export type NewMember = {
  houseId: string;
  premisesId: string;
  premisesNumber: string;
  personId: string | null;
  name: string;
  isChair: boolean;
  fromDay: Day;
  minutes: string;
};

/** A council as a list brings it in. One statement. */
export async function recordCouncil(work: Work, members: readonly NewMember[]): Promise<void> {
  if (members.length === 0) return;
  await work.tx
    .insertInto('housing.council_member')
    .values(
      members.map((one, n) => ({
        house_id: one.houseId,
        id: deriveId(work.id, `council member ${n}`),
        premises_id: one.premisesId,
        premises_number: one.premisesNumber,
        person_id: one.personId,
        name: one.name,
        is_chair: one.isChair,
        from_day: one.fromDay,
        to_day: null,
        minutes: one.minutes,
      })),
    )
    .execute();
}
