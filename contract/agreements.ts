// Contracts online (SIGN-2): begun from a template or a PDF, signed by parties in order, by a key or a code.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { SIGNATURE_ERRORS, SignatureCode, signatureFields } from './signature-fields.ts';
import { agreementStatuses, partyStates } from './statuses/agreements.ts';
import { keysOf } from './statuses/standing.ts';
import { Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

export type AgreementStatus = keyof typeof agreementStatuses;
const Status = OneOf(keysOf(agreementStatuses));
const ofAgreement = obj({ agreementId: Id });

const Short = obj({
  id: Id,
  title: Type.String(),
  status: Status,
  author: Type.String(),
  madeAt: Instant,
  until: Nullable(Instant),
  signed: Type.Integer(),
  parties: Type.Integer(),
  isMyTurn: Type.Boolean(),
});
export const listAgreements = endpoint({
  method: 'GET',
  url: '/api/v1/agreements',
  summary: 'The newest two hundred contracts that the person began, is to sign, or that an organization of the person began',
  answer: obj({
    agreements: Type.Array(Short),
    organizations: Type.Array(obj({ id: Id, name: Type.String() }), { description: 'For which the person may begin a contract' }),
  }),
});

const Party = obj({
  place: Type.Integer(),
  name: Type.String(),
  state: OneOf(keysOf(partyStates)),
  kind: Nullable(OneOf(['key', 'code'])),
  certificateNumber: Nullable(Type.String()),
  at: Nullable(Instant),
  isMe: Type.Boolean(),
  ownSignatureId: Nullable(Id),
});
export const getAgreement = endpoint({
  method: 'GET',
  url: '/api/v1/agreements/:agreementId',
  summary: 'A contract, its parties in their order and what may be done now',
  params: ofAgreement,
  answer: obj({
    id: Id,
    title: Type.String(),
    status: Status,
    author: Type.String(),
    organization: Nullable(Type.String()),
    madeAt: Instant,
    until: Nullable(Instant),
    endedAt: Nullable(Instant),
    reason: Nullable(Type.String()),
    sha256: Type.String({ description: 'Of the file as it was begun' }),
    parties: Type.Array(Party),
    can: obj({ send: Type.Boolean(), sign: Type.Boolean(), refuse: Type.Boolean(), withdraw: Type.Boolean(), remind: Type.Boolean() }),
  }),
});

const Line = Type.Optional(Text(300));
export const draftAgreement = endpoint({
  method: 'POST',
  url: '/api/v1/agreements',
  summary: 'Begin a contract from a template',
  body: obj({
    template: OneOf(['free', 'rent']),
    organizationId: Type.Optional(Id),
    title: Line,
    address: Line,
    monthly: Line,
    payDay: Line,
    fromDay: Line,
    toDay: Line,
    text: Type.Optional(Text(20_000)),
  }),
  answer: obj({ id: Id }),
});
export const uploadAgreement = endpoint({
  method: 'POST',
  url: '/api/v1/agreements/files',
  summary: 'Begin a contract from a PDF, sent as multipart; fields `organizationId`, `key`',
  answer: Type.Any(),
  errors: [
    'file.missing',
    'file.type',
    'file.mismatch',
    'file.tooLarge',
    'file.empty',
    'file.active',
    'verify.damagedPdf',
    'verify.encryptedPdf',
    'agreement.signedAlready',
  ],
});
export const sendAgreement = endpoint({
  method: 'POST',
  url: '/api/v1/agreements/:agreementId/send',
  summary: 'Send a draft to be signed: parties by telephone, mail or login in their order',
  params: ofAgreement,
  body: obj({
    parties: Type.Array(Text(254, 1), { minItems: 1, maxItems: 6 }),
    author: OneOf(['first', 'last', 'no']),
    days: Type.Integer({ minimum: 1, maximum: 90 }),
  }),
  answer: obj({}),
  errors: ['agreement.notNow', 'limit.exceeded'],
});
export const getAgreementFile = endpoint({
  method: 'GET',
  url: '/api/v1/agreements/:agreementId/file',
  summary: 'The contract as PDF, with the signatures made so far',
  params: ofAgreement,
  answer: Type.Any(),
});

const Moment = {
  at: Type.String({ format: 'date-time', description: 'When the signing was begun; within the last hour. The same instant gives the same bytes' }),
};
export const getAgreementToSign = endpoint({
  method: 'GET',
  url: '/api/v1/agreements/:agreementId/to-sign',
  summary: 'The very bytes that the person whose turn it is signs by a key',
  params: ofAgreement,
  query: obj(Moment),
  answer: Type.Any(),
  errors: ['agreement.notNow', 'agreement.notYourTurn', 'agreement.tooLong'],
});
export const askAgreementCode = endpoint({
  method: 'POST',
  url: '/api/v1/agreements/:agreementId/code',
  summary: 'Send a code for signing the contract',
  params: ofAgreement,
  body: obj(Moment),
  answer: SignatureCode,
  errors: ['agreement.notNow', 'agreement.notYourTurn', 'agreement.tooLong', 'signature.forAnother', 'confirm.noChannel'],
});
export const signAgreement = endpoint({
  method: 'POST',
  url: '/api/v1/agreements/:agreementId/sign',
  summary: 'Sign the contract by a key or a code',
  params: ofAgreement,
  body: obj({ ...Moment, ...signatureFields }),
  answer: obj({ status: Status }),
  errors: ['agreement.notNow', 'agreement.notYourTurn', 'agreement.tooLong', ...SIGNATURE_ERRORS],
});
export const refuseAgreement = endpoint({
  method: 'POST',
  url: '/api/v1/agreements/:agreementId/refuse',
  summary: 'Refuse to sign; the contract ends',
  params: ofAgreement,
  body: obj({ reason: Text(500, 3) }),
  answer: obj({}),
  errors: ['agreement.notNow'],
});
export const withdrawAgreement = endpoint({
  method: 'POST',
  url: '/api/v1/agreements/:agreementId/withdraw',
  summary: 'Withdraw a contract that is not signed by all',
  params: ofAgreement,
  answer: obj({}),
  errors: ['agreement.notNow'],
});
export const remindOfAgreement = endpoint({
  method: 'POST',
  url: '/api/v1/agreements/:agreementId/remind',
  summary: 'Remind the one whose turn it is; once a day',
  params: ofAgreement,
  answer: obj({}),
  errors: ['agreement.notNow', 'agreement.remindedToday'],
});
