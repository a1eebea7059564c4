// Registered deals make their records by themselves (HOME-4): the register tells which objects changed, the portal asks for the object as it is now and
// makes its record say the same. So a change told late, twice or out of order does no harm, and a killed job begins from the last cursor.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import { type ErrorCode, refusals, type RefusalText } from '#contract/errors';
import type { getRefusedDeals } from '#contract/ownership';
import { personBySnils } from '#modules/federation';
import { type Owner, ownersOf, premisesByCadastral, premisesOf, recordRights } from '#modules/housing';
import { endRole, grantRole, personsWithRole } from '#modules/identity';
import { Refusal } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Job, JobContext } from '#platform/module';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { runAsSystem, type Work } from '#platform/work';
import { todayOf } from './claim-row.ts';
import { isSameName, partOf } from './compare-claim.ts';
import { groundOf, noteBurdens } from './confirm-claim.ts';
import { noteBasis } from './record-basis.ts';
import type { RegisterChange, RegisterFeed, RegisterObject, Registers } from './registers.ts';
import { isSameShare, type Share } from './share.ts';
import { endStaleShares, holdShares } from './shares.ts';
import { withdrawCertificates } from './withdraw-certificates.ts';
import './ownership.events.ts';
import './ownership.tables.ts';

const TASK = 'ownership.deals';
const REGISTER = 'property';
const MOST_PAGES = 50;

type Home = { readonly houseId: string; readonly premisesId: string };
type Right = {
  readonly personId: string | null;
  readonly name: string;
  readonly inn: string | null;
  readonly share: Share;
  readonly number: string;
  readonly registeredOn: string;
  readonly ground: string | null;
};

/** Job: follows what the register told since the last time. A silent register is asked again at the next run, from where it fell silent. */
export const dealsJob = (registers: RegisterFeed & Pick<Registers, 'property'>): Job => ({
  async run(context) {
    for (let page = 0; page < MOST_PAGES; page++) {
      const told = await registers.changes(await cursorOf(context.db));
      if (told.kind !== 'found' || told.value.length === 0) return;
      for (const change of told.value) if (!(await followChange(registers, context, change))) return;
    }
  },
});

const cursorOf = async (db: Db): Promise<string> =>
  (await db.selectFrom('ownership.register_cursor').select('cursor').where('name', '=', REGISTER).executeTakeFirst())?.cursor ?? '';

/** False where the register fell silent. Homes that the portal does not know, or knows twice, are passed over. */
async function followChange(
  registers: Pick<Registers, 'property'>,
  { ground, db, log }: Pick<JobContext, 'ground' | 'db' | 'log'>,
  change: RegisterChange,
): Promise<boolean> {
  const [home, other] = await premisesByCadastral(db, change.cadastralNumber);
  const answer = home && !other ? await registers.property(change.cadastralNumber) : null;
  if (answer?.kind === 'silent') return false;
  if (home && answer?.kind === 'found') {
    try {
      await runAsSystem(ground, TASK, change.cursor, (work) => recordDeal(work, home, { object: answer.value, change }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // The chain would break: the record stays as it is, and what is wrong is kept for the staff.
      log.error({ cursor: change.cursor, code: error.code }, 'a registered deal does not fit the record of owners');
      await runAsSystem(ground, TASK, `${change.cursor} refused`, (work) => noteDeal(work, home, { change, why: error.code }));
    }
  }
  await db
    .insertInto('ownership.register_cursor')
    .values({ name: REGISTER, cursor: change.cursor })
    .onConflict((on) => on.column('name').doUpdateSet({ cursor: change.cursor }))
    .execute();
  return true;
}

async function noteDeal(work: Work, { houseId, premisesId }: Home, { change, why = null }: { change: RegisterChange; why?: string | null }): Promise<string> {
  const id = deriveId(work.id, 'deal');
  if (why !== null) await tellOfRefused(work, { houseId, premisesId }, id);
  await work.tx
    .insertInto('ownership.deal')
    .values({
      house_id: houseId,
      id,
      premises_id: premisesId,
      cursor: change.cursor,
      told_at: change.at,
      noted_at: work.now.toISOString(),
      state: why === null ? 'recorded' : 'refused',
      why,
    })
    .execute();
  return id;
}

/** Those who sort it out: till then the seller stays an owner here. */
async function tellOfRefused(work: Work, home: Home, dealId: string): Promise<void> {
  const personIds = [...new Set((await personsWithRole(work.tx, { roles: ['operator', 'reviewer'] }, work.now)).map(({ personId }) => personId))];
  const [premises] = await premisesOf(work.tx, [home]);
  if (personIds.length > 0)
    work.order({
      task: 'notifications.notify',
      payload: { id: deriveId(dealId, 'refused'), personIds, kind: 'work.dealRefused', facts: { address: premises?.address ?? '' }, link: '/work/claims' },
    });
}

/** Query: the newest fifty that nothing has settled since. Two statements. */
export async function readRefusedDeals({ db }: Pick<Reading, 'db'>): Promise<AnswerOf<typeof getRefusedDeals>> {
  const { rows } = await sql<{ id: string; houseId: string; premisesId: string; toldAt: string; why: string }>`
    select d.id, d.house_id as "houseId", d.premises_id as "premisesId", d.told_at as "toldAt", d.why from ownership.deal d
    where d.state = 'refused' and not exists (select 1 from ownership.deal l where l.house_id = d.house_id and l.premises_id = d.premises_id and l.noted_at > d.noted_at)
      and not exists (select 1 from ownership.claim c where c.house_id = d.house_id and c.premises_id = d.premises_id and c.status = 'confirmed' and c.changed_at > d.noted_at)
    order by d.noted_at desc, d.id limit 50`.execute(db);
  const places = rows.length === 0 ? [] : await premisesOf(db, rows);
  return {
    deals: rows.map(({ id, premisesId, toldAt, why }) => ({
      id,
      address: places.find((one) => one.premisesId === premisesId)?.address ?? '',
      toldAt: new Date(toldAt).toISOString(),
      why: reasonOf(why),
    })),
  };
}

const reasonOf = (code: string): string => (code in refusals ? (refusals[code as ErrorCode] as RefusalText).text({}) : code);

/** Refuses what the record of owners refuses. */
async function recordDeal(work: Work, home: Home, { object, change }: { object: RegisterObject; change: RegisterChange }): Promise<null> {
  const today = todayOf(work.now);
  const rights = await rightsNow(work, object);
  await noteBurdens(work, home, object.restrictions);
  const before = await ownersOf(work.tx, home.houseId, [home.premisesId], today);
  if (rights.length === 0 || saysTheSame(before, rights)) return null;
  const agreements = await holdShares(work, home);
  const { ids, ended } = await recordRights(work, home, {
    rights: rights.map(({ name, inn, number, registeredOn, ground, ...right }) => ({
      ...right,
      ownerName: name,
      ownerInn: inn,
      fromDay: registeredOn,
      ground: groundOf(ground),
      registrationNumber: number,
      registrationDay: registeredOn,
      notes: null,
    })),
    isAll: true,
    today,
  });
  await withdrawCertificates(work, home.houseId, ended);
  await endStaleShares(work, home, agreements);
  await noteBasis(work, home.houseId, {
    ownershipIds: ids.filter((id) => !before.some((owner) => owner.id === id)),
    kind: 'deal',
    dealId: await noteDeal(work, home, { change }),
  });
  const left = before.filter(({ id, personId }) => personId !== null && ended.includes(id)).map(({ personId }) => personId!);
  const passed = {
    left: left.filter((personId) => !rights.some((right) => right.personId === personId)),
    came: rights.flatMap(({ personId }) => personId ?? []),
  };
  await passRoles(work, home, { ...passed, today });
  work.emit('owners.changed', home, [`premises:${home.premisesId}`]);
  work.emit('home.moved', { ...home, ...passed }, []);
  const personIds = [...new Set([...left, ...rights.flatMap(({ personId }) => personId ?? [])])];
  if (personIds.length > 0)
    work.order({
      task: 'notifications.notify',
      payload: {
        id: deriveId(work.id, 'told'),
        personIds,
        kind: 'owners.told',
        facts: { answer: 'Реестр прав сообщил о сделке с вашим жильём, запись о собственниках обновлена.' },
        link: '/home/owners',
      },
    });
  return null;
}

/** Holders whom the portal knows by their insurance number are those people. */
async function rightsNow(work: Work, { rights }: RegisterObject): Promise<Right[]> {
  const held = rights.filter(({ endedOn }) => endedOn === null).flatMap((right) => right.holders.map((holder) => ({ right, holder })));
  const made: Right[] = [];
  for (const { right, holder } of held) {
    const personId = holder.snils === null ? null : ((await personBySnils(work.tx, work.masterKeys, holder.snils)) ?? null);
    made.push({
      personId,
      name: holder.name,
      inn: holder.inn,
      share: partOf(right),
      number: right.number,
      registeredOn: right.registeredOn,
      ground: right.ground,
    });
  }
  return made;
}

const saysTheSame = (owners: readonly Owner[], rights: readonly Right[]): boolean =>
  owners.length === rights.length && rights.every(({ name, share }) => owners.some((owner) => isSameName(owner.name, name) && isSameShare(owner.share, share)));

/** Whoever owns nothing here any more is no owner here; whoever the register names is. */
async function passRoles(
  work: Work,
  { houseId, premisesId }: Home,
  { left, came, today }: { left: readonly string[]; came: readonly string[]; today: string },
): Promise<void> {
  const roles = await personsWithRole(work.tx, { roles: ['owner'], premisesIds: [premisesId] }, work.now);
  for (const { personId, grantId } of roles) if (left.includes(personId)) await endRole(work, { personId, grantId });
  for (const personId of new Set(came))
    if (!roles.some((role) => role.personId === personId)) await grantRole(work, { personId, role: 'owner', houseId, premisesId, fromDay: today });
}
