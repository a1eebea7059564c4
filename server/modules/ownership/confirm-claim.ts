// A claim is confirmed: the record of owners says so, the person is an owner here, the certificate has its number and code and is made after the commit.
import type { ClaimTable } from './ownership.tables.ts';
import { issueDocument } from '#modules/documents';
import { type NewRight, recordRights } from '#modules/housing';
import { grantRole, personsWithRole } from '#modules/identity';
import { deriveId } from '#platform/ids';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { type ClaimRow, moveClaim, todayOf } from './claim-row.ts';
import { noteBasis } from './record-basis.ts';
import type { RegisterRestriction } from './registers.ts';
import type { Share } from './share.ts';
import { endStaleShares, holdShares } from './shares.ts';
import { withdrawCertificates } from './withdraw-certificates.ts';

/** `personId`: of the claim's person, for the own right; others are known by name alone. */
export type RightToRecord = {
  readonly personId: string | null;
  readonly name: string;
  readonly inn: string | null;
  readonly share: Share;
  readonly number: string | null;
  readonly registeredOn: Day;
  readonly ground: string | null;
};
type Confirmed = {
  readonly rights: readonly RightToRecord[];
  /** Only of the person's own right: others' records stay as they are. */ readonly isOwnOnly?: boolean;
  /** Null: the register was not heard of them. */ readonly burdens: readonly RegisterRestriction[] | null;
  readonly set?: Partial<Pick<ClaimTable, 'finding' | 'reply' | 'decided_by'>> & { silent?: string[] };
};

const GROUNDS = ['sale', 'gift', 'inheritance', 'privatization', 'first'] as const;
export const groundOf = (ground: string | null): NewRight['ground'] => GROUNDS.find((one) => one === ground) ?? 'other';

/** Within the command of the portal or of the reviewer. Refuses what the record of owners refuses: owners.over, owners.order, owners.gap, owners.other. */
export async function confirmClaim(work: Work, row: ClaimRow, { rights, isOwnOnly = false, burdens, set = {} }: Confirmed): Promise<void> {
  const home = { houseId: row.house_id, premisesId: row.premises_id };
  const today = todayOf(work.now);
  const toRecord = rights.map(({ personId, name, inn, share, number, registeredOn, ground }): NewRight => ({
    personId,
    ownerName: name,
    ownerInn: inn,
    share,
    fromDay: registeredOn,
    ground: groundOf(ground),
    registrationNumber: number,
    registrationDay: registeredOn,
    notes: null,
  }));
  const agreements = await holdShares(work, home);
  const { ids, ended } = await recordRights(work, home, { rights: toRecord, isAll: !isOwnOnly, today });
  await withdrawCertificates(work, row.house_id, ended);
  await endStaleShares(work, home, agreements);
  await noteBasis(work, row.house_id, { ownershipIds: ids, kind: 'claim', claimId: row.id });
  if (burdens !== null) await noteBurdens(work, home, burdens);
  const roles = await personsWithRole(work.tx, { roles: ['owner'], premisesIds: [row.premises_id] }, work.now);
  if (!roles.some(({ personId }) => personId === row.person_id)) await grantRole(work, { personId: row.person_id, role: 'owner', ...home, fromDay: today });
  const { number, code } = await issueDocument(work, {
    kind: 'certificate',
    title: 'Справка о подтверждённом владении жильём',
    personId: row.person_id,
    ...home,
  });
  const ownershipId = ids[rights.findIndex(({ personId }) => personId !== null)]!;
  await moveClaim(work, row, { move: 'confirm', set: { ...set, ownership_id: ownershipId, certificate_number: number, certificate_code: code } });
  work.emit('owners.changed', home, [`premises:${row.premises_id}`]);
  work.emit('home.moved', { ...home, came: [row.person_id], left: [] }, []);
  work.order({ task: 'ownership.certificate', payload: { houseId: row.house_id, claimId: row.id }, key: `ownership.certificate ${row.id}` });
  tellPerson(work, row, `Владение подтверждено: ${row.address}. Справка появится на странице заявления.`);
}

/** Pledges, arrests and limits as the register tells them now, all of them: one that it no longer names has ended by today. */
export async function noteBurdens(
  work: Work,
  { houseId, premisesId }: { houseId: string; premisesId: string },
  burdens: readonly RegisterRestriction[],
): Promise<void> {
  const notedAt = work.now.toISOString();
  await work.tx
    .updateTable('ownership.burden')
    .set({ to_day: todayOf(work.now), noted_at: notedAt })
    .where('house_id', '=', houseId)
    .where('premises_id', '=', premisesId)
    .where('to_day', 'is', null)
    .$if(burdens.length > 0, (query) =>
      query.where(
        'number',
        'not in',
        burdens.map(({ number }) => number),
      ),
    )
    .execute();
  for (const { number, words, from, to } of burdens) {
    const told = { words, from_day: from, to_day: to, noted_at: notedAt };
    await work.tx
      .insertInto('ownership.burden')
      .values({ house_id: houseId, premises_id: premisesId, number, ...told })
      .onConflict((on) => on.columns(['house_id', 'premises_id', 'number']).doUpdateSet(told))
      .execute();
  }
}

/** What became of a claim, to its person. */
export function tellPerson(work: Work, row: Pick<ClaimRow, 'id' | 'house_id' | 'person_id' | 'version'>, answer: string): void {
  work.order({
    task: 'notifications.notify',
    payload: {
      id: deriveId(row.id, `told ${row.version}`),
      personIds: [row.person_id],
      kind: 'claim.decided',
      facts: { answer },
      link: `/home/ownership/${row.house_id}/${row.id}`,
    },
  });
}
