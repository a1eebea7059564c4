// A claim begins, goes back to its owner's hands, or is taken back.
import { checkCadastralNumber } from '#contract/identifiers';
import type { AnswerOf, BodyOf, InputOf } from '#contract/endpoint';
import type { reopenClaim as reopenEndpoint, startClaim as startEndpoint, withdrawClaim as withdrawEndpoint } from '#contract/ownership';
import { ownersOf, premisesByCadastral, premisesOf } from '#modules/housing';
import { homesOf, personIdOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { forgetFile } from '#platform/files';
import { deriveId } from '#platform/ids';
import { lockName, type Work } from '#platform/work';
import { type ClaimKey, claimToMove, moveClaim, papersOf, tellClaim, todayOf } from './claim-row.ts';
import './ownership.tables.ts';

/** Command: one claim of a person for a home at a time. Refuses by field what is no cadastral number or none that is known, claims.already, claims.open. */
export async function startClaim(work: Work, body: BodyOf<typeof startEndpoint>): Promise<AnswerOf<typeof startEndpoint>> {
  const personId = found(personIdOf(work.actor));
  const [premises] = await premisesOf(work.tx, [await wantedHome(work, body)]);
  const { houseId, premisesId, address, cadastralNumber } = found(premises);
  await lockName(work.tx, `ownership.claim ${personId} ${premisesId}`);
  const owners = await ownersOf(work.tx, houseId, [premisesId], todayOf(work.now));
  if (owners.some((owner) => owner.personId === personId && owner.confirmed)) refuse('claims.already');
  const open = await work.tx
    .selectFrom('ownership.claim')
    .select('id')
    .where('person_id', '=', personId)
    .where('premises_id', '=', premisesId)
    .where('status', 'not in', ['confirmed', 'withdrawn'])
    .executeTakeFirst();
  if (open) refuse('claims.open');
  const claimId = deriveId(work.id, 'claim');
  const now = work.now.toISOString();
  await work.tx
    .insertInto('ownership.claim')
    .values({
      house_id: houseId,
      id: claimId,
      premises_id: premisesId,
      person_id: personId,
      address,
      cadastral_number: cadastralNumber,
      status: 'draft',
      made_at: now,
      changed_at: now,
      submitted_at: null,
      check_by: null,
      decide_by: null,
      escalated_at: null,
      try_at: null,
      finding: null,
      comment: null,
      reply: null,
      decided_by: null,
      signature_id: null,
      signature_kind: null,
      ownership_id: null,
      certificate_number: null,
      certificate_code: null,
      certificate_file_id: null,
    })
    .execute();
  await tellClaim(work, { house_id: houseId, id: claimId, person_id: personId }, 'claim.started');
  return { houseId, claimId };
}

/** A home of the person by its ids, or any by the number that an extract names. */
async function wantedHome(
  work: Work,
  { houseId, premisesId, cadastralNumber }: BodyOf<typeof startEndpoint>,
): Promise<{ houseId: string; premisesId: string }> {
  if (premisesId !== undefined) return found(homesOf(work.actor).find((home) => home.premisesId === premisesId && home.houseId === houseId));
  const checked = checkCadastralNumber(cadastralNumber ?? '');
  if (!checked.ok) return refuseFields([{ pointer: '/cadastralNumber', code: checked.code, detail: checked.detail }]);
  const homes = await premisesByCadastral(work.tx, checked.value);
  if (homes.length === 1) return homes[0]!;
  return refuseFields([
    {
      pointer: '/cadastralNumber',
      code: 'input.invalid',
      detail: 'На портале нет жилья с таким номером. Сверьте его с выпиской или добавьте лицевой счёт, и дом появится',
    },
  ]);
}

type Versioned = InputOf<typeof withdrawEndpoint>['body'];

/** Command: from any step before the decision. The copies of papers go. */
export async function withdrawClaim(work: Work, key: ClaimKey, { version }: Versioned): Promise<AnswerOf<typeof withdrawEndpoint>> {
  const row = await claimToMove(work, key, { move: 'withdraw', by: 'person', version });
  await forgetPapers(work, key);
  return { status: await moveClaim(work, row, { move: 'withdraw' }) };
}

/** Command: a refused claim is begun again; papers that were right stay, the wrong ones are still named as such until they are replaced. */
export async function reopenClaim(work: Work, key: ClaimKey, { version }: Versioned): Promise<AnswerOf<typeof reopenEndpoint>> {
  const row = await claimToMove(work, key, { move: 'reopen', by: 'person', version });
  return { status: await moveClaim(work, row, { move: 'reopen', set: { decide_by: null, check_by: null, escalated_at: null } }) };
}

/** The copies go, names and digests stay: what was checked can be told, and nothing more is kept than the check needs. */
export async function forgetPapers(work: Work, key: ClaimKey): Promise<void> {
  for (const { file_id } of await papersOf(work.tx, key)) if (file_id !== null) await forgetFile(work.tx, file_id);
  await work.tx.updateTable('ownership.paper').set({ file_id: null }).where('house_id', '=', key.houseId).where('claim_id', '=', key.claimId).execute();
}
