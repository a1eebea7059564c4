// Confirmation of ownership (OWN): a claim with its papers, checked by registers, decided by a reviewer where something differs.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { SIGNATURE_ERRORS, signatureFields } from './signature-fields.ts';
import { bankStates, claimStatuses } from './statuses/ownership.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

export type ClaimStatus = keyof typeof claimStatuses;
const Status = OneOf(keysOf(claimStatuses));

/** Each in a field of its own. */
export const PAPER_KINDS = ['extract', 'signature', 'contract', 'passport', 'power', 'plan'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];
export const paperWords: Readonly<Record<PaperKind, string>> = {
  extract: 'Выписка из ЕГРН',
  signature: 'Подпись к выписке',
  contract: 'Договор или другое основание',
  passport: 'Паспорт',
  power: 'Доверенность',
  plan: 'План помещения',
};

/** Facts that are set side by side. */
export const COMPARED = [
  'extract',
  'signature',
  'age',
  'cadastralNumber',
  'address',
  'owner',
  'identity',
  'share',
  'shares',
  'right',
  'passport',
  'taxNumber',
  'contract',
  'power',
  'plan',
  'register',
  'record',
] as const;
export type ComparedName = (typeof COMPARED)[number];
/** Of one fact what each side says; null: nothing. */
export const Compared = obj({
  name: OneOf(COMPARED),
  ours: Nullable(Type.String()),
  extract: Nullable(Type.String()),
  register: Nullable(Type.String()),
  isSame: Type.Boolean(),
});
export type Compared = Static<typeof Compared>;

const Paper = obj({
  kind: OneOf(PAPER_KINDS),
  name: Text(300),
  addedAt: Instant,
  sha256: Type.String(),
  /** What the reviewer found wrong with it. */ problem: Nullable(Text(500)),
  /** The copy is kept no longer than the check needs it. */ isKept: Type.Boolean(),
});
const Share = obj({ numerator: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }), denominator: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) });
const Certificate = obj({ number: Text(40), code: Text(40), /** False: it is being made. */ isReady: Type.Boolean() });

export type BankState = keyof typeof bankStates;
/** Confirming in the application of a bank, where this portal knows one. `checkNumber`: the application shows the same. */
const Bank = obj({
  name: Text(100),
  appUrl: Nullable(Type.String()),
  request: Nullable(obj({ state: OneOf(keysOf(bankStates)), checkNumber: Text(20), until: Instant })),
});

export const Claim = obj({
  houseId: Id,
  claimId: Id,
  premisesId: Id,
  address: Text(300),
  cadastralNumber: Nullable(Text(40)),
  status: Status,
  madeAt: Instant,
  changedAt: Instant,
  checkBy: Nullable(Day),
  decideBy: Nullable(Day),
  isLate: Type.Boolean(),
  reply: Nullable(Text(2_000)),
  /** Registers that have not answered yet: they are asked again. */
  silent: Type.Array(OneOf(['property', 'tax', 'interior'])),
  papers: Type.Array(Paper),
  share: Nullable(Share),
  certificate: Nullable(Certificate),
  bank: Nullable(Bank),
  version: Version,
  can: obj({
    change: Type.Boolean(),
    submit: Type.Boolean(),
    answer: Type.Boolean(),
    withdraw: Type.Boolean(),
    reopen: Type.Boolean(),
    decide: Type.Boolean(),
  }),
});
export type Claim = Static<typeof Claim>;

const ofClaim = obj({ houseId: Id, claimId: Id });
const versioned = obj({ version: Version });
export const getClaims = endpoint({
  method: 'GET',
  url: '/api/v1/ownership/claims',
  summary: "The person's claims of ownership, newest first, and whether the person may make one",
  answer: obj({ claims: Type.Array(Claim), isConfirmed: Type.Boolean() }),
});
export const getClaim = endpoint({
  method: 'GET',
  url: '/api/v1/ownership/claims/:houseId/:claimId',
  summary: 'One claim of the person',
  params: ofClaim,
  answer: Claim,
});
export const startClaim = endpoint({
  method: 'POST',
  url: '/api/v1/ownership/claims',
  summary: 'Begins a claim for a home of the person, or for any by its cadastral number',
  answer: obj({ houseId: Id, claimId: Id }),
  body: obj({ houseId: Type.Optional(Id), premisesId: Type.Optional(Id), cadastralNumber: Type.Optional(Text(60)) }),
  errors: ['claims.already', 'claims.open'],
});
const FILE_ERRORS = ['file.missing', 'file.active', 'file.type', 'file.mismatch', 'file.tooLarge', 'file.empty', 'file.damaged'] as const;
const ofPaper = obj({ houseId: Id, claimId: Id, kind: OneOf(PAPER_KINDS) });
export const putPaper = endpoint({
  method: 'POST',
  url: '/api/v1/ownership/claims/:houseId/:claimId/papers/:kind',
  summary: 'Puts a paper into its field, in place of the one there (multipart, up to 20 MB)',
  params: ofPaper,
  answer: obj({ claimId: Id }),
  errors: ['claims.closed', ...FILE_ERRORS],
});
export const getPaper = endpoint({
  method: 'GET',
  url: '/api/v1/ownership/claims/:houseId/:claimId/papers/:kind',
  summary: 'A paper of a claim, for the person and the reviewer',
  params: ofPaper,
  answer: Type.Any(),
});
export const getStatement = endpoint({
  method: 'GET',
  url: '/api/v1/ownership/claims/:houseId/:claimId/statement',
  summary: 'The text that is signed: the claim with the digest of every paper',
  params: ofClaim,
  answer: Type.Any(),
});
export const askClaimCode = endpoint({
  method: 'POST',
  url: '/api/v1/ownership/claims/:houseId/:claimId/code',
  summary: 'Sends a code for signing the claim as it stands',
  params: ofClaim,
  body: versioned,
  answer: obj({ confirmationId: Id, sentTo: Type.String(), expiresAt: Instant }),
  errors: ['claims.closed', 'claims.notConfirmed', 'object.changed'],
});
export const askBank = endpoint({
  method: 'POST',
  url: '/api/v1/ownership/claims/:houseId/:claimId/bank',
  summary: 'Asks the person’s bank to have the claim confirmed in its application; its yes hands the claim in',
  params: ofClaim,
  body: obj({ version: Version, comment: Type.Optional(Text(1_000)) }),
  answer: obj({ checkNumber: Text(20), until: Instant }),
  errors: ['claims.closed', 'claims.notConfirmed', 'claims.noBank', 'claims.noPhone', 'object.changed', 'limit.exceeded'],
});
export const submitClaim = endpoint({
  method: 'POST',
  url: '/api/v1/ownership/claims/:houseId/:claimId/submit',
  summary: 'Signs the claim with all its papers and hands it in, or answers what the reviewer asked',
  params: ofClaim,
  body: obj({ version: Version, comment: Type.Optional(Text(1_000)), ...signatureFields }),
  answer: obj({ status: Status }),
  errors: ['claims.closed', 'claims.notConfirmed', 'object.changed', ...SIGNATURE_ERRORS],
});
export const withdrawClaim = endpoint({
  method: 'POST',
  url: '/api/v1/ownership/claims/:houseId/:claimId/withdraw',
  summary: 'Takes the claim back',
  params: ofClaim,
  body: versioned,
  answer: obj({ status: Status }),
  errors: ['claims.closed', 'object.changed'],
});
export const reopenClaim = endpoint({
  method: 'POST',
  url: '/api/v1/ownership/claims/:houseId/:claimId/reopen',
  summary: 'Begins a refused claim again with the papers that were right',
  params: ofClaim,
  body: versioned,
  answer: obj({ status: Status }),
  errors: ['claims.closed', 'object.changed'],
});
export const getOwnershipCertificate = endpoint({
  method: 'GET',
  url: '/api/v1/ownership/claims/:houseId/:claimId/certificate',
  summary: 'The certificate of a confirmed claim: a PDF that is signed inside',
  params: ofClaim,
  answer: Type.Any(),
});

export const workClaimColumns = {
  submittedAt: { title: 'Подано', kind: 'instant', filter: 'range', sortable: true, nullable: true },
  address: { title: 'Адрес', kind: 'text', filter: 'search' },
  status: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(claimStatuses) },
  decideBy: { title: 'Решить до', kind: 'day', sortable: true, nullable: true },
  houseId: { title: 'Дом', kind: 'id' },
  personId: { title: 'Заявитель', kind: 'id' },
} as const satisfies ListColumns;
const work = { url: '/api/v1/work/claims', summary: 'Claims of ownership that were handed in' };
export const listWorkClaims = listEndpoint(workClaimColumns, work);
export const exportWorkClaims = exportEndpoint(workClaimColumns, work);
export const getRefusedDeals = endpoint({
  method: 'GET',
  url: '/api/v1/work/deals',
  summary: 'Deals that the property register told and the record of owners contradicts: the owners here are not those of the register',
  answer: obj({ deals: Type.Array(obj({ id: Id, address: Text(300), toldAt: Instant, why: Text(500) })) }),
});
export const getWorkClaim = endpoint({
  method: 'GET',
  url: '/api/v1/work/claims/:houseId/:claimId',
  summary: 'One claim for the reviewer, its facts side by side',
  params: ofClaim,
  answer: obj({
    claim: Claim,
    person: Text(300),
    comment: Nullable(Text(1_000)),
    compared: Type.Array(Compared),
    signedBy: Nullable(OneOf(['key', 'code', 'bank'])),
    /** The right that the register has of the person. */ right: Nullable(obj({ share: Share, number: Text(200), registeredOn: Day })),
  }),
});
export const decideClaim = endpoint({
  method: 'POST',
  url: '/api/v1/work/claims/:houseId/:claimId/decision',
  summary: 'Confirms, refuses with what is wrong, or asks for more',
  params: ofClaim,
  body: obj({
    version: Version,
    decision: OneOf(['confirm', 'refuse', 'ask']),
    reason: Type.Optional(Text(2_000)),
    wrong: Type.Optional(Type.Array(OneOf(PAPER_KINDS), { maxItems: PAPER_KINDS.length })),
    /** Where the register names no right: as the papers say. */ share: Type.Optional(Text(60)),
    registeredOn: Type.Optional(Day),
    registrationNumber: Type.Optional(Text(200)),
  }),
  answer: obj({ status: Status }),
  errors: ['claims.closed', 'object.changed', 'owners.over', 'owners.order', 'owners.gap', 'owners.other'],
});
