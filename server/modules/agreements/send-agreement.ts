// A draft is sent: its parties are found, the page of evidence is put behind it, the first is told.
import type { BodyOf } from '#contract/endpoint';
import type { sendAgreement } from '#contract/agreements';
import type { FieldProblem } from '#contract/errors';
import { personNames, personsNamed, signInName } from '#modules/identity';
import { found, refuse, refuseFields } from '#platform/errors';
import { findFile, forgetFile, keepFile, type ReceivedFile } from '#platform/files';
import { deriveId } from '#platform/ids';
import type { Flow } from '#platform/route';
import { runCommand, type Work } from '#platform/work';
import { type Agreement, findAgreement, holdAgreement, isAuthor, tellPeople, tellStep } from './agreement-row.ts';
import { authorName, bytesOf, keepPdf } from './draft-agreement.ts';
import type { AgreementsPorts } from './ports.ts';
import { withEvidence } from './signing-place.ts';

type Body = BodyOf<typeof sendAgreement>;
const DAY_MS = 86_400_000;
const MOST = 6;

/** Persons in their order; what is wrong is said by field. Who names one telephone after another is slowed: limit.exceeded. */
async function partiesOf({ db, actor, now }: Flow, { parties, author }: Body, authorId: string): Promise<string[]> {
  const problems: FieldProblem[] = [];
  const ids: string[] = [];
  const names = parties.map(signInName);
  const known = await personsNamed(db, { actor: actor.kind === 'person' ? actor : refuse('auth.required'), names: names.filter((name) => name !== null), now });
  for (const [place, name] of names.entries()) {
    const personId = name === null ? undefined : known.shift();
    const detail =
      name === null
        ? 'Введите телефон, почту или логин'
        : personId === undefined
          ? 'Такого человека на портале нет. Пусть он сначала зарегистрируется'
          : ids.includes(personId) || (author !== 'no' && personId === authorId)
            ? 'Этот человек уже в списке'
            : null;
    if (detail !== null) problems.push({ pointer: `/parties/${place}`, code: 'input.invalid', detail });
    else ids.push(personId!);
  }
  const all = author === 'first' ? [authorId, ...ids] : author === 'last' ? [...ids, authorId] : ids;
  if (all.length > MOST) problems.push({ pointer: `/parties/${parties.length - 1}`, code: 'input.invalid', detail: 'Подписать могут не больше шести человек' });
  return problems.length > 0 ? refuseFields(problems) : all;
}

/** Out of reach is not found; what is no draft any more is refused. */
export async function send(ports: AgreementsPorts, flow: Flow, { agreementId, body }: { agreementId: string; body: Body }): Promise<object> {
  const { ground, db, actor, now, id, route } = flow;
  const { row } = await findAgreement(db, actor, agreementId);
  if (!isAuthor(actor, row)) refuse('object.notFound');
  const request = { actor, id, route, body: { agreementId, ...body }, now };
  if (row.status !== 'draft') return (await runCommand(ground, request, () => Promise.resolve(refuse('agreement.notNow')))).answer;
  const personIds = await partiesOf(flow, body, row.author_id);
  const names = await personNames(db, personIds);
  const pdf = await bytesOf(ports, found(await findFile(db, row.file_id)));
  const until = new Date(now.getTime() + body.days * DAY_MS);
  const evidence = {
    origin: ground.origin,
    id: row.id,
    title: row.title,
    author: await authorName(db, row),
    sha256: row.original_sha256.toString('hex'),
    sentAt: now,
    until,
    names: personIds.map((personId) => names.get(personId)!.full),
  };
  const file = await keepPdf(ports, await withEvidence(ports, pdf, evidence), row.title);
  return (await runCommand(ground, request, (work) => keepSent(work, agreementId, { file, personIds, until }))).answer;
}

async function keepSent(
  work: Work,
  agreementId: string,
  { file, personIds, until }: { file: ReceivedFile; personIds: readonly string[]; until: Date },
): Promise<object> {
  const { row } = await holdAgreement(work, agreementId);
  if (row.status !== 'draft') refuse('agreement.notNow');
  await replaceFile(work, { row, parties: [] }, file);
  await work.tx
    .updateTable('agreements.agreement')
    .set({ status: 'signing', sent_at: work.now.toISOString(), until: until.toISOString() })
    .where('id', '=', row.id)
    .execute();
  await work.tx
    .insertInto('agreements.party')
    .values(
      personIds.map((personId, place) => ({
        agreement_id: row.id,
        place: place + 1,
        person_id: personId,
        state: 'waiting',
        kind: null,
        signature_id: null,
        certificate_number: null,
        acted_at: null,
      })),
    )
    .execute();
  const sent = await findAgreement(work.tx, work.actor, agreementId);
  tellStep(work, sent, { action: 'agreement.sent', facts: { count: personIds.length } });
  tellTurn(work, sent, personIds[0]!, 1);
  return {};
}

/** The person whose turn has come, unless it is the one who acts. */
export function tellTurn(work: Work, agreement: Agreement, personId: string, place: number): void {
  if (work.actor.kind === 'person' && work.actor.personId === personId) return;
  tellPeople(work, agreement, {
    kind: 'agreements.turn',
    personIds: [personId],
    facts: { until: agreement.row.until },
    key: deriveId(agreement.row.id, `turn ${place}`),
  });
}

/** The new revision takes the place of the old one, which it holds inside. */
export async function replaceFile(work: Work, { row }: Agreement, file: ReceivedFile): Promise<void> {
  await keepFile(work.tx, file, row.organization_id === null ? `person:${row.author_id}` : `organization:${row.organization_id}`, work.now);
  await work.tx
    .updateTable('agreements.agreement')
    .set((eb) => ({ file_id: file.id, version: eb('version', '+', 1) }))
    .where('id', '=', row.id)
    .execute();
  await forgetFile(work.tx, row.file_id);
}
