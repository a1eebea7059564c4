// Who owns the homes of accounts.
import { ownersOf, type Pair } from '#modules/housing';
import type { Db } from '#platform/tables';

/** Names of owners by premises, of accounts or homes. One statement. */
export async function ownersByPremises(db: Db, accounts: readonly Pair[], day: string): Promise<Map<string, string[]>> {
  const houses = [...new Set(accounts.map((account) => account.houseId))];
  const owners = Map.groupBy(
    await ownersOf(
      db,
      houses,
      accounts.map((account) => account.premisesId),
      day,
    ),
    (owner) => owner.premisesId,
  );
  return new Map([...owners].map(([premisesId, own]) => [premisesId, own.map((owner) => owner.name)]));
}
