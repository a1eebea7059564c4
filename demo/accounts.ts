// Personal accounts: one for each premises and issuer of bills.
import { deriveId } from '#platform/ids';
import type { DemoPremises } from './houses.ts';
import { type AccountKind, billsOf, type Issuer } from './issuers.ts';
import type { DemoOrganization, OrganizationKey } from './organizations.ts';

export type DemoAccount = {
  houseId: string;
  accountId: string;
  premisesId: string;
  organizationId: string;
  number: string;
  unifiedNumber: string;
  housingServiceId: string;
  kind: AccountKind;
  openedOn: string;
  services: readonly string[];
};

const HOUSE_NUMBER = { a: 1, b: 2, c: 3 } as const;

/** All accounts of the premises. `place` is the premises' place in the town: unified numbers grow by it. */
export function accountsOf(premises: DemoPremises, place: number, organizations: Readonly<Record<OrganizationKey, DemoOrganization>>): DemoAccount[] {
  return billsOf(premises.houseKey).map((bill, n) => {
    const unifiedNumber = `66${bill.letters}${String(300_000 + place * 61 + n * 7).padStart(6, '0')}`;
    return {
      houseId: premises.houseId,
      accountId: deriveId(premises.premisesId, `account ${bill.issuer} ${bill.kind}`),
      premisesId: premises.premisesId,
      organizationId: organizations[bill.issuer].id,
      number: accountNumber(bill, premises),
      unifiedNumber,
      housingServiceId: `${unifiedNumber}-01`,
      kind: bill.kind,
      openedOn: premises.houseKey === 'c' ? '2016-12-01' : '2015-01-01',
      services: bill.services,
    };
  });
}

/** «1101 0037»: the issuer's prefix, the house, the premises. Commercial premises are numbered from 9001, rooms from 8001. */
function accountNumber({ prefix }: Issuer, { houseKey, kind, number }: DemoPremises): string {
  const premises = kind === 'commercial' ? 9000 + Number(number.slice(1)) : kind === 'room' ? 8000 + Number(number.replace('-', '')) : Number(number);
  return `${prefix}${HOUSE_NUMBER[houseKey]}${String(premises).padStart(4, '0')}`;
}
