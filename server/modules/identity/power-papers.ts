// Powers of attorney on paper, by the two whom they are about (ROLE-3): written down, the copy put, handed in with a code, taken back.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rightWords } from '#contract/areas';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type * as contract from '#contract/power-papers';
import { formatDay } from '#contract/russian';
import { selfOf } from '#platform/actor';
import { addWorkingDays } from '#platform/calendar';
import { Refusal, refuse, refuseFields } from '#platform/errors';
import { openField, sealField } from '#platform/field-cipher';
import { type FileStore, forgetFile, keepFile, receiveFile, type ReceivedFile } from '#platform/files';
import { deriveId, isUuid, newId } from '#platform/ids';
import type { Reading, Streaming } from '#platform/route';
import { type Ground, lockName, runCommand, type Work } from '#platform/work';
import { requestConfirmation, useConfirmation } from './confirmation.ts';
import { todayOf } from './identify.ts';
import { knownPerson } from './person-papers.ts';
import { personNames } from './persons.ts';
import { changePaper, type HandedIn, type PaperRow, principalOf, principalPlace, reachPaper, tellBoth } from './power-paper.ts';
import { lastDayFaults, wrong } from './powers.ts';
import { personsWithRole } from './roles.ts';
import { signInName } from './sign-in-name.ts';

const PURPOSE = 'paper power of attorney';
const MOST_BYTES = 20 * 1024 * 1024;
/** A reviewer has as long as for a claim of ownership. */
export const DECIDE_DAYS = 5;

/** Nobody acts for an owner by a paper before it is known who he is himself. */
async function knownSelf(work: Work): Promise<string> {
  const personId = selfOf(work.actor);
  if (!(await knownPerson(work.tx, personId)).isConfirmed) refuse('power.notConfirmed');
  return personId;
}

/** POST /api/v1/powers/papers. One draft of a person: the one before it goes, with its copy. Whether there is such an owner is told only to who spends the code. */
export async function startPaper(work: Work, body: BodyOf<typeof contract.startPowerPaper>): Promise<AnswerOf<typeof contract.startPowerPaper>> {
  const personId = await knownSelf(work);
  const principal = signInName(body.principal);
  const [number, notary, today] = [body.number.trim(), body.notary.trim(), todayOf(work.now)];
  const fields = [
    ...(principal === null ? [wrong('/principal', 'Введите телефон, почту или логин собственника')] : []),
    ...(number === '' ? [wrong('/number', 'Введите номер доверенности по реестру нотариуса')] : []),
    ...(notary === '' ? [wrong('/notary', 'Напишите, какой нотариус её удостоверил')] : []),
    ...(body.signedOn > today ? [wrong('/signedOn', 'Этот день ещё не наступил. Перепишите дату из доверенности')] : []),
    ...lastDayFaults(body.toDay, today),
  ];
  if (fields.length > 0) refuseFields(fields);
  await lockName(work.tx, `identity.power_paper ${personId}`);
  const gone = await work.tx
    .deleteFrom('identity.power_paper')
    .where('representative_id', '=', personId)
    .where('status', '=', 'draft')
    .returning('file_id')
    .execute();
  for (const { file_id } of gone) if (file_id !== null) await forgetFile(work.tx, file_id);
  const id = deriveId(work.id, 'paper');
  await work.tx
    .insertInto('identity.power_paper')
    .values({
      representative_id: personId,
      id,
      status: 'draft',
      principal_id: null,
      principal: sealField(work.masterKeys, principalPlace(id), principal!),
      rights: [...body.rights].sort(),
      to_day: body.toDay,
      number,
      signed_on: body.signedOn,
      notary,
      file_id: null,
      file_name: null,
      sha256: null,
      made_at: work.now.toISOString(),
      decide_by: null,
      decided_by: null,
      reply: null,
      power_id: null,
      ended_at: null,
      late_told_at: null,
    })
    .execute();
  return { paperId: id };
}

async function ownDraft(work: Work, paperId: string): Promise<PaperRow> {
  const { row, side } = await reachPaper(work.tx, await knownSelf(work), paperId, true);
  if (side !== 'representative' || row.status !== 'draft') refuse('power.paperClosed');
  return row;
}

/** Command: in place of the copy there. */
export async function putCopy(work: Work, paperId: string, file: ReceivedFile): Promise<AnswerOf<typeof contract.putPowerCopy>> {
  const row = await ownDraft(work, paperId);
  await keepFile(work.tx, file, `person:${row.representative_id}`, work.now);
  if (row.file_id !== null) await forgetFile(work.tx, row.file_id);
  await changePaper(work.tx, row, { file_id: file.id, file_name: file.name, sha256: file.sha256 });
  return { paperId };
}

/** Stream route. A form without JavaScript is led back to the page, with what was wrong. */
export async function uploadCopy(
  store: FileStore,
  { ground, actor, now, input, db }: Streaming,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  const { paperId } = input.params as { paperId: string };
  await reachPaper(db, selfOf(actor), paperId); // before a byte is taken in
  const isForm = (request.headers.accept ?? '').includes('text/html');
  const back = (said: Record<string, string>) => reply.redirect(`/profile/powers/paper/${paperId}?${new URLSearchParams(said)}`, 303);
  try {
    const part = (await request.file()) ?? refuse('file.missing');
    if (part.filename === '') refuse('file.missing');
    const file = await receiveFile(store, part.file, { name: part.filename, mediaType: part.mimetype }, { accepts: ['pdf', 'jpeg'], mostBytes: MOST_BYTES });
    const asked = request.headers['idempotency-key'];
    const id = typeof asked === 'string' && isUuid(asked) ? asked.toLowerCase() : newId(now);
    const { answer } = await runCommand(
      ground,
      { actor, id, route: 'POST /api/v1/powers/papers/file', body: { paperId, sha256: file.sha256.toString('hex') }, now },
      (work) => putCopy(work, paperId, file),
    );
    return isForm ? back({ done: 'copy' }) : reply.send(answer);
  } catch (error) {
    if (isForm && error instanceof Refusal) return back({ refused: error.code });
    throw error;
  }
}

/** What is confirmed; the copy must be there. */
async function handingIn(work: Work, paperId: string): Promise<{ row: PaperRow; principal: string; content: object }> {
  const row = await ownDraft(work, paperId);
  if (row.sha256 === null) refuseFields([{ pointer: '/file', code: 'required', detail: 'Приложите копию доверенности' }]);
  const faults = lastDayFaults(row.to_day, todayOf(work.now));
  if (faults.length > 0) refuseFields(faults);
  const principal = openField(work.masterKeys, principalPlace(row.id), row.principal!);
  return {
    row,
    principal,
    content: {
      paperId,
      principal,
      rights: row.rights,
      toDay: row.to_day,
      number: row.number,
      signedOn: row.signed_on,
      notary: row.notary,
      sha256: row.sha256.toString('hex'),
    },
  };
}

/** POST …/code. */
export async function askPaperCode(work: Work, paperId: string): Promise<AnswerOf<typeof contract.askPowerPaperCode>> {
  const { row, content } = await handingIn(work, paperId);
  const words = `бумажная доверенность № ${row.number} от ${principalOf(work.masterKeys, row)} на вас, до ${formatDay(row.to_day)}: ${row.rights.map((right) => rightWords[right]).join(', ')}`;
  const { confirmationId, sentTo, expiresAt } = await requestConfirmation(work, { purpose: PURPOSE, content, words });
  return { confirmationId, sentTo, expiresAt };
}

/** POST …/submit. */
export async function submitPaper(
  work: Work,
  paperId: string,
  given: BodyOf<typeof contract.submitPowerPaper>,
): Promise<AnswerOf<typeof contract.submitPowerPaper>> {
  const { row, principal, content } = await handingIn(work, paperId);
  await useConfirmation(work, { purpose: PURPOSE, content, ...given });
  const owner = await work.tx
    .selectFrom('identity.sign_in_name as n')
    .innerJoin('identity.person as p', 'p.id', 'n.person_id')
    .select('p.id')
    .where('n.value', '=', principal)
    .where('p.blocked_at', 'is', null)
    .executeTakeFirst();
  if (!owner || owner.id === row.representative_id || !(await isOwner(work, owner.id))) refuse('power.noSuchOwner');
  const between = (table: 'identity.power' | 'identity.power_paper') =>
    work.tx
      .selectFrom(table)
      .select('id')
      .where('principal_id', '=', owner.id)
      .where('representative_id', '=', row.representative_id)
      .where('ended_at', 'is', null);
  if (await between('identity.power').where('to_day', '>=', todayOf(work.now)).executeTakeFirst()) refuse('power.exists');
  if (
    await work.tx
      .selectFrom('identity.power_paper')
      .select('id')
      .where('principal_id', '=', owner.id)
      .where('representative_id', '=', row.representative_id)
      .where('status', '=', 'waiting')
      .executeTakeFirst()
  )
    refuse('power.paperWaits');
  const decideBy = addWorkingDays(todayOf(work.now), DECIDE_DAYS);
  await changePaper(work.tx, row, { status: 'waiting', principal_id: owner.id, decide_by: decideBy });
  const name = (await personNames(work.tx, [row.representative_id])).get(row.representative_id)!.full;
  tellBoth(
    work,
    { ...row, principal_id: owner.id },
    {
      action: 'identity.powerPaperSent',
      principal: `${name} подаёт бумажную доверенность № ${row.number} от вашего имени. Её проверит специалист. Если вы её не давали, откажите на странице «Представители»`,
      representative: `доверенность № ${row.number} подана, её проверят до ${formatDay(decideBy)}`,
    },
  );
  const reviewers = [...new Set((await personsWithRole(work.tx, { roles: ['reviewer'] }, work.now)).map((one) => one.personId))];
  if (reviewers.length > 0)
    work.order({
      task: 'notifications.notify',
      payload: {
        id: deriveId(work.id, 'reviewers'),
        personIds: reviewers,
        kind: 'work.powerPaper',
        facts: { number: row.number, byDay: decideBy },
        link: '/work/powers',
      },
    });
  return { decideBy };
}

type Given = Pick<PaperRow, 'rights' | 'number' | 'notary'> & {
  representativeId: string;
  principalId: string;
  principal: string;
  toDay: string;
  signedOn: string;
  handedInOn: string;
  file: ReceivedFile;
};

/** Writes down a paper that waits for a reviewer since a day: for the demo town. `principal`: how its representative named the owner. */
export async function givePaper(work: Work, { representativeId, principalId, principal, toDay, signedOn, handedInOn, file, ...said }: Given): Promise<void> {
  const id = deriveId(work.id, 'paper');
  await keepFile(work.tx, file, `person:${representativeId}`, work.now);
  await work.tx
    .insertInto('identity.power_paper')
    .values({
      ...said,
      representative_id: representativeId,
      id,
      status: 'waiting',
      principal_id: principalId,
      principal: sealField(work.masterKeys, principalPlace(id), principal),
      to_day: toDay,
      signed_on: signedOn,
      file_id: file.id,
      file_name: file.name,
      sha256: file.sha256,
      made_at: work.now.toISOString(),
      decide_by: addWorkingDays(handedInOn, DECIDE_DAYS),
      decided_by: null,
      reply: null,
      power_id: null,
      ended_at: null,
      late_told_at: null,
    })
    .execute();
}

/** Whether the person holds a home as its owner today. */
export const isOwner = async (work: Work, personId: string): Promise<boolean> => {
  const today = todayOf(work.now);
  return (
    (await work.tx
      .selectFrom('identity.role_grant')
      .select('id')
      .where('person_id', '=', personId)
      .where('role', '=', 'owner')
      .where('ended_at', 'is', null)
      .where('from_day', '<=', today)
      .where((eb) => eb.or([eb('to_day', 'is', null), eb('to_day', '>=', today)]))
      .executeTakeFirst()) !== undefined
  );
};

/** POST …/withdraw, by either. The copy goes at once. */
export async function withdrawPaper(work: Work, paperId: string): Promise<object> {
  const { row, side } = await reachPaper(work.tx, selfOf(work.actor), paperId, true);
  if (row.status === 'withdrawn') return {};
  if (row.status !== 'waiting') refuse('power.paperClosed');
  await closePaper(work, row, { status: 'withdrawn' });
  const isOwners = side === 'principal';
  tellBoth(work, row as HandedIn, {
    action: 'identity.powerPaperWithdrawn',
    principal: isOwners ? `вы отказали: доверенность № ${row.number} не примут` : `доверенность № ${row.number} отозвал тот, кто её подал`,
    representative: isOwners ? `собственник говорит, что доверенности № ${row.number} не давал: её не примут` : `доверенность № ${row.number} отозвана`,
  });
  return {};
}

/** It comes to nothing: what was typed of the owner and the copy go. */
export async function closePaper(work: Work, row: PaperRow, set: { status: 'refused' | 'withdrawn'; decided_by?: string; reply?: string }): Promise<void> {
  await changePaper(work.tx, row, { ...set, principal: null, file_id: null, ended_at: work.now.toISOString() });
  if (row.file_id !== null) await forgetFile(work.tx, row.file_id);
}

/** GET /api/v1/powers/papers. Three statements. */
export async function readPapers({ db, actor }: Reading, ground: Ground): Promise<AnswerOf<typeof contract.getPowerPapers>> {
  const personId = selfOf(actor);
  const rows = (await db
    .selectFrom('identity.power_paper')
    .selectAll()
    .where((eb) => eb.or([eb('representative_id', '=', personId), eb('principal_id', '=', personId)]))
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(50)
    .execute()) as PaperRow[];
  const names = await personNames(
    db,
    rows.map((row) => row.representative_id),
  );
  const papers = rows.map((row) => shown(row, { personId, keys: ground.masterKeys, name: names.get(row.representative_id)?.full ?? '' }));
  return { papers, isConfirmed: (await knownPerson(db, personId)).isConfirmed };
}

/** The name of the owner is nobody's who merely typed his telephone. */
function shown(row: PaperRow, { personId, keys, name }: { personId: string; keys: Ground['masterKeys']; name: string }): contract.PowerPaper {
  const side = row.representative_id === personId ? 'representative' : 'principal';
  return {
    id: row.id,
    status: row.status,
    side,
    rights: row.rights,
    toDay: row.to_day,
    number: row.number,
    signedOn: row.signed_on,
    notary: row.notary,
    other: side === 'principal' ? name : principalOf(keys, row),
    file: row.file_id === null ? null : { name: row.file_name!, sha256: row.sha256!.toString('hex') },
    decideBy: row.status === 'waiting' ? row.decide_by : null,
    reply: row.reply,
    can: { change: row.status === 'draft', withdraw: row.status === 'waiting' },
  };
}
