// The person's own side of the comparison: sections opened, and the homes owned.
import { RECORD_SECTIONS, type RecordSection } from '#contract/records';
import { ownedHomes, premisesOf } from '#modules/housing';
import { knownPerson } from '#modules/identity';
import { type FieldPlace, openField, sealField } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import type { Db, Tx } from '#platform/tables';
import type { Values } from './check-section.ts';
import type { OwnSide } from './compare-records.ts';
import type { OwnedHome } from './ports.ts';
import './records.tables.ts';

/** One zone is enough to tell a day to come from one that was. */
export const MOSCOW = 'Europe/Moscow';
export const placeOfChange = (personId: string, id: string): FieldPlace => ({ table: 'records.change', column: 'was', rowId: `${personId} ${id}` });
const placeOf = (personId: string, section: string): FieldPlace => ({ table: 'records.section', column: 'value', rowId: `${personId} ${section}` });
export const sealSection = (ring: KeyRing, personId: string, section: RecordSection, values: Values): Buffer =>
  sealField(ring, placeOf(personId, section), JSON.stringify(values));
export const openSection = (ring: KeyRing, personId: string, section: string, stored: Buffer): Values =>
  JSON.parse(openField(ring, placeOf(personId, section), stored)) as Values;

export type OpenSection = { section: RecordSection; version: number; changedAt: string | null; values: Values };

/** Every section in order, an empty one where nothing is written. One statement. */
export async function sectionsOf(db: Db | Tx, ring: KeyRing, personId: string): Promise<OpenSection[]> {
  const rows = await db.selectFrom('records.section').selectAll().where('person_id', '=', personId).execute();
  return RECORD_SECTIONS.map((section) => {
    const row = rows.find((one) => one.section === section);
    return row
      ? { section, version: row.version, changedAt: row.changed_at, values: openSection(ring, personId, section, row.value) }
      : { section, version: 0, changedAt: null, values: {} };
  });
}

/** Two statements. */
export async function ownSideOf(db: Db | Tx, ring: KeyRing, personId: string): Promise<OwnSide> {
  const { lastName, firstName, middleName } = await knownPerson(db, personId);
  const sections = await sectionsOf(db, ring, personId);
  return Object.assign({ name: [lastName, firstName, middleName].filter(Boolean).join(' ') }, ...sections.map(({ values }) => values)) as OwnSide;
}

/** The homes the person owns on the day. Two statements. */
export async function homesOfOwner(db: Db, personId: string, day: string): Promise<OwnedHome[]> {
  const owned = await ownedHomes(db, personId, day);
  const premises = await premisesOf(db, owned);
  return owned.flatMap(({ premisesId, ownerName }) =>
    premises
      .filter((one) => one.premisesId === premisesId)
      .map(({ address, cadastralNumber, areaTotal }) => ({ address, cadastralNumber, areaTotal, ownerName })),
  );
}
