// New records of owners beside the old ones, which stay (HOME-4): as the register says, or as the owners agreed.
import type { Work } from '#platform/work';
import { lockName } from '#platform/work';
import { refuse } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import { addDays, type Day } from '#platform/time';
import { tellOfCouncil } from './council.ts';
import type { OwnershipTable } from './housing.tables.ts';
import { chainFault } from './owner-chain.ts';
import './housing.tables.ts';

type Share = { readonly numerator: number; readonly denominator: number };
export type NewRight = {
  readonly personId: string | null;
  readonly ownerName: string;
  readonly ownerInn: string | null;
  readonly share: Share;
  readonly fromDay: Day;
  readonly ground: 'sale' | 'gift' | 'inheritance' | 'privatization' | 'first' | 'other';
  readonly registrationNumber: string | null;
  readonly registrationDay: Day | null;
  readonly notes: string | null;
};
type Home = { readonly houseId: string; readonly premisesId: string };
type Row = Pick<OwnershipTable, 'id' | 'person_id' | 'owner_name' | 'owner_inn' | 'share_numerator' | 'share_denominator' | 'from_day' | 'to_day'> & {
  confirmed: boolean;
};

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\d]+/gu, ' ')
    .trim();
const isSame = (row: Row, right: NewRight): boolean =>
  plain(row.owner_name) === plain(right.ownerName) &&
  BigInt(row.share_numerator) * BigInt(right.share.denominator) === BigInt(right.share.numerator) * BigInt(row.share_denominator);

/** All records of the premises, the newest last, locked against others who would write. */
async function recordsOf(work: Work, { houseId, premisesId }: Home): Promise<Row[]> {
  await lockName(work.tx, `housing.ownership ${premisesId}`);
  return work.tx
    .selectFrom('housing.ownership')
    .select(['id', 'person_id', 'owner_name', 'owner_inn', 'share_numerator', 'share_denominator', 'from_day', 'to_day', 'confirmed'])
    .where('house_id', '=', houseId)
    .where('premises_id', '=', premisesId)
    .orderBy('from_day')
    .orderBy('id')
    .execute();
}

export type Recorded = {
  /** Of each right, in order. */ readonly ids: readonly string[];
  /** Records that no longer hold. */ readonly ended: readonly string[];
};

/**
 * Makes the records of today say what was registered. A record that says the same is confirmed; others get successors. `isAll`: these are all
 * rights that there are, so records of others end. Refuses owners.other, owners.order, owners.over, owners.gap.
 */
export async function recordRights(
  work: Work,
  home: Home,
  { rights, isAll, today }: { rights: readonly NewRight[]; isAll: boolean; today: Day },
): Promise<Recorded> {
  const rows = await recordsOf(work, home);
  const open = rows.filter(({ to_day }) => to_day === null || to_day >= today);
  const known = new Map<NewRight, Row>();
  // Namesakes with equal shares are told apart by who of them the portal knows: the record that names the person, then one that names nobody.
  for (const right of [...rights].sort((a, b) => Number(b.personId !== null) - Number(a.personId !== null))) {
    const same = open.filter((one) => isSame(one, right) && ![...known.values()].includes(one));
    const row = same.find((one) => one.person_id === right.personId) ?? same.find((one) => one.person_id === null) ?? same[0];
    if (row && row.person_id !== null && right.personId !== null && row.person_id !== right.personId) refuse('owners.other');
    if (row) known.set(right, row);
  }
  const fresh = rights.filter((right) => !known.has(right));
  const followed = isAll
    ? open.filter((row) => ![...known.values()].includes(row))
    : open.filter((row) => fresh.some((right) => right.personId !== null && row.person_id === right.personId));
  const since = fresh.length === 0 ? today : fresh.map(({ fromDay }) => fromDay).sort()[0]!;
  const ended = followed.map((row) => ({ ...row, to_day: addDays(since, -1) }));
  if (ended.some((row) => row.to_day < row.from_day)) refuse('owners.order');
  demandChain([
    ...rows.map((row) => ended.find((one) => one.id === row.id) ?? row).map(heldOf),
    ...fresh.map(({ share, fromDay }) => ({ share, fromDay, toDay: null })),
  ]);
  for (const [right, row] of known)
    await work.tx
      .updateTable('housing.ownership')
      .set({ confirmed: true, ...(right.personId !== null && { person_id: right.personId }) })
      .where('house_id', '=', home.houseId)
      .where('id', '=', row.id)
      .execute();
  await endRecords(work, home, ended);
  const ids = await addRecords(work, home, fresh);
  await tellOfCouncil(work, home.houseId, today);
  journal(work, home, { added: fresh.length, ended: ended.length });
  return { ids: rights.map((right) => known.get(right)?.id ?? ids[fresh.indexOf(right)]!), ended: ended.map(({ id }) => id) };
}

/** New shares of the same owners from the day on, as all of them agreed. Each open record is named once. Refuses owners.order when one began that day, owners.over, owners.gap. */
export async function changeShares(
  work: Work,
  home: Home,
  { shares, today, notes }: { shares: readonly { ownershipId: string; share: Share }[]; today: Day; notes: string },
): Promise<Recorded> {
  const rows = await recordsOf(work, home);
  const open = rows.filter(({ to_day }) => to_day === null || to_day >= today);
  if (open.length !== shares.length || open.some(({ id }) => !shares.some(({ ownershipId }) => ownershipId === id))) refuse('owners.order');
  const ended = open.map((row) => ({ ...row, to_day: addDays(today, -1) }));
  if (ended.some((row) => row.to_day < row.from_day)) refuse('owners.order');
  const fresh = open.map((row): NewRight & { confirmed: boolean } => ({
    personId: row.person_id,
    ownerName: row.owner_name,
    ownerInn: row.owner_inn,
    share: shares.find(({ ownershipId }) => ownershipId === row.id)!.share,
    fromDay: today,
    ground: 'other',
    registrationNumber: null,
    registrationDay: null,
    notes,
    confirmed: row.confirmed,
  }));
  demandChain([
    ...rows.map((row) => ended.find((one) => one.id === row.id) ?? row).map(heldOf),
    ...fresh.map(({ share, fromDay }) => ({ share, fromDay, toDay: null })),
  ]);
  await endRecords(work, home, ended);
  const ids = await addRecords(work, home, fresh);
  journal(work, home, { added: fresh.length, ended: ended.length });
  return { ids, ended: ended.map(({ id }) => id) };
}

const heldOf = (row: Row) => ({ share: { numerator: row.share_numerator, denominator: row.share_denominator }, fromDay: row.from_day, toDay: row.to_day });

function demandChain(records: Parameters<typeof chainFault>[0]): void {
  const fault = chainFault(records);
  if (fault) refuse(`owners.${fault.fault}`, { day: fault.day });
}

async function endRecords(work: Work, { houseId }: Home, rows: readonly { id: string; to_day: Day }[]): Promise<void> {
  for (const { id, to_day } of rows)
    await work.tx.updateTable('housing.ownership').set({ to_day }).where('house_id', '=', houseId).where('id', '=', id).execute();
}

async function addRecords(work: Work, { houseId, premisesId }: Home, rights: readonly (NewRight & { confirmed?: boolean })[]): Promise<string[]> {
  const rows = rights.map((right, n) => ({
    house_id: houseId,
    id: deriveId(work.id, `right ${n}`),
    premises_id: premisesId,
    person_id: right.personId,
    owner_name: right.ownerName,
    owner_inn: right.ownerInn,
    share_numerator: right.share.numerator,
    share_denominator: right.share.denominator,
    from_day: right.fromDay,
    to_day: null,
    ground: right.ground,
    registration_number: right.registrationNumber,
    registration_day: right.registrationDay,
    notes: right.notes,
    confirmed: right.confirmed ?? true,
  }));
  await insertRows(work.tx, 'housing.ownership', rows);
  return rows.map(({ id }) => id);
}

const journal = (work: Work, { houseId, premisesId }: Home, facts: { added: number; ended: number }): void =>
  work.journal({ stream: `house:${houseId}`, action: 'ownership.recorded', object: { kind: 'premises', id: premisesId }, houseId, facts });
