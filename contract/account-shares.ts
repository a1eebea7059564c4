// For which share of a flat an account of contributions for capital repair answers (CALC-1; Housing Code, articles 158 and 169): set by its organization's accountant from a month on.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Day, Id, Instant, Month, Nullable, obj, Text, Version } from './types.ts';

/** The largest number over or under the line of a share. */
export const SHARE_MOST = 1_000_000;
const Part = Type.Integer({ minimum: 1, maximum: SHARE_MOST });
const Share = obj({ numerator: Part, denominator: Part });

/** `share` null: the whole flat. Other accounts of the flat at the organization are told beside, owners as the register of the house has them. */
export const AccountShare = obj({
  number: Text(30),
  address: Text(300),
  nextPeriod: Month,
  share: Nullable(Share),
  version: Version,
  can: obj({ set: Type.Boolean() }),
  set: Type.Array(obj({ at: Instant, who: Text(200), fromMonth: Month, share: Share, document: Text(300) })),
  others: Type.Array(obj({ accountId: Id, number: Text(30), share: Nullable(Share) })),
  owners: Type.Array(
    obj({ id: Id, name: Text(300), share: obj({ numerator: Type.Integer(), denominator: Type.Integer() }), fromDay: Day, confirmed: Type.Boolean() }),
  ),
});
export type AccountShare = Static<typeof AccountShare>;

const params = obj({ houseId: Id, accountId: Id });
export const getAccountShare = endpoint({
  method: 'GET',
  url: '/api/v1/work/accounts/:houseId/:accountId/share',
  summary: 'For which share of the flat an account of capital repair answers, who set it, and the owners',
  params,
  answer: AccountShare,
});
export const setAccountShare = endpoint({
  method: 'POST',
  url: '/api/v1/work/accounts/:houseId/:accountId/share',
  summary: 'Sets the share from a month on (the whole flat: 1 of 1); drafts of these months are counted anew',
  params,
  body: obj({ version: Version, fromMonth: Month, numerator: Part, denominator: Part, document: Text(300, 3) }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});
