// «Мои сведения»: what a person tells of himself by sections, what registers say otherwise, when each of them was reached (DATA).
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { recordCheckStates, recordSourceStates } from './statuses/records.ts';
import { keysOf } from './statuses/standing.ts';
import { Day, each, Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

export const RECORD_SECTIONS = ['personal', 'location', 'finance', 'family'] as const;
export type RecordSection = (typeof RECORD_SECTIONS)[number];
export const RECORD_FIELDS = [
  'birthDay',
  'snils',
  'inn',
  'passportSeries',
  'passportNumber',
  'passportDay',
  'passportCode',
  'passportIssuer',
  'postalCode',
  'registeredAddress',
  'registeredSince',
  'actualAddress',
  'bankCode',
  'bankAccount',
  'familyStatus',
  'children',
  'housingStatus',
] as const;
export type RecordField = (typeof RECORD_FIELDS)[number];
/** Whom the portal asks. `manager`: what the organization in charge has of the home, kept by the portal itself. */
export const RECORD_SOURCES = ['state', 'tax', 'interior', 'property', 'bank', 'manager'] as const;
export type RecordSource = (typeof RECORD_SOURCES)[number];
/** What may differ besides the person's own fields. */
export const COMPARED_FIELDS = [...RECORD_FIELDS, 'name', 'passport', 'ownerName', 'cadastralNumber', 'area', 'bank'] as const;
export type ComparedField = (typeof COMPARED_FIELDS)[number];

const FieldValues = obj(each(RECORD_FIELDS, Type.Optional(Text(500))));
const SectionVersion = Type.Integer({ minimum: 0, description: 'As the caller saw it; 0: nothing is written yet' });

const Section = obj({
  section: OneOf(RECORD_SECTIONS),
  version: SectionVersion,
  changedAt: Nullable(Instant),
  fields: Type.Array(obj({ field: OneOf(RECORD_FIELDS), value: Nullable(Type.String({ description: 'Numbers of papers but for their ends' })) })),
});
export const Finding = obj({
  field: OneOf(COMPARED_FIELDS),
  source: OneOf(RECORD_SOURCES),
  toldAt: Instant,
  ours: Type.String(),
  theirs: Type.String(),
  about: Nullable(Type.String({ description: 'The home it is about' })),
});
export type Finding = Static<typeof Finding>;
export const SourceState = obj({
  source: OneOf(RECORD_SOURCES),
  askedAt: Nullable(Instant),
  answeredAt: Nullable(Instant),
  state: OneOf(keysOf(recordSourceStates)),
});
export type SourceState = Static<typeof SourceState>;

export const getRecords = endpoint({
  method: 'GET',
  url: '/api/v1/records',
  summary: 'What the person told by sections, what registers say otherwise, when each was reached, when the next check is',
  answer: obj({
    name: Type.String(),
    isConfirmed: Type.Boolean(),
    sections: Type.Array(Section),
    findings: Type.Array(Finding),
    sources: Type.Array(SourceState),
    check: obj({ state: OneOf(keysOf(recordCheckStates)), finishedAt: Nullable(Instant), nextOn: Nullable(Day) }),
    mayAsk: Type.Boolean({ description: 'The person agreed that registers are asked' }),
  }),
});
export type Records = Static<NonNullable<typeof getRecords.answer>>;

const ofSection = obj({ section: OneOf(RECORD_SECTIONS) });
export const getRecordSection = endpoint({
  method: 'GET',
  url: '/api/v1/records/:section',
  summary: 'A section in full, to be edited; what is empty is offered from papers of the state system',
  params: ofSection,
  answer: obj({
    section: OneOf(RECORD_SECTIONS),
    version: SectionVersion,
    values: FieldValues,
    history: Type.Array(obj({ id: Id, at: Instant, changes: Type.Array(obj({ field: OneOf(RECORD_FIELDS), was: Nullable(Type.String()) })) })),
  }),
});
export const saveRecordSection = endpoint({
  method: 'POST',
  url: '/api/v1/records/:section',
  summary: 'Writes a section whole, each field by its format; a check with the registers begins',
  params: ofSection,
  body: obj({ version: SectionVersion, values: FieldValues }),
  answer: obj({ version: SectionVersion }),
  errors: ['object.changed'],
});
export const checkRecords = endpoint({
  method: 'POST',
  url: '/api/v1/records/check',
  summary: 'Asks the registers anew and compares: the answer comes to the open page',
  answer: obj({}),
  errors: ['consent.needed', 'limit.exceeded'],
});
export const forgetRecordSection = endpoint({
  method: 'POST',
  url: '/api/v1/records/:section/forget',
  summary: 'Takes a section away with its history',
  params: ofSection,
  answer: obj({}),
});
