// Papers of a person in the profile: what a trusted system says fills what is empty; what differs waits for the person's word.
import { checkInsuranceNumber } from '#contract/identifiers';
import type { FactKind } from '#contract/federation';
import { confirmPerson, fillContacts, knownPerson, type Names } from '#modules/identity';
import { whoAgreed } from '#modules/privacy';
import { found } from '#platform/errors';
import { blindIndex, blindIndexes, type FieldPlace, openField, sealField } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import type { Db, Tx } from '#platform/tables';
import type { Work } from '#platform/work';
import type { OutsidePerson } from './ports.ts';
import './federation.tables.ts';

const digits = (text: string): string => text.replaceAll(/\D/g, '');
/** How insurance numbers are looked up. */
export const SNILS_INDEX = { table: 'federation.fact', column: 'snils', normalise: digits };
const placeOf = (column: 'value' | 'offered', personId: string, kind: FactKind): FieldPlace => ({
  table: 'federation.fact',
  column,
  rowId: `${personId} ${kind}`,
});
/** A paper's value, for whom it is about. */
export const openFact = (ring: KeyRing, { personId, kind }: { personId: string; kind: FactKind }, stored: Buffer): string =>
  openField(ring, placeOf('value', personId, kind), stored);
const nameText = ({ lastName, firstName, middleName }: Names): string => [lastName, firstName, middleName].filter(Boolean).join(' ');
const isSame = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\d]/gu, '');

/** The one confirmed person whose insurance number this is; undefined for nobody, and for a number that stands at two. */
export async function personBySnils(db: Db | Tx, ring: KeyRing, snils: string): Promise<string | undefined> {
  const rows = await db
    .selectFrom('federation.fact')
    .select('person_id')
    .where('kind', '=', 'snils')
    .where('index', 'in', blindIndexes(ring, SNILS_INDEX, snils))
    .limit(2)
    .execute();
  return rows.length === 1 ? rows[0]!.person_id : undefined;
}

/** Puts a fact into the profile whatever stood there; what was offered is settled by it. */
export async function putFact(work: Work, { personId, kind, value }: { personId: string; kind: Exclude<FactKind, 'name'>; value: string }): Promise<void> {
  const checked = kind === 'snils' ? checkInsuranceNumber(value) : undefined;
  if (checked && !checked.ok) throw new Error('an insurance number that does not hold');
  const row = {
    value: sealField(work.masterKeys, placeOf('value', personId, kind), value),
    offered: null,
    index: kind === 'snils' ? blindIndex(work.masterKeys, SNILS_INDEX, value) : null,
    at: work.now.toISOString(),
  };
  await work.tx
    .insertInto('federation.fact')
    .values({ person_id: personId, kind, ...row })
    .onConflict((on) => on.columns(['person_id', 'kind']).doUpdateSet(row))
    .execute();
}

/** The papers as the system last told them, for those who compare; what the system calls the person only where it differs from the profile. One statement. */
export async function factsInFull(db: Db | Tx, ring: KeyRing, personId: string): Promise<Map<FactKind, { value: string; at: string }>> {
  const rows = await db.selectFrom('federation.fact').selectAll().where('person_id', '=', personId).execute();
  return new Map(
    rows.flatMap((row) => {
      const kind = row.kind as FactKind;
      const [column, stored] = row.offered === null ? (['value', row.value] as const) : (['offered', row.offered] as const);
      if (stored === null) return [];
      const text = openField(ring, placeOf(column, personId, kind), stored);
      return [[kind, { value: kind === 'name' ? nameText(namesOf(text)) : text, at: row.at }] as const];
    }),
  );
}

/**
 * A trusted account of the same name confirms the person. With the person's consent its papers are taken over: empty facts
 * and contacts are filled, others that differ are offered.
 */
export async function takePapers(work: Work, personId: string, papers: OutsidePerson): Promise<void> {
  if (!papers.isTrusted) return;
  const own = await knownPerson(work.tx, personId);
  const isSameName = isSame(nameText(own), nameText(papers));
  if (isSameName) await confirmPerson(work, personId);
  if (!(await whoAgreed(work.tx, [personId], 'stateIdentity', work.now)).has(personId)) return;
  const rows = new Map(
    (await work.tx.selectFrom('federation.fact').selectAll().where('person_id', '=', personId).forUpdate().execute()).map((row) => [row.kind, row]),
  );
  for (const kind of ['birthDay', 'snils', 'inn', 'passport', 'address'] as const) {
    const told = papers[kind];
    if (told === null) continue;
    const kept = rows.get(kind)?.value;
    const ours = kept ? openField(work.masterKeys, placeOf('value', personId, kind), kept) : undefined;
    if (ours === undefined) await putFact(work, { personId, kind, value: told });
    else await offer(work, { personId, kind, value: isSame(ours, told) ? null : told });
  }
  await fillContacts(work, personId, papers);
  await offer(work, { personId, kind: 'name', value: isSameName ? null : JSON.stringify([papers.lastName, papers.firstName, papers.middleName]) });
  work.journal({ stream: `person:${personId}`, action: 'federation.papersTaken', object: { kind: 'person', id: personId }, personId });
}

async function offer(work: Work, { personId, kind, value }: { personId: string; kind: FactKind; value: string | null }): Promise<void> {
  const row = { offered: value === null ? null : sealField(work.masterKeys, placeOf('offered', personId, kind), value) };
  if (kind !== 'name') await work.tx.updateTable('federation.fact').set(row).where('person_id', '=', personId).where('kind', '=', kind).execute();
  else if (value === null) await work.tx.deleteFrom('federation.fact').where('person_id', '=', personId).where('kind', '=', kind).execute();
  else
    await work.tx
      .insertInto('federation.fact')
      .values({ person_id: personId, kind, value: null, index: null, at: work.now.toISOString(), ...row })
      .onConflict((on) => on.columns(['person_id', 'kind']).doUpdateSet(row))
      .execute();
}

/** The person's word on what differs. Not found when nothing is offered. */
export async function settleOffer(work: Work, { personId, kind, take }: { personId: string; kind: FactKind; take: boolean }): Promise<void> {
  const row = found(
    await work.tx
      .selectFrom('federation.fact')
      .select('offered')
      .where('person_id', '=', personId)
      .where('kind', '=', kind)
      .where('offered', 'is not', null)
      .forUpdate()
      .executeTakeFirst(),
  );
  const told = openField(work.masterKeys, placeOf('offered', personId, kind), row.offered!);
  if (take && kind === 'name') await confirmPerson(work, personId, namesOf(told));
  if (take && kind !== 'name') await putFact(work, { personId, kind, value: told });
  else await offer(work, { personId, kind, value: null });
  work.journal({
    stream: `person:${personId}`,
    action: 'federation.differenceSettled',
    object: { kind: 'person', id: personId },
    personId,
    facts: { kind, take: String(take) },
  });
}

function namesOf(told: string): Names {
  const [lastName, firstName, middleName] = JSON.parse(told) as [string, string, string | null];
  return { lastName, firstName, middleName };
}

const masked = (text: string, shown: number): string => '•'.repeat(Math.max(0, text.length - shown)) + text.slice(-shown);
const SHOWN: Partial<Record<FactKind, number>> = { snils: 5, inn: 4, passport: 3 };

export type ShownFacts = { facts: { kind: FactKind; value: string; since: string }[]; differences: { kind: FactKind; ours: string; theirs: string }[] };

/** The person's facts as a screen may show them: numbers but for their ends. Both sides of a difference are masked alike. */
export async function factsOf(db: Db, ring: KeyRing, personId: string): Promise<ShownFacts> {
  const [rows, own] = await Promise.all([
    db.selectFrom('federation.fact').selectAll().where('person_id', '=', personId).orderBy('kind').execute(),
    knownPerson(db, personId),
  ]);
  const shown: ShownFacts = { facts: [], differences: [] };
  for (const row of rows) {
    const kind = row.kind as FactKind;
    const asShown = (text: string): string => (SHOWN[kind] === undefined ? text : masked(text, SHOWN[kind]));
    const ours = row.value ? asShown(openField(ring, placeOf('value', personId, kind), row.value)) : nameText(own);
    if (row.value) shown.facts.push({ kind, value: ours, since: row.at.slice(0, 10) });
    if (!row.offered) continue;
    const told = openField(ring, placeOf('offered', personId, kind), row.offered);
    shown.differences.push({ kind, ours, theirs: kind === 'name' ? nameText(namesOf(told)) : asShown(told) });
  }
  return shown;
}
