// What was corrected in the cards of houses and premises, with what stood before: nothing is overwritten unseen (HOME-1).
import type { AnswerOf } from '#contract/endpoint';
import { CORRECTIONS_MOST, type Correction, type getPremisesHistory } from '#contract/house-keeping';
import { found } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import { ABSENT, isSame } from './card-checks.ts';
import { maySeePremises } from './housing.pages.ts';
import { type Pair, premisesOf } from './housing.queries.ts';
import './housing.tables.ts';

type Value = string | number | null;
export type Change = { name: string; before: string; after: string };

/** The fields that differ, in words of the card. `words`: of codes. Pure. */
export function changesOf<Field extends string>(
  before: Readonly<Record<Field, Value>>,
  after: Readonly<Record<Field, Value>>,
  { names, words }: { names: Readonly<Record<Field, string>>; words: Partial<Record<string, Readonly<Record<string, string>>>> },
): (Change & { field: Field })[] {
  const said = (field: Field, value: Value): string =>
    value === null || value === '' ? ABSENT : (words[field]?.[value] ?? (/^\d+\.\d+$/.test(String(value)) ? String(value).replace('.', ',') : String(value)));
  return (Object.keys(names) as Field[])
    .filter((field) => !isSame(before[field], after[field]))
    .map((field) => ({ field, name: names[field], before: said(field, before[field]), after: said(field, after[field]) }));
}

/** «общая площадь 54,30 → 55,10, этаж 4 → 5»: for the journal. Pure. */
export const changesText = (changes: readonly Change[]): string => changes.map(({ name, before, after }) => `${name} ${before} → ${after}`).join(', ');

export type Corrected = { houseId: string; premisesId?: string | null; changes: readonly Change[] };

/** Keeps what was corrected of a house, or of one of its premises. */
export const noteCorrection = (work: Work, corrected: Corrected): Promise<void> => noteCorrections(work, [corrected]);

/** Keeps what was corrected, of any number. One statement. */
export async function noteCorrections(work: Work, all: readonly Corrected[]): Promise<void> {
  await insertRows(
    work.tx,
    'housing.correction',
    all.map(({ houseId, premisesId = null, changes }, n) => ({
      house_id: houseId,
      id: deriveId(work.id, `correction ${n}`),
      premises_id: premisesId,
      at: work.now.toISOString(),
      changes: changes.map(({ name, before, after }): Change => ({ name, before, after })),
    })),
  );
}

/** Newest first; of the house itself without `premisesId`. One statement. */
export async function correctionsOf(db: Db, houseId: string, premisesId: string | null): Promise<Correction[]> {
  const rows = await db
    .selectFrom('housing.correction')
    .select(['at', 'changes'])
    .where('house_id', '=', houseId)
    .where('premises_id', premisesId === null ? 'is' : '=', premisesId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(CORRECTIONS_MOST)
    .execute();
  return rows.map(({ at, changes }) => ({ at: new Date(at).toISOString(), changes: changes as Change[] }));
}

/** GET /api/v1/houses/:houseId/premises/:premisesId/corrections: for whoever may see the card. Two statements. */
export async function readPremisesHistory({ db, actor }: Reading, pair: Pair): Promise<AnswerOf<typeof getPremisesHistory>> {
  const [premises] = await premisesOf(db, [pair]);
  const { timeZone } = found(premises && maySeePremises(actor, premises) ? premises : undefined);
  return { corrections: await correctionsOf(db, pair.houseId, pair.premisesId), timeZone };
}
