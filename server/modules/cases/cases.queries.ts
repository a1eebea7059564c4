// Cases as the person and the organization see them.
import { sql } from 'kysely';
import { type Case, caseColumns, workCaseColumns } from '#contract/cases';
import type { ListRow } from '#contract/list';
import { personNames } from '#modules/identity';
import { lookAtAccounts } from '#modules/ledger';
import { type Actor, personIdOf } from '#platform/actor';
import { found } from '#platform/errors';
import { newId } from '#platform/ids';
import { list, readTotals } from '#platform/lists';
import { kopecksToJson } from '#platform/money';
import { recordLook } from '#platform/record-look';
import type { Reading, Streaming } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import { type Ground, runOnce } from '#platform/work';
import { caseCan } from './case-moves.ts';
import { type CaseKey, caseOrganizations, noteRead, reachCase } from './case-row.ts';
import './cases.tables.ts';

const MOSCOW = 'Europe/Moscow';
const values = {
  writtenAt: sql`c.written_at`,
  kind: sql`c.kind`,
  subject: sql`c.subject`,
  address: sql`c.address`,
  account: sql`c.account_number`,
  status: sql`c.status`,
  decideBy: sql`c.decide_by`,
  houseId: sql`c.house_id`,
};
const id = { value: sql`c.id`, type: 'uuid' } as const;

type OwnScope = { readonly personId: string };
export const ownScope = ({ actor }: Reading): OwnScope => ({ personId: found(personIdOf(actor)) });
export const caseList = list({
  columns: caseColumns,
  name: 'Вопросы по счетам',
  values: {
    ...values,
    organization: sql`c.organization_name`,
    chargeId: sql`c.charge_id`,
    decision: sql`c.decision`,
    recalculationKopecks: sql`c.recalculation_kopecks`,
  },
  id,
  from: () => sql`cases.account_case c`,
  where: ({ personId }: OwnScope) => sql`c.person_id = ${personId}`,
  sort: '-writtenAt',
});

type WorkScope = { readonly organizationIds: readonly string[] };
export const workScope = ({ actor }: Reading): WorkScope => ({ organizationIds: caseOrganizations(actor) });
/** The person stands as an id until `tellPeople` puts the name there. */
export const workCaseList = list({
  columns: workCaseColumns,
  name: 'Вопросы жителей по счетам',
  values: { ...values, person: sql`c.person_id::text` },
  id,
  from: () => sql`cases.account_case c`,
  where: ({ organizationIds }: WorkScope) => sql`c.organization_id = any(${[...organizationIds]}::uuid[])`,
  sort: 'decideBy',
});

/** How many questions wait for an answer of the actor's organizations. One statement. */
export const countOpenCases = async (db: Db, actor: Actor): Promise<number> =>
  (await readTotals(db, workCaseList, { organizationIds: caseOrganizations(actor) }, { status: ['open'] })).count;

type WorkRow = ListRow<typeof workCaseColumns>;
/** Those who ask find in their journals that staff saw their questions (AUD-1). */
export const lookAtAskers = ({ ground, actor }: Pick<Streaming, 'ground' | 'actor'>, rows: readonly WorkRow[]): Promise<void> =>
  recordLook(ground, actor, { personIds: rows.map((row) => row.person), object: { kind: 'cases' }, what: 'список вопросов жителей' });

/** Names of those who ask. One statement. */
export async function tellPeople(db: Db, rows: readonly WorkRow[]): Promise<WorkRow[]> {
  const names = await personNames(
    db,
    rows.map((row) => row.person),
  );
  return rows.map((row) => ({ ...row, person: names.get(row.person)?.full ?? 'данные удалены' }));
}

/** One case. Three statements, one more when something new is read; the organization's look is told to those whom the account concerns. */
export async function readCase(ground: Ground, reading: Reading, key: CaseKey): Promise<Case> {
  const { db, actor, now } = reading;
  const reached = await reachCase(db, actor, key);
  const { row, side, at } = reached;
  const account =
    row.account_id === null || row.premises_id === null ? [] : [{ houseId: row.house_id, accountId: row.account_id, premisesId: row.premises_id }];
  if (side === 'organization')
    await lookAtAccounts(ground, reading, {
      accounts: account,
      personIds: [row.person_id],
      object: { kind: 'case', id: row.id },
      what: account.length === 0 ? `ошибка в данных: ${row.address}` : `вопрос по счёту ${row.account_number}`,
      organizationId: row.organization_id,
    });
  const messages = await db
    .selectFrom('cases.message')
    .select(['id', 'side', 'author_id', 'text', 'written_at'])
    .where('house_id', '=', key.houseId)
    .where('case_id', '=', key.caseId)
    .orderBy('number')
    .execute();
  const heard = messages.findLast((message) => message.side !== side)?.written_at;
  const [mine, theirs] = side === 'person' ? [row.person_read_at, row.organization_read_at] : [row.organization_read_at, row.person_read_at];
  if (heard !== undefined && (mine === null || Date.parse(mine) < Date.parse(heard)))
    await runOnce(ground, { actor, id: newId(now), now }, (work) => noteRead(work, reached));
  const names = await personNames(db, [row.person_id, ...messages.map((message) => message.author_id)]);
  const name = (personId: string): string => names.get(personId)?.full ?? 'данные удалены';
  const me = personIdOf(actor);
  return {
    caseId: row.id,
    houseId: row.house_id,
    accountId: row.account_id,
    kind: at.kind,
    status: at.status,
    subject: row.subject,
    account: row.account_number,
    address: row.address,
    organization: row.organization_name,
    person: name(row.person_id),
    isMine: side === 'person',
    chargeId: row.charge_id,
    wrong: row.wrong as Case['wrong'],
    line: row.line as Case['line'],
    openedAt: row.opened_at,
    decideBy: row.decide_by,
    isLate: row.status === 'open' && row.decide_by < dayIn(MOSCOW, now),
    decision: row.decision,
    recalculationKopecks: row.recalculation_kopecks === null ? null : kopecksToJson(row.recalculation_kopecks),
    decidedAt: row.decided_at,
    readAt: theirs,
    version: row.version,
    // The person hears the organization as one; its people know each other by name.
    messages: messages.map((message) => ({
      id: message.id,
      isMine: message.author_id === me,
      side: message.side as 'person',
      author: message.side === 'organization' && side === 'person' ? row.organization_name : name(message.author_id),
      text: message.text,
      writtenAt: message.written_at,
    })),
    can: caseCan(at),
  };
}
