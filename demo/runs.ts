// The billing run that the charges of a house and a month come from: the same in the ledger and on the lines.
import { deriveId } from '#platform/ids';
import type { Month } from '#platform/time';

const known = new Map<string, string>();

/** Derived once for each house and month: tens of thousands of charges ask for it. */
export function runOf(houseId: string, period: Month): string {
  const name = `${houseId} ${period}`;
  const id = known.get(name) ?? deriveId(houseId, `run ${period}`);
  known.set(name, id);
  return id;
}
