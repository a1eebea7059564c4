// The person signs a claim with all its papers and hands it in, or answers what the reviewer asked (OWN-1).
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { askClaimCode as askEndpoint, PaperKind, submitClaim as submitEndpoint } from '#contract/ownership';
import { knownPerson, personsWithRole } from '#modules/identity';
import { acceptSignature, askSignatureCode } from '#modules/signing';
import { addWorkingDays } from '#platform/calendar';
import { refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Db, Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import { type ClaimKey, type ClaimRow, claimToMove, moveClaim, papersOf, reachClaim, todayOf } from './claim-row.ts';
import { claimStatement } from './claim-statement.ts';

/** The registers are compared within three working days, the reviewer decides within five from when he gets it (OWN-2, OWN-3). */
export const CHECK_DAYS = 3;
export const DECIDE_DAYS = 5;

/** What is signed, from what lies in the claim now. */
export async function statementOf(db: Db | Tx, row: ClaimRow): Promise<Buffer> {
  const papers = await papersOf(db, { houseId: row.house_id, claimId: row.id });
  return claimStatement({
    claimId: row.id,
    address: row.address,
    cadastralNumber: row.cadastral_number,
    papers: papers.map(({ kind, name, sha256 }) => ({ kind: kind as PaperKind, name, sha256: sha256.toString('hex') })),
  });
}

export const signableClaim = async (work: Work, row: ClaimRow): Promise<Parameters<typeof askSignatureCode>[1]> => ({
  purpose: 'ownership.claim',
  what: `заявление о владении: ${row.address}`,
  content: await statementOf(work.tx, row),
});

/** Whether the person may hand the claim in as it stands; the step it would take. */
export async function readyToHandIn(work: Work, key: ClaimKey, version: number): Promise<{ row: ClaimRow; move: 'submit' | 'answer' }> {
  const move = (await reachClaim(work.tx, work.actor, key)).row.status === 'asked' ? 'answer' : 'submit';
  const row = await claimToMove(work, key, { move, by: 'person', version });
  if (!(await knownPerson(work.tx, row.person_id)).isConfirmed) refuse('claims.notConfirmed');
  const papers = await papersOf(work.tx, key);
  const wrong = papers
    .filter(({ problem, file_id }) => problem !== null || file_id === null)
    .map(({ kind, problem }) => ({
      pointer: `/${kind}`,
      code: 'input.invalid',
      detail: problem === null ? 'Приложите файл заново' : `Замените файл: ${problem}`,
    }));
  const extract = papers.find(({ kind }) => kind === 'extract');
  const missing = [
    ...(extract ? [] : [{ pointer: '/extract', code: 'required', detail: 'Приложите выписку из ЕГРН' }]),
    ...(extract?.media_type === 'application/xml' && !papers.some(({ kind }) => kind === 'signature')
      ? [{ pointer: '/signature', code: 'required', detail: 'Приложите файл подписи (.sig): он приходит вместе с выпиской' }]
      : []),
  ];
  if (wrong.length + missing.length > 0) refuseFields([...missing, ...wrong]);
  return { row, move };
}

/** Command: a code for signing the claim as it stands. */
export async function askClaimCode(work: Work, key: ClaimKey, { version }: BodyOf<typeof askEndpoint>): Promise<AnswerOf<typeof askEndpoint>> {
  const { row } = await readyToHandIn(work, key, version);
  const { confirmationId, sentTo, expiresAt } = await askSignatureCode(work, await signableClaim(work, row));
  return { confirmationId, sentTo, expiresAt };
}

/** Command. Refuses claims.closed, claims.notConfirmed, object.changed, by field what is missing or still wrong, and what a signature is refused for. */
export async function submitClaim(
  work: Work,
  key: ClaimKey,
  { version, comment, ...given }: BodyOf<typeof submitEndpoint>,
): Promise<AnswerOf<typeof submitEndpoint>> {
  const { row, move } = await readyToHandIn(work, key, version);
  const signature = await acceptSignature(work, { ...(await signableClaim(work, row)), given });
  return { status: await handIn(work, row, { move, signature, comment: comment?.trim() || null }) };
}

type Signed = {
  readonly move: 'submit' | 'answer';
  readonly signature: { readonly signatureId: string; readonly kind: 'key' | 'code' | 'bank' };
  readonly comment: string | null;
};

/** The signed claim goes on its way, whichever way it was signed. The caller has locked the row and knows that the move may be made. */
export async function handIn(work: Work, row: ClaimRow, { move, signature, comment }: Signed): Promise<ClaimRow['status']> {
  const signed = { signature_id: signature.signatureId, signature_kind: signature.kind, comment };
  const today = todayOf(work.now);
  if (move === 'answer') {
    // What was put in is compared anew; the five days of the reviewer run meanwhile.
    const status = await moveClaim(work, row, {
      move,
      set: { ...signed, decide_by: addWorkingDays(today, DECIDE_DAYS), escalated_at: null, ...toCheck(work) },
    });
    work.order({ task: 'ownership.check', payload: {}, key: 'ownership.check' });
    await tellReviewers(work, row, 'work.claimAnswered', addWorkingDays(today, DECIDE_DAYS));
    return status;
  }
  const status = await moveClaim(work, row, { move, set: { ...signed, submitted_at: work.now.toISOString(), ...toCheck(work), finding: null, reply: null } });
  work.order({ task: 'ownership.check', payload: {}, key: 'ownership.check' });
  return status;
}

const toCheck = (work: Work) => ({ check_by: addWorkingDays(todayOf(work.now), CHECK_DAYS), try_at: work.now.toISOString(), tries: 0, silent: [] });

/** A notice for every reviewer. */
export async function tellReviewers(
  work: Work,
  row: Pick<ClaimRow, 'house_id' | 'id' | 'address' | 'version'>,
  kind: 'work.claimHandedOver' | 'work.claimAnswered',
  byDay: string,
): Promise<void> {
  const personIds = [...new Set((await personsWithRole(work.tx, { roles: ['reviewer'] }, work.now)).map((one) => one.personId))];
  if (personIds.length > 0)
    work.order({
      task: 'notifications.notify',
      payload: {
        id: deriveId(row.id, `${kind} ${row.version}`),
        personIds,
        kind,
        facts: { address: row.address, byDay },
        link: `/work/claims/${row.house_id}/${row.id}`,
      },
    });
}
