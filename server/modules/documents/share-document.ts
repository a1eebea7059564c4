// A paper opened to a person or to the organization of the house until a day, and closed again (DOCS-1). Each step is in the journal.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { revokeShare as revokeEndpoint, shareDocument as shareEndpoint } from '#contract/documents';
import { maskPhone, parsePhone } from '#contract/phone';
import { housesByIds, organizationsByIds } from '#modules/housing';
import { personBySignInName } from '#modules/identity';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Db, Tx } from '#platform/tables';
import { addDays, dayIn } from '#platform/time';
import type { Actor } from '#platform/actor';
import type { Work } from '#platform/work';
import { audiencesOf, streamOf } from './keep-document.ts';
import { type DocumentRow, homesOwned, PORTAL_ZONE, reachDocument, vaultOf } from './vault.policy.ts';
import './documents.events.ts';

const LONGEST_DAYS = 366;
const MOST_SHARES = 50;

/** Organizations that manage the houses of the actor's homes. Two statements. */
export async function sharersTo(db: Db | Tx, actor: Actor): Promise<{ id: string; name: string }[]> {
  const houseIds = [...new Set(homesOwned(actor).map(({ houseId }) => houseId))];
  if (houseIds.length === 0) return [];
  const houses = await housesByIds(db, houseIds);
  return (await organizationsByIds(db, [...new Set(houses.map(({ managerId }) => managerId))])).map(({ id, name }) => ({ id, name }));
}

/** POST /api/v1/documents/:documentId/shares. A telephone that nobody has is answered as any other. */
export async function shareDocument(
  work: Work,
  documentId: string,
  { phone = '', organizationId = '', until }: BodyOf<typeof shareEndpoint>,
): Promise<AnswerOf<typeof shareEndpoint>> {
  const { row, canChange } = await reachDocument(work.tx, work.actor, documentId, { lock: true });
  if (!canChange || (row.premises_id === null && row.person_id === null)) refuse('access.denied');
  const { state } = await work.tx
    .selectFrom('documents.version')
    .select('state')
    .where('document_id', '=', documentId)
    .where('number', '=', row.current)
    .executeTakeFirstOrThrow();
  if (state !== 'ready') refuse(state === 'checking' ? 'documents.checking' : 'documents.infected');
  const today = dayIn(PORTAL_ZONE, work.now);
  if (!/^\d{4}-\d\d-\d\d$/.test(until) || Number.isNaN(Date.parse(until)) || until < today || until > addDays(today, LONGEST_DAYS))
    refuseFields([{ pointer: '/until', code: 'range', detail: 'Введите последний день доступа: от сегодня и не дальше года' }]);
  const whom = await whomOf(work, { phone, organizationId });
  const { count } = await work.tx
    .selectFrom('documents.share')
    .select((on) => on.fn.countAll<bigint>().as('count'))
    .where('document_id', '=', documentId)
    .where('revoked_at', 'is', null)
    .where('until', '>=', today)
    .executeTakeFirstOrThrow();
  if (count >= BigInt(MOST_SHARES)) refuse('documents.full', { most: `${MOST_SHARES} доступов` });
  const shareId = deriveId(work.id, 'share');
  await work.tx
    .insertInto('documents.share')
    .values({ document_id: documentId, id: shareId, ...whom, until, at: work.now.toISOString(), revoked_at: null })
    .execute();
  tell(work, row, 'document.shared', { toDay: until });
  if (whom.to_person_id !== null)
    work.order({
      task: 'notifications.notify',
      key: shareId,
      payload: { id: shareId, personIds: [whom.to_person_id], kind: 'documents.shared', facts: { untilDay: until }, link: `/documents/${documentId}` },
    });
  return { shareId };
}

type Whom = { to_person_id: string | null; to_organization_id: string | null; shown_to: string };

async function whomOf(work: Work, { phone, organizationId }: { phone: string; organizationId: string }): Promise<Whom> {
  if (organizationId !== '') {
    const organization = (await sharersTo(work.tx, work.actor)).find(({ id }) => id === organizationId);
    return { to_person_id: null, to_organization_id: found(organization).id, shown_to: organization!.name };
  }
  const number =
    parsePhone(phone) ??
    refuseFields([{ pointer: '/phone', code: 'format', detail: 'Введите телефон того, кому открыть документ, например +7 912 345-67-89' }]);
  const personId = await personBySignInName(work.tx, number);
  if (work.actor.kind === 'person' && personId === work.actor.personId)
    refuseFields([{ pointer: '/phone', code: 'self', detail: 'Это ваш телефон. Введите телефон того, кому открыть документ' }]);
  return { to_person_id: personId ?? null, to_organization_id: null, shown_to: maskPhone(number) };
}

/** POST /api/v1/documents/:documentId/shares/:shareId/revoke. Closed twice is closed. */
export async function revokeShare(work: Work, { documentId, shareId }: { documentId: string; shareId: string }): Promise<AnswerOf<typeof revokeEndpoint>> {
  const { row, canChange } = await reachDocument(work.tx, work.actor, documentId, { lock: true });
  if (!canChange) refuse('access.denied');
  const share = found(
    await work.tx.selectFrom('documents.share').select('revoked_at').where('document_id', '=', documentId).where('id', '=', shareId).executeTakeFirst(),
  );
  if (share.revoked_at !== null) return { revoked: true };
  await work.tx
    .updateTable('documents.share')
    .set({ revoked_at: work.now.toISOString() })
    .where('document_id', '=', documentId)
    .where('id', '=', shareId)
    .execute();
  tell(work, row, 'document.unshared', {});
  return { revoked: true };
}

function tell(work: Work, row: DocumentRow, action: 'document.shared' | 'document.unshared', facts: Record<string, string>): void {
  const vault = vaultOf(row);
  work.journal({
    stream: streamOf(vault),
    action,
    object: { kind: 'document', id: row.id },
    ...('personId' in vault ? { personId: vault.personId } : { houseId: vault.houseId }),
    facts,
  });
  work.emit('document.changed', { documentId: row.id }, audiencesOf(vault));
}
