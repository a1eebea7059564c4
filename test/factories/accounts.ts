// Personal accounts with their charges and payments, made through the doors.
import { closeAccount } from '../../server/modules/ledger/close-account.ts';
import { type AccountKey, createAccounts, linkAccount, type NewAccount, postCharges, postPayment } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { portal, type World } from '#test/world';
import { makeHouse, type MadeHouse } from './housing.ts';

let made = 0;
export type MadeAccount = AccountKey & { premisesId: string; organizationId: string; number: string };

/** An account of the house's manager for a flat (the first of a new house unless given). */
export async function makeAccount(world: World, more: Partial<NewAccount> & { house?: MadeHouse } = {}): Promise<MadeAccount> {
  const { house: given, ...rest } = more;
  const house = given ?? (await makeHouse(world, { flats: 1 }));
  made += 1;
  const account = {
    houseId: house.houseId,
    premisesId: house.premises[0]!.premisesId,
    organizationId: house.managerId,
    number: `7700${String(made).padStart(5, '0')}`,
    kind: 'manager' as const,
    openedOn: '2020-01-01',
    ...rest,
  };
  const [key] = await world.run(portal, (work) => createAccounts(work, [account]));
  return { ...key!, premisesId: account.premisesId, organizationId: account.organizationId, number: account.number };
}

/** Lets a person see the account; answers the person. */
export async function makeLink(world: World, account: MadeAccount, personId = newId(world.now)): Promise<string> {
  await world.run(portal, (work) =>
    linkAccount(work, { personId, houseId: account.houseId, accountId: account.accountId, premisesId: account.premisesId, proof: 'ownership' }),
  );
  return personId;
}

/** Charges on an account: `{ '2026-10': { heating: 483799, waste: 15000 } }` in kopecks; answers the source's id. */
export async function charge(
  world: World,
  account: AccountKey,
  months: Record<string, Record<string, number>>,
  { sourceId = newId(world.now), sourceKind = 'run' } = {},
): Promise<string> {
  const rows = Object.entries(months).flatMap(([period, services]) =>
    Object.entries(services).map(([serviceCode, kopecks]) => ({
      houseId: account.houseId,
      accountId: account.accountId,
      period,
      serviceCode,
      kopecks: BigInt(kopecks),
      sourceKind,
      sourceId,
      happenedOn: `${period}-28`,
      ...(serviceCode === 'penalty' && { kind: 'penalty' as const }),
    })),
  );
  await world.run(portal, (work) => postCharges(work, rows));
  return sourceId;
}

/** A payment that has arrived at the acquirer; answers its id. */
export async function pay(
  world: World,
  account: AccountKey,
  kopecks: number,
  { paymentId = newId(world.now), happenedOn = '2026-11-12' } = {},
): Promise<string> {
  await world.run(portal, (work) =>
    postPayment(work, {
      paymentId,
      parts: [{ houseId: account.houseId, accountId: account.accountId, kopecks: BigInt(kopecks) }],
      happenedOn,
      book: 'acquirer',
    }),
  );
  return paymentId;
}

/** Its accountant closes an account that nobody has changed yet. */
export async function closed(world: World, accountant: Actor, { houseId, accountId, closedOn }: AccountKey & { closedOn: string }): Promise<void> {
  await world.run(accountant, (work) => closeAccount(work, { houseId, accountId }, { version: 1, closedOn, reason: 'Квартира продана' }), newId(new Date()));
}
