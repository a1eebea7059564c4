// The housing subsidy (Housing Code, article 159): the standards of a region by days, and what a family may count on.
import { endpoint } from './endpoint.ts';
import { Day, Id, Kopecks, Nullable, obj, PositiveKopecks, Text } from './types.ts';
import { Type } from 'typebox';

const Percent = Type.String({ pattern: '^\\d{1,2}(\\.\\d{1,2})?$', description: 'Per cent, as text' });
/** What housing costs by the standard for who lives alone, and for each of two, and of three and more; the subsistence minimum of a head. */
const sums = { aloneKopecks: PositiveKopecks, pairKopecks: PositiveKopecks, eachKopecks: PositiveKopecks, minimumKopecks: PositiveKopecks };
const standard = { region: Text(100, 2), fromDay: Day, ...sums, largestPercent: Percent, decision: Text(300, 3) };

export const getSubsidyStandards = endpoint({
  method: 'GET',
  url: '/api/v1/work/subsidy-standards',
  summary: 'Standards of the housing subsidy by region and day, the newest first, and the regions that have houses',
  answer: obj({ standards: Type.Array(obj(standard)), regions: Type.Array(Text(100)), can: obj({ add: Type.Boolean() }) }),
});
export const addSubsidyStandard = endpoint({
  method: 'POST',
  url: '/api/v1/work/subsidy-standards',
  summary: 'New standards of a region, from a day after its last ones: residents are told by them what they may count on',
  body: obj(standard),
  answer: obj({ fromDay: Day }),
});

const ofAccount = obj({ houseId: Id, accountId: Id });
const url = '/api/v1/accounts/:houseId/:accountId/subsidy';
/** `spentKopecks`: what all accounts of the home were charged in a month, on average of the last six at most; null before the first. */
const spent = { spentKopecks: Nullable(Kopecks), months: Type.Integer({ minimum: 0, maximum: 6 }) };
export const getSubsidyFacts = endpoint({
  method: 'GET',
  url,
  summary: 'What is known of the home for the housing subsidy: the standards of its region, who lives there, what housing costs',
  params: ofAccount,
  answer: obj({
    account: Text(30),
    address: Text(300),
    region: Text(100),
    persons: Nullable(Type.Integer({ minimum: 1 })),
    ...spent,
    /** Null: nobody has entered any for the region. */ standard: Nullable(obj({ fromDay: Day, ...sums, largestPercent: Percent, decision: Text(300) })),
  }),
});
export const estimateSubsidy = endpoint({
  method: 'POST',
  url,
  summary: 'What subsidy a family of this size and income may count on; nothing is written or kept',
  params: ofAccount,
  body: obj({ persons: Type.Integer({ minimum: 1, maximum: 30 }), incomeKopecks: Type.Integer({ minimum: 0, maximum: 100_000_000_000 }) }),
  answer: obj({
    /** A month; 0: none by these facts. */ kopecks: Kopecks,
    standardKopecks: Kopecks,
    /** What the family bears itself. */ ownKopecks: Kopecks,
    /** Of its income. */ ownPercent: Text(10),
    isBelowMinimum: Type.Boolean(),
    isBoundBySpent: Type.Boolean(),
  }),
});
