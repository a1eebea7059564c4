// Signing in one's turn: by a key the person's own signature goes into the file, by a code the portal's seal. Whoever comes second signs the newer file.
import type { BodyOf } from '#contract/endpoint';
import type { AgreementStatus, askAgreementCode, signAgreement } from '#contract/agreements';
import { keepDocument, registerMade } from '#modules/documents';
import { personNames, tryConfirmation } from '#modules/identity';
import { acceptSignature, askSignatureCode, embedSignature, type GivenSignature, proofsNow, sealDocument, withProofs } from '#modules/signing';
import { found, refuse } from '#platform/errors';
import { findFile, type ReceivedFile } from '#platform/files';
import { deriveId } from '#platform/ids';
import type { Flow, Reading } from '#platform/route';
import { runCommand, type Work } from '#platform/work';
import { type Agreement, demandSigning, findAgreement, holdAgreement, type PartyRow, tellPeople, tellStep, turnOf } from './agreement-row.ts';
import { bytesOf, keepPdf } from './draft-agreement.ts';
import type { AgreementsPorts } from './ports.ts';
import { replaceFile, tellTurn } from './send-agreement.ts';
import { checkOfAgreement, preparePlace, type Prepared } from './signing-place.ts';

/** How long a page may stand open before it is signed: the instant stands in the file. */
const OPEN_MS = 60 * 60_000;
const PURPOSE = 'agreements.sign';
const what = ({ row }: Agreement): string => `договор «${row.title}»`;

/** The actor's place, if it is his turn now. */
function ownTurn(agreement: Agreement, { actor, now }: Pick<Work, 'actor' | 'now'>): PartyRow {
  demandSigning(agreement, now);
  const turn = turnOf(agreement);
  return turn && actor.kind === 'person' && turn.person_id === actor.personId ? turn : refuse('agreement.notYourTurn');
}

type ToPrepare = Pick<Reading, 'db' | 'actor' | 'now'> & { agreementId: string; kind: 'key' | 'code'; at: string };

async function prepare(ports: AgreementsPorts, { db, actor, now, agreementId, kind, at }: ToPrepare): Promise<{ agreement: Agreement; prepared: Prepared }> {
  const agreement = await findAgreement(db, actor, agreementId);
  const { place, person_id: personId } = ownTurn(agreement, { actor, now });
  const age = now.getTime() - Date.parse(at);
  if (!(age >= -60_000 && age <= OPEN_MS)) refuse('agreement.tooLong');
  const pdf = await bytesOf(ports, found(await findFile(db, agreement.row.file_id)));
  const name = (await personNames(db, [personId])).get(personId)!.full;
  return { agreement, prepared: await preparePlace(ports, pdf, { place, name, kind, at: new Date(at), title: agreement.row.title }) };
}

/** The bytes for a key. */
export const toSign = async (ports: AgreementsPorts, reading: Reading, { agreementId, at }: { agreementId: string; at: string }): Promise<Buffer> =>
  (await prepare(ports, { ...reading, agreementId, kind: 'key', at })).prepared.toSign;

/** Sends the code for the very bytes that the seal would sign. */
export async function askCode(
  ports: AgreementsPorts,
  { ground, db, actor, now, id, route }: Flow,
  { agreementId, body }: { agreementId: string; body: BodyOf<typeof askAgreementCode> },
): Promise<Awaited<ReturnType<typeof askSignatureCode>>> {
  const { agreement, prepared } = await prepare(ports, { db, actor, now, agreementId, kind: 'code', at: body.at });
  return (
    await runCommand(ground, { actor, id, route, body: { agreementId, ...body }, now }, (work) =>
      askSignatureCode(work, { purpose: PURPOSE, what: what(agreement), content: prepared.toSign }),
    )
  ).answer;
}

/** The same request again gets the first answer, though the turn has passed. */
export async function sign(
  ports: AgreementsPorts,
  { ground, db, actor, now, id, route }: Flow,
  { agreementId, body }: { agreementId: string; body: BodyOf<typeof signAgreement> },
): Promise<{ status: AgreementStatus }> {
  const { code, ...rest } = body;
  if (body.cms === undefined && body.confirmationId !== undefined)
    await tryConfirmation(ground, actor, { confirmationId: body.confirmationId, code: code ?? '' });
  // Typeset before the transaction. What changed since is another file, and the signature is refused for it.
  const before = await prepare(ports, { db, actor, now, agreementId, kind: body.cms === undefined ? 'code' : 'key', at: body.at }).catch(
    (error: unknown) => error,
  );
  const outcome = await runCommand(ground, { actor, id, route, body: { agreementId, ...rest }, now }, async (work) => {
    if (!(before !== null && typeof before === 'object' && 'prepared' in before)) throw before;
    return keepSigned(ports, work, { ...(before as { agreement: Agreement; prepared: Prepared }), given: body });
  });
  return outcome.answer;
}

async function keepSigned(
  ports: AgreementsPorts,
  work: Work,
  { agreement: seen, prepared, given }: { agreement: Agreement; prepared: Prepared; given: GivenSignature },
): Promise<{ status: AgreementStatus }> {
  const agreement = await holdAgreement(work, seen.row.id);
  const turn = ownTurn(agreement, work);
  if (agreement.row.file_id !== seen.row.file_id) refuse('signature.otherContent');
  const accepted = await acceptSignature(work, { purpose: PURPOSE, what: what(agreement), content: prepared.toSign, isInPdf: true, given });
  const next = agreement.parties.find(({ place }) => place > turn.place);
  const signed = embedSignature(prepared, accepted.cms ?? (await sealDocument(work, prepared.toSign)));
  // With the last signature come the proofs of all: what was revoked meanwhile stands in the lists with its day.
  const pdf = next ? signed : withProofs(signed, await proofsNow(work));
  const file = await keepPdf(ports, pdf, agreement.row.title);
  await replaceFile(work, agreement, file);
  await work.tx
    .updateTable('agreements.party')
    .set({
      state: 'signed',
      kind: accepted.kind,
      signature_id: accepted.signatureId,
      certificate_number: accepted.certificateNumber,
      acted_at: work.now.toISOString(),
    })
    .where('agreement_id', '=', agreement.row.id)
    .where('place', '=', turn.place)
    .execute();
  tellStep(work, agreement, { action: 'agreement.signed', facts: { number: turn.place, count: agreement.parties.length } });
  if (next) {
    tellTurn(work, agreement, next.person_id, next.place);
    return { status: 'signing' };
  }
  await complete(work, agreement, file);
  return { status: 'done' };
}

/** Everybody has signed: the file goes into the vault of each, its code is known to the public check, and each is told. */
export async function complete(work: Work, agreement: Agreement, file: ReceivedFile): Promise<void> {
  const { row, parties } = agreement;
  await work.tx.updateTable('agreements.agreement').set({ status: 'done', ended_at: work.now.toISOString() }).where('id', '=', row.id).execute();
  const personIds = [...new Set([row.author_id, ...parties.map(({ person_id: personId }) => personId)])];
  for (const personId of personIds) await keepDocument(work, { vault: { personId }, kind: 'contract', name: row.title, file, part: personId });
  // A title that people wrote may name them: whoever holds the code reads nothing personal.
  await registerMade(work, [
    { code: checkOfAgreement(work.origin, row.id).code, kind: 'contract', title: 'Договор, подписанный на портале', sha256: file.sha256 },
  ]);
  tellStep(work, agreement, { action: 'agreement.completed' });
  tellPeople(work, agreement, { kind: 'agreements.done', personIds, key: deriveId(row.id, 'done') });
}
