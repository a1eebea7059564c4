// Who owns a home and how it changes: the history (HOME-4), agreements on shares (HOME-3), what burdens the rights.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { SIGNATURE_ERRORS, signatureFields } from './signature-fields.ts';
import { proposalStatuses } from './statuses/ownership.ts';
import { keysOf } from './statuses/standing.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

export const groundWords = {
  sale: 'купля-продажа',
  gift: 'дарение',
  inheritance: 'наследство',
  privatization: 'приватизация',
  first: 'первый собственник',
  other: 'другое',
} as const;

/** An unbroken chain: a new record never removes an old one. */
export const ownerColumns = {
  fromDay: { title: 'С какого дня', kind: 'day', sortable: true },
  toDay: { title: 'По какой день', kind: 'day', sortable: true, nullable: true },
  name: { title: 'Собственник', kind: 'text', sortable: true, filter: 'search' },
  inn: { title: 'ИНН', kind: 'text', nullable: true },
  share: { title: 'Доля', kind: 'text' },
  ground: { title: 'Основание', kind: 'status', filter: 'oneOf', words: groundWords },
  before: { title: 'От кого перешло', kind: 'text', nullable: true },
  registrationNumber: { title: 'Номер регистрации', kind: 'text', nullable: true },
  registrationDay: { title: 'Зарегистрировано', kind: 'day', sortable: true, nullable: true },
  notes: { title: 'Отметки', kind: 'text', nullable: true },
  premisesId: { title: 'Помещение', kind: 'id', filter: 'exact' },
} as const satisfies ListColumns;
const owners = { url: '/api/v1/owners', summary: 'Owners of the homes that the caller owns, from the first to those of today' };
export const listOwners = listEndpoint(ownerColumns, owners);
export const exportOwners = exportEndpoint(ownerColumns, owners);

/** `name`, `inn`: of today's owners and of organizations, as the register of owners names them (Housing Code, art. 45, part 3.1); who owned before, null. */
export const workOwnerColumns = {
  fromDay: ownerColumns.fromDay,
  toDay: ownerColumns.toDay,
  name: { ...ownerColumns.name, nullable: true },
  inn: ownerColumns.inn,
  share: ownerColumns.share,
  ground: ownerColumns.ground,
  registrationNumber: ownerColumns.registrationNumber,
  registrationDay: ownerColumns.registrationDay,
  notes: ownerColumns.notes,
  premisesId: ownerColumns.premisesId,
  personId: { title: 'Человек', kind: 'id', nullable: true },
} as const satisfies ListColumns;
const workOwners = {
  url: '/api/v1/work/owners',
  summary: "The history of owners in the houses that the caller's organizations manage, names as the register of owners has them; who is named is told",
};
export const listWorkOwners = listEndpoint(workOwnerColumns, workOwners);
export const exportWorkOwners = exportEndpoint(workOwnerColumns, workOwners);

const Share = obj({ numerator: Type.Integer({ minimum: 1 }), denominator: Type.Integer({ minimum: 1 }) });
export const Proposal = obj({
  houseId: Id,
  proposalId: Id,
  status: OneOf(keysOf(proposalStatuses)),
  proposedAt: Instant,
  lapsesOn: Day,
  reason: Nullable(Text(500)),
  shares: Type.Array(obj({ name: Text(300), was: Share, share: Share, signedAt: Nullable(Instant) })),
  can: obj({ sign: Type.Boolean(), refuse: Type.Boolean() }),
});
export type Proposal = Static<typeof Proposal>;

const ofHome = obj({ houseId: Id, premisesId: Id });
export const getHomeOwners = endpoint({
  method: 'GET',
  url: '/api/v1/ownership/homes/:houseId/:premisesId',
  summary: 'Owners of a home today, what burdens their rights, agreements on shares',
  params: ofHome,
  answer: obj({
    owners: Type.Array(obj({ ownershipId: Id, name: Text(300), share: Share, confirmed: Type.Boolean() })),
    burdens: Type.Array(obj({ number: Text(200), words: Text(300), fromDay: Day, toDay: Nullable(Day) })),
    proposals: Type.Array(Proposal),
    can: obj({ propose: Type.Boolean() }),
  }),
});
export const proposeShares = endpoint({
  method: 'POST',
  url: '/api/v1/ownership/homes/:houseId/:premisesId/shares',
  summary: 'Proposes new shares of all owners; they hold when every one of them has signed',
  params: ofHome,
  body: obj({ shares: Type.Array(obj({ ownershipId: Id, share: Text(60) }), { minItems: 2, maxItems: 100 }) }),
  answer: obj({ proposalId: Id }),
  errors: ['shares.open', 'shares.ownerAway', 'shares.changed'],
});
export const getRecordMinutes = endpoint({
  method: 'GET',
  url: '/api/v1/ownership/homes/:houseId/:premisesId/records/:ownershipId/minutes',
  summary: 'On what a record of ownership rests: who signed what and when, as text',
  params: obj({ houseId: Id, premisesId: Id, ownershipId: Id }),
  answer: Type.Any(),
});
const ofProposal = obj({ houseId: Id, proposalId: Id });
export const getSharesStatement = endpoint({
  method: 'GET',
  url: '/api/v1/ownership/shares/:houseId/:proposalId/statement',
  summary: 'The text of an agreement on shares, as it is signed',
  params: ofProposal,
  answer: Type.Any(),
});
export const askSharesCode = endpoint({
  method: 'POST',
  url: '/api/v1/ownership/shares/:houseId/:proposalId/code',
  summary: 'Sends a code for signing the agreement',
  params: ofProposal,
  body: obj({}),
  answer: obj({ confirmationId: Id, sentTo: Type.String(), expiresAt: Instant }),
  errors: ['shares.closed', 'shares.signed'],
});
export const signShares = endpoint({
  method: 'POST',
  url: '/api/v1/ownership/shares/:houseId/:proposalId/sign',
  summary: 'Signs the agreement; the last signature changes the shares',
  params: ofProposal,
  body: obj({ ...signatureFields }),
  answer: obj({ status: OneOf(['open', 'agreed']) }),
  errors: ['shares.closed', 'shares.signed', 'shares.changed', 'owners.order', 'owners.over', 'owners.gap', ...SIGNATURE_ERRORS],
});
export const refuseShares = endpoint({
  method: 'POST',
  url: '/api/v1/ownership/shares/:houseId/:proposalId/refuse',
  summary: 'Refuses the agreement for all',
  params: ofProposal,
  body: obj({ reason: Text(500) }),
  answer: obj({}),
  errors: ['shares.closed'],
});
