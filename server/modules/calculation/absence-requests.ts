// A resident asks to recalculate for days away, proves it by papers; the accountant accepts, which makes a decision, or refuses with the reason (Rules 354, items 86–97).
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type addAbsenceProof, type askAbsence, type decideAbsence, PROOFS_MOST } from '#contract/absences';
import type { AnswerOf, BodyOf, InputOf } from '#contract/endpoint';
import { formatDay, formatDayDigits } from '#contract/russian';
import { personsWithRole } from '#modules/identity';
import type { AccountKey } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { addWorkingDays } from '#platform/calendar';
import { found, Refusal, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { type FileStore, keepFile, type ReceivedFile, receiveFile } from '#platform/files';
import { deriveId, isUuid, newId } from '#platform/ids';
import type { Streaming } from '#platform/route';
import { addDays, dayIn } from '#platform/time';
import { lockName, runCommand, type Work } from '#platform/work';
import { accountOfPerson, reachRequest, type RequestKey, type RequestRow, servicesForAbsence } from './absence-requests.queries.ts';
import { RUN_STAFF } from './calculation.policy.ts';
import { absenceRulesOf } from './calculation-rules.ts';
import { decide } from './decide.ts';
import { absenceProblem } from './decision-span.ts';
import './calculation.events.ts';
import './calculation.tables.ts';

const MOST_BYTES = 15 * 1_048_576;

/** Command. Refuses by field what cannot be, absences.nothing where no service goes by the norm, object.notFound for an account that the person does not see. */
export async function askForAbsence(work: Work, key: AccountKey, body: BodyOf<typeof askAbsence>): Promise<AnswerOf<typeof askAbsence>> {
  const { persons, leftOn, returnedOn } = body;
  const { link, account, premises } = await accountOfPerson(work.tx, work.actor, key);
  if (link.isSuspended) refuse('accounts.suspended');
  const appliedOn = dayIn(premises.timeZone, work.now);
  const problem = absenceProblem({ persons, leftOn, returnedOn, appliedOn });
  if (problem) refuseFields([{ pointer: `/${problem.field === 'appliedOn' ? 'returnedOn' : problem.field}`, code: 'input.invalid', detail: problem.detail }]);
  if ((await servicesForAbsence(work.tx, account))?.length === 0) refuse('absences.nothing');
  await lockName(work.tx, `calculation.absence ${key.accountId}`);
  const other = await work.tx
    .selectFrom('calculation.absence_request')
    .select(['left_on', 'returned_on'])
    .where('house_id', '=', key.houseId)
    .where('account_id', '=', key.accountId)
    .where('status', '<>', 'refused')
    .where('left_on', '<', addDays(returnedOn, -1))
    .where('returned_on', '>', addDays(leftOn, 1))
    .orderBy('left_on')
    .limit(1)
    .executeTakeFirst();
  if (other)
    refuseFields([
      {
        pointer: '/leftOn',
        code: 'input.invalid',
        detail: `На эти дни заявление уже есть: с ${formatDayDigits(other.left_on)} по ${formatDayDigits(other.returned_on)}`,
      },
    ]);
  const [id, personId] = [deriveId(work.id, 'absence'), found(personIdOf(work.actor))];
  const row = {
    house_id: key.houseId,
    id,
    account_id: key.accountId,
    premises_id: account.premisesId,
    organization_id: account.organizationId,
    person_id: personId,
    account_number: account.number,
    address: premises.address,
    persons,
    left_on: leftOn,
    returned_on: returnedOn,
    applied_on: appliedOn,
    comment: body.comment?.trim() || null,
    status: 'waiting',
    reason: null,
    decide_by: addWorkingDays(appliedOn, absenceRulesOf(appliedOn).answerWithinDays),
    asked_at: work.now.toISOString(),
    decision_id: null,
    decided_at: null,
    decided_by: null,
  };
  await work.tx.insertInto('calculation.absence_request').values(row).execute();
  journal(work, row, 'absence.asked');
  const staff = (await personsWithRole(work.tx, { roles: RUN_STAFF, organizationIds: [row.organization_id] }, work.now)).map((one) => one.personId);
  if (staff.length > 0)
    work.order({
      task: 'notifications.notify',
      payload: {
        id: deriveId(id, 'asked'),
        personIds: [...new Set(staff)],
        kind: 'work.absenceAsked',
        facts: { address: row.address, byDay: row.decide_by },
        link: `/work/absences/${row.house_id}/${id}`,
      },
    });
  return { requestId: id, decideBy: row.decide_by };
}

type Told = Pick<RequestRow, 'house_id' | 'id' | 'person_id' | 'organization_id' | 'account_number'>;

function journal(work: Work, row: Told, action: 'absence.asked' | 'absence.proven' | 'absence.accepted' | 'absence.refused'): void {
  work.journal({
    stream: `person:${row.person_id}`,
    action,
    object: { kind: 'absence', id: row.id },
    personId: row.person_id,
    houseId: row.house_id,
    organizationId: row.organization_id,
    facts: { number: row.account_number },
  });
  work.emit('absence.changed', { houseId: row.house_id, requestId: row.id }, [`person:${row.person_id}`, `organization:${row.organization_id}`]);
}

/** Command: keeps a paper of an application that waits. Refuses absences.decided, absences.tooManyProofs; another's is object.notFound. */
export async function prove(work: Work, key: RequestKey, file: ReceivedFile): Promise<AnswerOf<typeof addAbsenceProof>> {
  const { row, side } = await reachRequest(work.tx, work.actor, key, { lock: true });
  if (side !== 'person') refuse('object.notFound');
  if (row.status !== 'waiting') refuse('absences.decided');
  const known = await work.tx
    .selectFrom('calculation.absence_proof')
    .select('file_id')
    .where('house_id', '=', key.houseId)
    .where('request_id', '=', key.requestId)
    .execute();
  if (known.length >= PROOFS_MOST) refuse('absences.tooManyProofs');
  await keepFile(work.tx, file, `house:${key.houseId}`, work.now);
  await work.tx
    .insertInto('calculation.absence_proof')
    .values({ house_id: key.houseId, request_id: key.requestId, file_id: file.id, name: file.name, added_at: work.now.toISOString() })
    .execute();
  journal(work, row, 'absence.proven');
  return { requestId: key.requestId };
}

/** Stream route. A form without JavaScript is led back to the page, with the name of what was wrong. */
export async function uploadProof(
  store: FileStore,
  { ground, actor, now, input, db }: Streaming,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const key = input.params as RequestKey;
  const { row } = await reachRequest(db, actor, key); // before a byte is taken in
  const isForm = (request.headers.accept ?? '').includes('text/html');
  const back = (said: string) => reply.redirect(`/accounts/${row.house_id}/${row.account_id}/absence?${said}`, 303);
  try {
    const part = (await request.file()) ?? refuse('file.missing');
    if (part.filename === '') refuse('file.missing');
    const file = await receiveFile(
      store,
      part.file,
      { name: part.filename, mediaType: part.mimetype },
      { accepts: ['pdf', 'jpeg', 'png', 'webp', 'heic'], mostBytes: MOST_BYTES },
    );
    const asked = request.headers['idempotency-key'];
    const id = typeof asked === 'string' && isUuid(asked) ? asked.toLowerCase() : newId(now);
    const { answer } = await runCommand(
      ground,
      { actor, id, route: 'POST /api/v1/absences/proofs', body: { ...key, sha256: file.sha256.toString('hex') }, now },
      (work) => prove(work, key, file),
    );
    return isForm ? back('done=proof') : reply.send(answer);
  } catch (error) {
    if (isForm && error instanceof Refusal) return back(`refused=${encodeURIComponent(error.code)}`);
    throw error;
  }
}

/** Command. Accepting enters the absence as a decision in the same transaction; a refusal needs a reason. Refuses absences.decided, object.changed, and what a decision refuses. */
export async function decideRequest(
  work: Work,
  key: RequestKey,
  { version, decision, reason = '' }: InputOf<typeof decideAbsence>['body'],
): Promise<AnswerOf<typeof decideAbsence>> {
  const { row, side } = await reachRequest(work.tx, work.actor, key, { lock: true });
  if (side !== 'organization') refuse('object.notFound');
  if (row.status !== 'waiting') refuse('absences.decided');
  if (row.version !== version) refuseChanged({ version: row.version });
  const proofs = await work.tx
    .selectFrom('calculation.absence_proof')
    .select('name')
    .where('house_id', '=', key.houseId)
    .where('request_id', '=', key.requestId)
    .orderBy('added_at')
    .execute();
  const why = reason.trim();
  if (decision === 'refuse' && why === '') refuseFields([{ pointer: '/reason', code: 'required', detail: 'Напишите, почему отказ: житель это прочтёт' }]);
  const document = [`Заявление жителя от ${formatDayDigits(row.applied_on)}`, ...proofs.map(({ name }) => name)].join(', ').slice(0, 300);
  const facts = {
    kind: 'absence' as const,
    account: row.account_number,
    persons: row.persons,
    leftOn: row.left_on,
    returnedOn: row.returned_on,
    appliedOn: row.applied_on,
  };
  const made = decision === 'accept' ? await decide(work, { organizationId: row.organization_id, document, facts }) : null;
  const status = decision === 'accept' ? ('accepted' as const) : ('refused' as const);
  await work.tx
    .updateTable('calculation.absence_request')
    .set({
      status,
      reason: why || null,
      decision_id: made?.decisionId ?? null,
      decided_at: work.now.toISOString(),
      decided_by: personIdOf(work.actor),
      version: version + 1,
    })
    .where('house_id', '=', key.houseId)
    .where('id', '=', key.requestId)
    .execute();
  journal(work, row, status === 'accepted' ? 'absence.accepted' : 'absence.refused');
  const answer =
    status === 'refused'
      ? `Отказали. ${why}`
      : `Пересчитаем за дни с ${formatDay(row.left_on)} по ${formatDay(row.returned_on)}.${why === '' ? '' : ` ${why}`}`;
  work.order({
    task: 'notifications.notify',
    payload: {
      id: deriveId(row.id, 'decided'),
      personIds: [row.person_id],
      kind: 'absence.decided',
      facts: { answer, address: row.address },
      link: `/accounts/${row.house_id}/${row.account_id}/absence`,
    },
  });
  return { status, recalculations: made?.recalculations ?? 0 };
}
