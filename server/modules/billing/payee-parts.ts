// Who is paid what of a bill where a service has a payee of its own. Pure.
import type { Day } from '#platform/time';
import type { BillPayee } from './bill-facts.ts';

export type Requisites = Omit<BillPayee, 'sumKopecks'>;
/** As it was set; `houseId` null: for all houses. `general`: nothing of the house's own any more. */
export type SetPayee = { readonly serviceCode: string; readonly houseId: string | null; readonly fromDay: Day } & (
  | { readonly way: 'other'; readonly payee: Requisites }
  | { readonly way: 'own' | 'general'; readonly payee: null }
);

/** Of what was set, the newest first: the last that reaches the day, the house's own before that of all houses. Null: the organization itself is paid. */
export function payeeOn(
  set: readonly SetPayee[],
  { serviceCode, houseId, day }: { readonly serviceCode: string; readonly houseId: string; readonly day: Day },
): Requisites | null {
  const reaching = set.filter((one) => one.serviceCode === serviceCode && one.fromDay <= day);
  const ofHouse = reaching.find((one) => one.houseId === houseId);
  const said = ofHouse !== undefined && ofHouse.way !== 'general' ? ofHouse : reaching.find((one) => one.houseId === null);
  return said?.payee ?? null;
}

/** Two services may be paid to one account. */
export const isSameAccount = (a: Pick<Requisites, 'bic' | 'settlementAccount'>, b: Pick<Requisites, 'bic' | 'settlementAccount'>): boolean =>
  a.bic === b.bic && a.settlementAccount === b.settlementAccount;

type Given = {
  /** The organization. */ readonly own: Requisites;
  readonly totalKopecks: bigint;
  /** Of the month, in the bill's order; null: the organization is paid. */ readonly lines: readonly {
    readonly payee: Requisites | null;
    readonly kopecks: bigint;
  }[];
};

/**
 * Parts that give max(total, 0) together, the organization's first, none empty but the only one. Others get the sum of their lines (never below
 * zero); debt, advance, payments, penalties and what is left are the organization's. Where the total is less, the organization's part is cut
 * first, then those of the others from the last in the bill's order.
 */
export function payeeParts({ own, totalKopecks, lines }: Given): BillPayee[] {
  const others: { payee: Requisites; kopecks: bigint }[] = [];
  for (const { payee, kopecks } of lines) {
    if (payee === null || isSameAccount(payee, own)) continue;
    const known = others.find((one) => isSameAccount(one.payee, payee));
    if (known) known.kopecks += kopecks;
    else others.push({ payee, kopecks });
  }
  let left = totalKopecks > 0n ? totalKopecks : 0n;
  const parts = others
    .map(({ payee, kopecks }): BillPayee => {
      const part = kopecks <= 0n ? 0n : kopecks < left ? kopecks : left;
      left -= part;
      return { ...payee, sumKopecks: Number(part) };
    })
    .filter(({ sumKopecks }) => sumKopecks > 0);
  return left > 0n || parts.length === 0 ? [{ ...own, sumKopecks: Number(left) }, ...parts] : parts;
}
