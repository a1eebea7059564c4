// Claims as their person and the reviewers see them.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { ListRow } from '#contract/list';
import { type BankState, type Claim, type getClaims, type getWorkClaim, type PaperKind, workClaimColumns } from '#contract/ownership';
import { ownershipById } from '#modules/housing';
import { knownPerson, personNames } from '#modules/identity';
import { type Actor, personIdOf } from '#platform/actor';
import { found } from '#platform/errors';
import { findFile, type KeptFile } from '#platform/files';
import { list, readTotals } from '#platform/lists';
import { recordLook } from '#platform/record-look';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Ground } from '#platform/work';
import { lastBankRequest } from './ask-bank.ts';
import { mayChange, mayMove } from './claim-moves.ts';
import { type ClaimKey, type ClaimRow, openFinding, reachClaim, todayOf } from './claim-row.ts';
import { type PaperKey, paperFile } from './claim-papers.ts';
import type { ConfirmingBank } from './confirming-bank.ts';
import type { PaperTable } from './ownership.tables.ts';
import './ownership.tables.ts';

type Share = { numerator: number; denominator: number };

function shown(row: ClaimRow, papers: readonly PaperTable[], { side, now, share }: { side: 'person' | 'reviewer'; now: Date; share: Share | null }): Claim {
  const mine = papers.filter((paper) => paper.claim_id === row.id);
  const may = (move: Parameters<typeof mayMove>[1]) => mayMove(row.status, move, side);
  return {
    houseId: row.house_id,
    claimId: row.id,
    premisesId: row.premises_id,
    address: row.address,
    cadastralNumber: row.cadastral_number,
    status: row.status,
    madeAt: iso(row.made_at),
    changedAt: iso(row.changed_at),
    checkBy: row.status === 'submitted' || row.status === 'checking' ? row.check_by : null,
    decideBy: row.status === 'reviewer' ? row.decide_by : null,
    isLate: row.status === 'reviewer' && row.decide_by! < todayOf(now),
    reply: row.reply,
    silent: row.status === 'submitted' || row.status === 'checking' ? (row.silent as Claim['silent']) : [],
    papers: mine.map(({ kind, name, added_at, sha256, problem, file_id }) => ({
      kind: kind as PaperKind,
      name,
      addedAt: iso(added_at),
      sha256: sha256.toString('hex'),
      problem,
      isKept: file_id !== null,
    })),
    share,
    bank: null,
    certificate:
      row.certificate_number === null ? null : { number: row.certificate_number, code: row.certificate_code!, isReady: row.certificate_file_id !== null },
    version: row.version,
    can: {
      change: side === 'person' && mayChange(row.status),
      submit: may('submit'),
      answer: may('answer'),
      withdraw: may('withdraw'),
      reopen: may('reopen'),
      decide: may('refuse'),
    },
  };
}

const iso = (at: string): string => new Date(at).toISOString();
const papersOfAll = (db: Db, claimIds: readonly string[]): Promise<PaperTable[]> =>
  db
    .selectFrom('ownership.paper')
    .selectAll()
    .where('claim_id', '=', sql<string>`any(${[...claimIds]}::uuid[])`)
    .orderBy('kind')
    .execute();
const shareOfClaim = async (db: Db, row: ClaimRow): Promise<Share | null> =>
  row.ownership_id === null ? null : ((await ownershipById(db, row.house_id, row.ownership_id))?.share ?? null);

/** Query: three statements, and one for each confirmed claim. */
export async function readClaims({ db, actor, now }: Reading): Promise<AnswerOf<typeof getClaims>> {
  const personId = found(personIdOf(actor));
  const rows = (await db
    .selectFrom('ownership.claim')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(50)
    .execute()) as ClaimRow[];
  const papers = await papersOfAll(
    db,
    rows.map(({ id }) => id),
  );
  const shares = await Promise.all(rows.map((row) => shareOfClaim(db, row)));
  return {
    claims: rows.map((row, n) => shown(row, papers, { side: 'person', now, share: shares[n]! })),
    isConfirmed: (await knownPerson(db, personId)).isConfirmed,
  };
}

/** Query. A reviewer has a page of his own. */
export async function readClaim({ db, actor, now }: Reading, key: ClaimKey, bank: ConfirmingBank | null): Promise<Claim> {
  const { row, side } = await reachClaim(db, actor, key);
  found(side === 'person' || undefined);
  const claim = shown(row, await papersOfAll(db, [row.id]), { side, now, share: await shareOfClaim(db, row) });
  return bank && claim.can.change ? { ...claim, bank: await shownBank(db, row, bank) } : claim;
}

async function shownBank(db: Db, row: ClaimRow, { name, appUrl }: ConfirmingBank): Promise<Claim['bank']> {
  const last = await lastBankRequest(db, row);
  return { name, appUrl, request: last ? { state: last.state as BankState, checkNumber: last.check_number, until: iso(last.until) } : null };
}

/** Query: the claim with its facts side by side; the person finds the look in the journal. */
export async function readWorkClaim(ground: Ground, { db, actor, now }: Reading, key: ClaimKey): Promise<AnswerOf<typeof getWorkClaim>> {
  const { row, side } = await reachClaim(db, actor, key);
  found(side === 'reviewer' || undefined);
  await recordLook(ground, actor, { personIds: [row.person_id], object: { kind: 'claim', id: row.id }, what: 'заявление о владении' });
  const finding = openFinding(ground.masterKeys, row);
  const names = await personNames(db, [row.person_id]);
  return {
    claim: shown(row, await papersOfAll(db, [row.id]), { side, now, share: await shareOfClaim(db, row) }),
    person: names.get(row.person_id)?.full ?? 'не указано',
    comment: row.comment,
    compared: [...(finding?.fields ?? [])],
    signedBy: row.signature_kind as 'key' | 'code' | 'bank' | null,
    right: finding?.right ? { share: finding.right.share, number: finding.right.number, registeredOn: finding.right.registeredOn } : null,
  };
}

/** A paper within reach; a reviewer's look at it is a look at the claim. */
export async function paperWithin(ground: Ground, reading: Reading, key: PaperKey): Promise<KeptFile> {
  const { side } = await reachClaim(reading.db, reading.actor, key);
  if (side === 'reviewer') await readWorkClaim(ground, reading, key);
  return paperFile(reading.db, key);
}

/** The certificate, for the person. */
export async function certificateFile({ db, actor }: Reading, key: ClaimKey): Promise<KeptFile> {
  const { row, side } = await reachClaim(db, actor, key);
  found(side === 'person' || undefined);
  return found(await findFile(db, found(row.certificate_file_id)));
}

/** Scope of the reviewers' list: their own claims are not theirs to review. */
type Scope = { readonly reviewerId: string };
export const claimScope = (actor: Actor): Scope => ({ reviewerId: found(personIdOf(actor)) });

export const workClaimList = list({
  columns: workClaimColumns,
  name: 'Заявления о владении',
  values: {
    submittedAt: sql`c.submitted_at`,
    address: sql`c.address`,
    status: sql`c.status`,
    decideBy: sql`case when c.status = 'reviewer' then c.decide_by end`,
    houseId: sql`c.house_id`,
    personId: sql`c.person_id`,
  },
  id: { value: sql`c.id`, type: 'uuid' },
  from: () => sql`ownership.claim c`,
  where: ({ reviewerId }: Scope) => sql`c.submitted_at is not null and c.person_id <> ${reviewerId}`,
  sort: '-submittedAt',
});

/** The people of the list find in their journals that it was looked at. */
export const lookAtClaims = ({ ground, actor }: Reading & { ground: Ground }, rows: readonly ListRow<typeof workClaimColumns>[]): Promise<void> =>
  recordLook(ground, actor, { personIds: rows.map(({ personId }) => personId), object: { kind: 'claims' }, what: 'список заявлений о владении' });

/** How many claims wait for a reviewer. One statement. */
export const countWaitingClaims = async (db: Db, actor: Actor): Promise<number> =>
  (await readTotals(db, workClaimList, claimScope(actor), { status: ['reviewer'] })).count;
