// Applications for absence as the resident and the organization see them.
import { sql } from 'kysely';
import { type Absence, type getAbsences, type getWorkAbsence, PROOFS_MOST, workAbsenceColumns } from '#contract/absences';
import type { AnswerOf } from '#contract/endpoint';
import type { ListRow } from '#contract/list';
import { billedThrough, chargesInForce } from '#modules/billing';
import { serviceMap } from '#modules/directory';
import { organizationsByIds, premisesOf } from '#modules/housing';
import { personNames } from '#modules/identity';
import { type AccountKey, accountsByIds, linkedAccounts, lookAtAccounts } from '#modules/ledger';
import { type Actor, personIdOf } from '#platform/actor';
import { found } from '#platform/errors';
import { findFile, type KeptFile } from '#platform/files';
import { list, readTotals } from '#platform/lists';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn, type Day } from '#platform/time';
import type { Ground } from '#platform/work';
import type { AbsenceRequestTable } from './calculation.tables.ts';
import { runOrganizations } from './calculation.policy.ts';
import { isForAbsence } from './decisions.ts';

export type RequestKey = { readonly houseId: string; readonly requestId: string };
export type RequestRow = Omit<AbsenceRequestTable, 'version'> & { version: number };
export type RequestSide = 'person' | 'organization';

/** The application, for who sent it and for the accountant of its organization. Refuses object.notFound for everybody else. */
export async function reachRequest(
  db: Db,
  actor: Actor,
  { houseId, requestId }: RequestKey,
  { lock = false } = {},
): Promise<{ row: RequestRow; side: RequestSide }> {
  const row = found(
    await db
      .selectFrom('calculation.absence_request')
      .selectAll()
      .where('house_id', '=', houseId)
      .where('id', '=', requestId)
      .$if(lock, (query) => query.forUpdate())
      .executeTakeFirst(),
  );
  const side = row.person_id === personIdOf(actor) ? 'person' : runOrganizations(actor).includes(row.organization_id) ? 'organization' : undefined;
  return { row, side: found(side) };
}

/** The account that the person sees, with what its home and its organization are called. Refuses object.notFound. */
export async function accountOfPerson(db: Db, actor: Actor, key: AccountKey) {
  const link = found((await linkedAccounts(db, found(personIdOf(actor)))).find((one) => one.accountId === key.accountId && one.houseId === key.houseId));
  const account = found((await accountsByIds(db, [key]))[0]);
  const premises = found((await premisesOf(db, [account]))[0]);
  const organization = found((await organizationsByIds(db, [account.organizationId]))[0]);
  return { link, account, premises, organization };
}

/** Names of the services of the account's last bill that an absence lessens: by the norm, no heating, where no meter could stand. Null before the first bill. Two statements. */
export async function servicesForAbsence(db: Db, { houseId, accountId, organizationId }: AccountKey & { organizationId: string }): Promise<string[] | null> {
  const month = (await billedThrough(db, organizationId, [houseId])).get(houseId);
  if (month === undefined) return null;
  const own = (await chargesInForce(db, { houseId, organizationId }, { from: month, to: month, accountIds: [accountId] })).filter(isForAbsence);
  const names = await serviceMap(db);
  return own.map(({ serviceCode }) => names.get(serviceCode)?.name ?? serviceCode);
}

type Proof = { readonly request_id: string; readonly file_id: string; readonly name: string };
const proofsOf = (db: Db, houseId: string, ids: readonly string[]): Promise<Proof[]> =>
  db
    .selectFrom('calculation.absence_proof')
    .select(['request_id', 'file_id', 'name'])
    .where('house_id', '=', houseId)
    .where('request_id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .orderBy('added_at')
    .orderBy('file_id')
    .execute();

function shown(row: RequestRow, proofs: readonly Proof[], { side, today }: { side: RequestSide; today: Day }): Absence {
  const own = proofs.filter((proof) => proof.request_id === row.id);
  const isWaiting = row.status === 'waiting';
  return {
    houseId: row.house_id,
    requestId: row.id,
    persons: row.persons,
    leftOn: row.left_on,
    returnedOn: row.returned_on,
    appliedOn: row.applied_on,
    comment: row.comment,
    status: row.status as Absence['status'],
    decideBy: row.decide_by,
    isLate: isWaiting && row.decide_by < today,
    reason: row.reason,
    decidedAt: row.decided_at === null ? null : new Date(row.decided_at).toISOString(),
    proofs: own.map(({ file_id, name }) => ({ fileId: file_id, name })),
    version: row.version,
    can: { prove: side === 'person' && isWaiting && own.length < PROOFS_MOST, decide: side === 'organization' && isWaiting },
  };
}

/** Query: the page of a resident. Some ten statements. */
export async function readAbsences({ db, actor, now }: Reading, key: AccountKey): Promise<AnswerOf<typeof getAbsences>> {
  const { account, premises, organization } = await accountOfPerson(db, actor, key);
  const today = dayIn(premises.timeZone, now);
  const rows = await db
    .selectFrom('calculation.absence_request')
    .selectAll()
    .where('house_id', '=', key.houseId)
    .where('account_id', '=', key.accountId)
    .where('person_id', '=', found(personIdOf(actor)))
    .orderBy('asked_at', 'desc')
    .execute();
  const proofs = await proofsOf(
    db,
    key.houseId,
    rows.map(({ id }) => id),
  );
  return {
    account: account.number,
    address: premises.address,
    organization: organization.shortName,
    today,
    services: await servicesForAbsence(db, account),
    absences: rows.map((row) => shown(row, proofs, { side: 'person', today })),
  };
}

/** Query: one application for the organization; the people of the account find the look. */
export async function readWorkAbsence(ground: Ground, reading: Reading, key: RequestKey): Promise<AnswerOf<typeof getWorkAbsence>> {
  const { db, actor, now } = reading;
  const { row } = await reachRequest(db, actor, key);
  found(runOrganizations(actor).includes(row.organization_id) || undefined);
  await lookAtAccounts(ground, reading, {
    accounts: [{ houseId: row.house_id, accountId: row.account_id, premisesId: row.premises_id }],
    personIds: [row.person_id],
    object: { kind: 'absence', id: row.id },
    what: 'заявление об отсутствии',
    organizationId: row.organization_id,
  });
  const names = await personNames(db, [row.person_id]);
  return {
    absence: shown(row, await proofsOf(db, row.house_id, [row.id]), { side: 'organization', today: dayIn('Europe/Moscow', now) }),
    organizationId: row.organization_id,
    accountId: row.account_id,
    account: row.account_number,
    address: row.address,
    person: names.get(row.person_id)?.full ?? 'не указано',
  };
}

type Scope = { readonly organizationIds: readonly string[] };
export const absenceScope = (actor: Actor): Scope => ({ organizationIds: runOrganizations(actor) });

export const absenceList = list({
  columns: workAbsenceColumns,
  name: 'Заявления об отсутствии',
  values: {
    askedAt: sql`q.asked_at`,
    address: sql`q.address`,
    account: sql`q.account_number`,
    persons: sql`q.persons`,
    leftOn: sql`q.left_on`,
    returnedOn: sql`q.returned_on`,
    status: sql`q.status`,
    decideBy: sql`q.decide_by`,
    reason: sql`q.reason`,
    proofs: sql`(select count(*) from calculation.absence_proof p where p.house_id = q.house_id and p.request_id = q.id)`,
    houseId: sql`q.house_id`,
    accountId: sql`q.account_id`,
    premisesId: sql`q.premises_id`,
  },
  id: { value: sql`q.id`, type: 'uuid' },
  from: () => sql`calculation.absence_request q`,
  where: ({ organizationIds }: Scope) => sql`q.organization_id = any(${[...organizationIds]}::uuid[])`,
  sort: '-askedAt',
});

/** The people of the accounts find in their journals that the list was looked at. */
export const lookAtAbsences = ({ ground, ...reading }: Reading & { ground: Ground }, rows: readonly ListRow<typeof workAbsenceColumns>[]): Promise<void> =>
  lookAtAccounts(ground, reading, { accounts: rows, object: { kind: 'absences' }, what: 'список заявлений об отсутствии' });

/** How many applications wait for the actor's organizations. One statement. */
export const countWaitingAbsences = async (db: Db, actor: Actor): Promise<number> =>
  (await readTotals(db, absenceList, absenceScope(actor), { status: ['waiting'] })).count;

/** A paper of an application within reach. Refuses object.notFound. */
export async function proofFile(ground: Ground, reading: Reading, { fileId, ...key }: RequestKey & { fileId: string }): Promise<KeptFile> {
  const { row, side } = await reachRequest(reading.db, reading.actor, key);
  found(
    await reading.db
      .selectFrom('calculation.absence_proof')
      .select('file_id')
      .where('house_id', '=', key.houseId)
      .where('request_id', '=', key.requestId)
      .where('file_id', '=', fileId)
      .executeTakeFirst(),
  );
  if (side === 'organization') await readWorkAbsence(ground, reading, { houseId: row.house_id, requestId: row.id });
  return found(await findFile(reading.db, fileId));
}
