// The automatic check (OWN-2): the extract and the property register, then the papers by the interior ministry and the tax service. A register that is
// silent is asked again later, with growing pauses, and no page waits for it; when the term is over a person takes over. What its person has answered is
// compared anew for the reviewer who has it.
import type { Compared } from '#contract/ownership';
import { refusals, type RefusalText } from '#contract/errors';
import { personNames } from '#modules/identity';
import { premisesOf } from '#modules/housing';
import { factsInFull } from '#modules/federation';
import type { OutsideTrust } from '#modules/signing';
import { addWorkingDays } from '#platform/calendar';
import { Refusal } from '#platform/errors';
import { type FileStore, findFile } from '#platform/files';
import type { JobContext } from '#platform/module';
import type { Db } from '#platform/tables';
import { type Ground, runAsSystem, type Work } from '#platform/work';
import { checkPapers, type Examine } from './check-papers.ts';
import { mayMove, type Move } from './claim-moves.ts';
import { bytesOf } from './claim-papers.ts';
import { type ClaimRow, type Finding, moveClaim, openFinding, papersOf, sealFinding, tellClaim, todayOf } from './claim-row.ts';
import { allSame, type Claimant, comparePapers, compareWithProperty, type ExtractSide, partOf } from './compare-claim.ts';
import { confirmClaim, type RightToRecord } from './confirm-claim.ts';
import { signatureState } from './extract-signature.ts';
import { readExtract } from './read-extract.ts';
import { readPdfExtract } from './read-pdf-extract.ts';
import type { RegisterAnswer, Registers } from './registers.ts';
import { DECIDE_DAYS, tellReviewers } from './submit-claim.ts';
import './ownership.tables.ts';

export type CheckPorts = { readonly registers: Registers; readonly trust: OutsideTrust; readonly files: FileStore; readonly examine: Examine };
const AT_ONCE = 20;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;
const TASK = 'ownership.check';

/** Job: takes every claim whose time has come one step further. Killed in the middle, it begins that step anew. */
export async function checkClaims(ports: CheckPorts, { ground, db, now, log }: Pick<JobContext, 'ground' | 'db' | 'now' | 'log'>): Promise<void> {
  const rows = (await db
    .selectFrom('ownership.claim')
    .selectAll()
    .where('try_at', '<=', now().toISOString())
    .orderBy('try_at')
    .limit(AT_ONCE)
    .execute()) as ClaimRow[];
  for (const row of rows) {
    try {
      await checkClaim(ports, { ground, db, now: now() }, row);
    } catch (error) {
      // One claim that cannot be checked does not hold up the others; it comes up again, and after its term a person gets it.
      log.error({ err: error, claimId: row.id }, 'a claim could not be checked');
      if (isOver(row, now()))
        await take(ground, row, {
          move: row.status === 'reviewer' ? null : 'handOver',
          finding: withField(openFinding(ground.masterKeys, row) ?? NOTHING, { register: 'проверить не удалось' }),
          silent: [],
        });
      else await waitMore(ground, row, []);
    }
  }
}

type Context = { readonly ground: Ground; readonly db: Db; readonly now: Date };
type Silent = readonly ('property' | 'tax' | 'interior')[];
type Step = { readonly fields: readonly Compared[]; readonly silent: Silent; readonly finding: Finding };
/** `move` null: the claim stays with the reviewer, who has asked and been answered. */
type Taken = { readonly move: Move | null; readonly finding: Finding; readonly silent: Silent };

const NOTHING: Finding = { fields: [], right: null, object: null };
const isOver = (row: ClaimRow, now: Date): boolean => row.check_by !== null && row.check_by < todayOf(now);
const withField = (finding: Finding, { name = 'register', ours = null, register = null }: Partial<Compared>): Finding => ({
  ...finding,
  fields: [...finding.fields, { name, ours, extract: null, register, isSame: false }],
});

async function checkClaim(ports: CheckPorts, context: Context, row: ClaimRow): Promise<void> {
  const { ground, db, now } = context;
  const claimant = await claimantOf(db, ground, row);
  const { fields, silent, finding } = await stepOf(ports, context, { row, claimant });
  if (silent.length > 0 && !isOver(row, now)) return waitMore(ground, row, silent);
  const told = silent.length === 0 ? finding : withField(finding, { register: 'не ответил в срок' });
  const isMatch = silent.length === 0 && allSame(fields);
  const move: Move | null = row.status === 'reviewer' ? null : !isMatch ? 'handOver' : row.status === 'submitted' ? 'pass' : 'confirm';
  try {
    await take(ground, row, { move, finding: told, silent });
  } catch (error) {
    // Everything agrees but the portal's own record of owners: a person sorts that out.
    if (!(error instanceof Refusal) || move !== 'confirm') throw error;
    const { text }: RefusalText = refusals[error.code];
    await take(ground, row, { move: 'handOver', finding: withField(told, { name: 'record', ours: text(error.facts) }), silent });
  }
}

async function stepOf(ports: CheckPorts, context: Context, about: { row: ClaimRow; claimant: Claimant & Papers }): Promise<Step> {
  if (about.row.status === 'checking') return papersStep(ports, context, { ...about, before: openFinding(context.ground.masterKeys, about.row) ?? NOTHING });
  const property = await propertyStep(ports, context, about);
  if (about.row.status === 'submitted') return property;
  const papers = await papersStep(ports, context, { ...about, before: property.finding });
  return { ...papers, silent: [...property.silent, ...papers.silent] };
}

const take = async (ground: Ground, row: ClaimRow, taken: Taken): Promise<void> =>
  void (await runAsSystem(ground, TASK, `${row.id} ${row.version} ${taken.move ?? 'compare'}`, (work) => takeStep(work, row, taken)));

/** Only if nobody moved the claim meanwhile. */
async function takeStep(work: Work, seen: ClaimRow, { move, finding, silent }: Taken): Promise<null> {
  const row = (await work.tx
    .selectFrom('ownership.claim')
    .selectAll()
    .where('house_id', '=', seen.house_id)
    .where('id', '=', seen.id)
    .forUpdate()
    .executeTakeFirst()) as ClaimRow | undefined;
  if (!row || row.version !== seen.version || (move !== null && !mayMove(row.status, move, 'portal'))) return null;
  const set = { finding: sealFinding(work.masterKeys, row.id, finding), silent: [...silent] };
  if (move === 'confirm') {
    await confirmClaim(work, row, { rights: rightsOf(finding, row), burdens: finding.object?.restrictions ?? null, set });
    return null;
  }
  if (move === null) {
    // A reviewer who has it open decides by what was compared now.
    await work.tx
      .updateTable('ownership.claim')
      .set({ ...set, silent: [], try_at: null, version: row.version + 1 })
      .where('house_id', '=', row.house_id)
      .where('id', '=', row.id)
      .execute();
    await tellClaim(work, row, 'claim.compared');
    return null;
  }
  const decideBy = addWorkingDays(todayOf(work.now), DECIDE_DAYS);
  await moveClaim(work, row, { move, set: { ...set, ...(move === 'pass' ? { try_at: work.now.toISOString(), tries: 0 } : { decide_by: decideBy }) } });
  if (move === 'pass') work.order({ task: TASK, payload: {}, key: TASK });
  else await tellReviewers(work, row, 'work.claimHandedOver', decideBy);
  return null;
}

/** Every right that the register has today, the person's own by the person. */
export const rightsOf = ({ object, right }: Finding, row: Pick<ClaimRow, 'person_id'>): RightToRecord[] =>
  (object?.rights ?? [])
    .filter(({ endedOn }) => endedOn === null)
    .flatMap((one) =>
      one.holders.map(({ name, inn }): RightToRecord => ({
        personId: one.number === right?.number && name === right.holder ? row.person_id : null,
        name,
        inn,
        share: partOf(one),
        number: one.number,
        registeredOn: one.registeredOn,
        ground: one.ground,
      })),
    );

async function waitMore(ground: Ground, row: ClaimRow, silent: readonly string[]): Promise<void> {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(row.tries, 10), LONGEST_PAUSE_MS);
  // No step: the claim's version stays, so nobody who looks at it is disturbed.
  await ground.db
    .updateTable('ownership.claim')
    .set({ try_at: new Date(ground.clock().getTime() + pause).toISOString(), tries: row.tries + 1, silent: [...silent] })
    .where('house_id', '=', row.house_id)
    .where('id', '=', row.id)
    .where('version', '=', row.version)
    .where('try_at', 'is not', null)
    .execute();
}

type Papers = { readonly passport: string | null; readonly inn: string | null };

async function claimantOf(db: Db, ground: Ground, row: ClaimRow): Promise<Claimant & Papers> {
  const facts = await factsInFull(db, ground.masterKeys, row.person_id);
  const of = (kind: 'birthDay' | 'snils' | 'passport' | 'inn'): string | null => facts.get(kind)?.value ?? null;
  return {
    name: (await personNames(db, [row.person_id])).get(row.person_id)?.full ?? '',
    birthDay: of('birthDay'),
    snils: of('snils'),
    passport: of('passport'),
    inn: of('inn'),
  };
}

async function propertyStep(
  { registers, trust, files }: CheckPorts,
  { db, now }: Context,
  { row, claimant }: { row: ClaimRow; claimant: Claimant },
): Promise<Step> {
  const side = await extractSide({ trust, files }, db, { row, now });
  const [premises] = await premisesOf(db, [{ houseId: row.house_id, premisesId: row.premises_id }]);
  const cadastralNumber = row.cadastral_number ?? side.extract?.cadastralNumber ?? null;
  const answer: RegisterAnswer<NonNullable<Finding['object']>> = cadastralNumber === null ? { kind: 'unknown' } : await registers.property(cadastralNumber);
  const register = answer.kind === 'found' ? answer.value : null;
  const { fields, right } = compareWithProperty({
    premises: { cadastralNumber: row.cadastral_number, address: premises?.address ?? row.address },
    claimant,
    side,
    register,
    today: todayOf(now),
  });
  return { fields, silent: answer.kind === 'silent' ? ['property'] : [], finding: { fields, right, object: register } };
}

async function extractSide({ trust, files }: Pick<CheckPorts, 'trust' | 'files'>, db: Db, { row, now }: { row: ClaimRow; now: Date }): Promise<ExtractSide> {
  const papers = await papersOf(db, { houseId: row.house_id, claimId: row.id });
  const read = async (kind: string): Promise<Buffer | null> => {
    const paper = papers.find((one) => one.kind === kind);
    const file = paper?.file_id ? await findFile(db, paper.file_id) : undefined;
    return file ? bytesOf(files, file) : null;
  };
  const [extract, signature] = [await read('extract'), await read('signature')];
  if (extract === null) return { extract: null, fault: null, signature: 'missing' };
  const state = await signatureState(trust, { extract, signature, now });
  if (papers.find(({ kind }) => kind === 'extract')?.media_type === 'application/pdf')
    return { extract: (await readPdfExtract(extract)) ?? null, fault: 'noText', signature: state };
  const reading = readExtract(extract);
  return reading.ok ? { extract: reading.extract, fault: null, signature: state } : { extract: null, fault: reading.fault, signature: state };
}

async function papersStep(
  { registers, examine, files }: CheckPorts,
  context: Context,
  { row, claimant, before }: { row: ClaimRow; claimant: Claimant & Papers; before: Finding },
): Promise<Step> {
  const digits = claimant.passport?.replaceAll(/\D/g, '') ?? '';
  const passport = digits.length === 10 ? await registers.passport(`${digits.slice(0, 2)} ${digits.slice(2, 4)}`, digits.slice(4)) : null;
  const taxpayer = claimant.inn === null ? null : await registers.taxpayer(claimant.inn);
  const told = <T>(answer: RegisterAnswer<T> | null): T | null => (answer?.kind === 'found' ? answer.value : null);
  const known = comparePapers(claimant, {
    passport: passport && { text: digits, told: told(passport) },
    taxpayer: taxpayer && { text: claimant.inn!, told: told(taxpayer) },
  });
  const fields = [...known, ...(await checkPapers({ examine, files }, context, { row, known }))];
  const silent = [...(passport?.kind === 'silent' ? (['interior'] as const) : []), ...(taxpayer?.kind === 'silent' ? (['tax'] as const) : [])];
  return { fields: row.status === 'checking' ? fields : [...before.fields, ...fields], silent, finding: { ...before, fields: [...before.fields, ...fields] } };
}
