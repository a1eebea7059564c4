// Voluntary insurance that an organization offers with its bills (BILL-1): never in the sum to be paid, and the resident may hide it.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { Day, Id, Instant, Kopecks, Nullable, obj, OneOf, Text, Version } from './types.ts';

/** `none`: nothing is offered any more. */
export const insuranceWays = { sum: 'Одна сумма для всех', area: 'За метр площади', none: 'Ничего не предлагаем' } as const;
const Way = OneOf(['sum', 'area', 'none']);
/** `kopecks` a month, of the home or of a square metre; `payTo`: where and how those who want it pay the insurer. */
export const InsuranceTerms = obj({ name: Text(120), insurer: Text(160), kopecks: Kopecks, payTo: Text(200) });
export type InsuranceTerms = Static<typeof InsuranceTerms>;

const said = { house: Nullable(Text(300)), way: Way, terms: Nullable(InsuranceTerms), fromDay: Day, toDay: Nullable(Day) };
export const getInsuranceOffers = endpoint({
  method: 'GET',
  url: '/api/v1/work/insurance',
  summary: 'Voluntary insurance that own organizations offer with their bills, and who set it',
  query: obj({ organizationId: Type.Optional(Id), ...soughtHouse }),
  answer: obj({
    organizationId: Nullable(Id),
    organizations: Type.Array(obj({ id: Id, name: Text(300) })),
    houses: Type.Array(obj({ houseId: Id, address: Text(300) })),
    ...moreHouses,
    today: Day,
    /** How many times it was set and one more. */ version: Version,
    /** The newest first. */ set: Type.Array(obj({ at: Instant, who: Text(200), document: Text(300), ...said })),
  }),
});
export const offerInsurance = endpoint({
  method: 'POST',
  url: '/api/v1/work/insurance/:organizationId',
  summary: 'Sets what bills of a day and of later ones offer',
  params: obj({ organizationId: Id }),
  body: obj({ version: Version, houseId: Nullable(Id), way: Way, terms: Nullable(InsuranceTerms), fromDay: Day, toDay: Nullable(Day), document: Text(300) }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});
export const hideInsurance = endpoint({
  method: 'POST',
  url: '/api/v1/bills/:houseId/:billId/insurance',
  summary: 'Bills of the account show no offer of insurance, or show it again',
  params: obj({ houseId: Id, billId: Id }),
  body: obj({ hidden: Type.Boolean() }),
  answer: obj({ hidden: Type.Boolean() }),
});
