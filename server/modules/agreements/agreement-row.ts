// A contract with its parties, who may see it, and whose turn it is.
import { type Actor, organizationsOf } from '#platform/actor';
import { found, refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import './agreements.events.ts';
import './agreements.tables.ts';

const agreementOf = (db: Db, id: string) => db.selectFrom('agreements.agreement').selectAll().where('id', '=', id);
const partiesOf = (db: Db, id: string) => db.selectFrom('agreements.party').selectAll().where('agreement_id', '=', id).orderBy('place');
export type AgreementRow = NonNullable<Awaited<ReturnType<ReturnType<typeof agreementOf>['executeTakeFirst']>>>;
export type PartyRow = Awaited<ReturnType<ReturnType<typeof partiesOf>['execute']>>[number];
export type Agreement = { readonly row: AgreementRow; readonly parties: readonly PartyRow[] };

/** The author, whoever leads the organization that it is of, and from the sending on the parties. */
function maySee(actor: Actor, { row, parties }: Agreement): boolean {
  if (actor.kind !== 'person') return false;
  return isAuthor(actor, row) || (row.status !== 'draft' && parties.some(({ person_id: personId }) => personId === actor.personId));
}

export const isAuthor = (actor: Actor, row: AgreementRow): boolean =>
  actor.kind === 'person' &&
  (row.author_id === actor.personId || (row.organization_id !== null && organizationsOf(actor, ['manager']).includes(row.organization_id)));

/** Whose turn it is: the first who waits; nobody once it is over. */
export const turnOf = ({ row, parties }: Agreement): PartyRow | undefined =>
  row.status === 'signing' ? parties.find(({ state }) => state === 'waiting') : undefined;

/** Whoever asks. Two statements. */
export const loadAgreement = async (db: Db, id: string): Promise<Agreement> => ({
  row: found(await agreementOf(db, id).executeTakeFirst()),
  parties: await partiesOf(db, id).execute(),
});

/** Out of reach is not found. Two statements. */
export async function findAgreement(db: Db, actor: Actor, id: string): Promise<Agreement> {
  const agreement = await loadAgreement(db, id);
  return maySee(actor, agreement) ? agreement : refuse('object.notFound');
}

/** The same, held until the command is over: two at once come one after another. */
export async function holdAgreement(work: Work, id: string): Promise<Agreement> {
  found(await agreementOf(work.tx, id).forUpdate().executeTakeFirst());
  return findAgreement(work.tx, work.actor, id);
}

/** Refuses unless it waits for signatures and its term is not over. */
export function demandSigning({ row }: Agreement, now: Date): void {
  if (row.status !== 'signing' || Date.parse(row.until!) <= now.getTime()) refuse('agreement.notNow');
}

type Told = {
  action:
    | 'agreement.begun'
    | 'agreement.sent'
    | 'agreement.signed'
    | 'agreement.completed'
    | 'agreement.refused'
    | 'agreement.withdrawn'
    | 'agreement.expired'
    | 'agreement.reminded';
  facts?: Readonly<Record<string, string | number>>;
  /** What the actor typed: it goes with the actor's erasure. */ personal?: Readonly<Record<string, string>>;
};

/** A step: a line of the journal, of the organization's chain where it is its contract, and an event for open pages. */
export function tellStep(work: Work, { row, parties }: Agreement, { action, facts = {}, personal }: Told): void {
  const organizationId = row.organization_id;
  work.journal({
    stream: organizationId === null ? `person:${row.author_id}` : `organization:${organizationId}`,
    action,
    object: { kind: 'agreement', id: row.id },
    personId: row.author_id,
    ...(organizationId !== null && { organizationId }),
    facts: { name: row.title, ...facts },
    ...(personal && { personal }),
  });
  work.emit(
    'agreement.changed',
    { agreementId: row.id },
    [...new Set([row.author_id, ...parties.map(({ person_id: personId }) => personId)])].map((personId) => `person:${personId}`),
  );
}

/** A notice to these people, once for its key. */
export function tellPeople(
  work: Work,
  { row }: Agreement,
  {
    kind,
    personIds,
    facts = {},
    key,
  }: { kind: 'agreements.turn' | 'agreements.done' | 'agreements.ended'; personIds: readonly string[]; facts?: object; key: string },
): void {
  if (personIds.length > 0)
    work.order({
      task: 'notifications.notify',
      key,
      payload: { id: key, personIds: [...new Set(personIds)], kind, facts: { title: row.title, ...facts }, link: `/agreements/${row.id}` },
    });
}
