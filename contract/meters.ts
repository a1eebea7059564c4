// Meters: what stands in a home, handing in readings with an act, the history of use.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { METER_FAULTS, type MeterFault } from './meter-fault-words.ts';
import {
  METERED_SERVICES,
  type MeteredService,
  READING_SOURCES,
  type ReadingSource,
  REPLACEMENT_REASONS,
  type ReplacementReason,
  ZONES,
} from './meter-words.ts';
import { SIGNATURE_ERRORS, SignatureCode, signatureFields } from './signature-fields.ts';
import { readingStatuses, replacementStatuses, submissionStatuses, verificationStates } from './statuses/meters.ts';
import { keysOf } from './statuses/standing.ts';
import { Day, DecimalText, Id, Instant, Month, Nullable, obj, OneOf, Text, Version } from './types.ts';

const Service = OneOf(Object.keys(METERED_SERVICES) as [MeteredService, ...MeteredService[]]);
const Zone = OneOf(ZONES);
const Status = OneOf(keysOf(submissionStatuses));
const Reason = OneOf(Object.keys(REPLACEMENT_REASONS) as [ReplacementReason, ...ReplacementReason[]]);

const home = obj({ houseId: Id, premisesId: Id });
const ofMeter = obj({ houseId: Id, meterId: Id });
const ofSubmission = obj({ houseId: Id, submissionId: Id });

/** Until when readings are taken, or which month one handed in now counts for. */
const WindowNow = obj({ month: Month, opens: Day, closes: Day, isOpen: Type.Boolean(), daysLeft: Type.Integer(), text: Type.String() });

const Register = obj({
  zone: Zone,
  name: Type.String({ description: '«День (Т1)»; empty for a meter of one register' }),
  previous: obj({ value: DecimalText, takenOn: Day }),
  current: Nullable(
    obj({
      value: DecimalText,
      takenOn: Day,
      use: Nullable(DecimalText),
      source: OneOf(Object.keys(READING_SOURCES) as [ReadingSource, ...ReadingSource[]]),
      status: Nullable(Status),
    }),
  ),
  lastYear: Nullable(DecimalText),
  averageMonth: Nullable(DecimalText),
});

const Replacement = obj({ id: Id, at: Instant, reason: Reason, status: OneOf(keysOf(replacementStatuses)), answer: Nullable(Type.String()) });

export const meterMembers = {
  houseId: Id,
  meterId: Id,
  service: Service,
  serviceName: Type.String(),
  unit: Type.String(),
  serial: Type.String(),
  make: Type.String(),
  model: Type.String(),
  digits: Type.Integer(),
  decimals: Type.Integer(),
  place: Type.String(),
  organization: Type.String({ description: 'Who takes the readings' }),
  installedOn: Day,
  sealedOn: Nullable(Day),
  verifiedOn: Nullable(Day),
  nextVerificationOn: Nullable(Day),
  verification: obj({ state: OneOf(keysOf(verificationStates)), text: Type.String() }),
  /** Why readings are not charged by now. */
  fault: Nullable(
    obj({
      kind: OneOf(Object.keys(METER_FAULTS) as [MeterFault, ...MeterFault[]]),
      fromDay: Day,
      act: Type.String(),
      phone: Nullable(Type.String({ description: 'Of the organization' })),
    }),
  ),
  window: WindowNow,
  registers: Type.Array(Register),
  can: obj({ submit: Type.Boolean(), requestReplacement: Type.Boolean() }),
};
export const Meter = obj(meterMembers);

/** The signature of who handed in: by an own key (unqualified) or a code (simple; 63-FZ, art. 5). */
const Countersigned = obj({ by: OneOf(['key', 'code']), at: Instant });

export const Submission = obj({
  houseId: Id,
  submissionId: Id,
  actNumber: Type.String(),
  at: Instant,
  countsFor: Month,
  organization: Type.String(),
  status: Status,
  reason: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  actReady: Type.Boolean(),
  countersigned: Nullable(Countersigned),
  ownSignatureId: Nullable(Id),
  checkCode: Type.String(),
  readings: Type.Array(
    obj({
      service: Service,
      serviceName: Type.String(),
      serial: Type.String(),
      zone: Zone,
      zoneName: Type.String(),
      value: DecimalText,
      unit: Type.String(),
      takenOn: Day,
      status: OneOf(keysOf(readingStatuses)),
    }),
  ),
  version: Version,
  can: obj({ countersign: Type.Boolean() }),
});

export const getMeters = endpoint({
  method: 'GET',
  url: '/api/v1/homes/:houseId/:premisesId/meters',
  summary: 'The meters of a home: what stood before, what is handed in, until when readings are taken',
  params: home,
  answer: obj({
    address: Type.String(),
    timeZone: Type.String(),
    today: Day,
    month: Month,
    meters: Type.Array(Meter),
    waiting: Type.Integer({ description: 'Meters that wait for a reading in an open window' }),
    sharedPremisesId: Nullable(Type.String({ format: 'uuid', description: 'Of a room: its communal flat, when meters stand in it' })),
    can: obj({ submit: Type.Boolean() }),
  }),
});

export const getMeter = endpoint({
  method: 'GET',
  url: '/api/v1/meters/:houseId/:meterId',
  summary: 'One meter with its requests for replacement',
  params: ofMeter,
  answer: obj({
    ...meterMembers,
    premisesId: Nullable(Id),
    address: Type.String(),
    timeZone: Type.String(),
    removedOn: Nullable(Day),
    replacements: Type.Array(Replacement),
  }),
});

/** What is typed in a field: judged by the rules of readings, not by the schema, so that the answer can say what to mend. */
const TypedReading = obj({
  meterId: Id,
  zone: Zone,
  value: Text(40),
  takenOn: Type.Optional(Day),
  confirmed: Type.Optional(Type.Boolean()),
  photoId: Type.Optional(Id),
});

export const submitReadings = endpoint({
  method: 'POST',
  url: '/api/v1/homes/:houseId/:premisesId/readings',
  summary: 'Hands in readings of the meters of a home at once, or corrects those of the open month; empty values are left out. Unusual ones must be confirmed',
  params: home,
  body: obj({ readings: Type.Array(TypedReading, { minItems: 1, maxItems: 60 }) }),
  answer: obj({
    submissions: Type.Array(Submission),
    readings: Type.Array(
      obj({
        meterId: Id,
        zone: Zone,
        value: DecimalText,
        use: Nullable(DecimalText),
        countsFor: Month,
        notes: Type.Array(Type.String()),
        replaced: Nullable(DecimalText),
      }),
    ),
    unchanged: Type.Boolean({ description: 'The same readings had been handed in before: nothing was done' }),
  }),
  errors: ['meters.confirmWarnings', 'meters.nothingTyped'],
});

export const listSubmissions = endpoint({
  method: 'GET',
  url: '/api/v1/homes/:houseId/:premisesId/submissions',
  summary: 'What was handed in from a home, newest first, each with its act and what the organization decided',
  params: home,
  query: obj({ after: Type.Optional(Text(300)), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }),
  answer: obj({ timeZone: Type.String(), submissions: Type.Array(Submission), next: Nullable(Type.String()) }),
});

export const getAct = endpoint({
  method: 'GET',
  url: '/api/v1/submissions/:houseId/:submissionId/act.pdf',
  summary: 'The act of a submission as PDF',
  params: ofSubmission,
  answer: Type.Any(),
  errors: ['meters.actNotReady'],
});
export const getActSignature = endpoint({
  method: 'GET',
  url: '/api/v1/submissions/:houseId/:submissionId/act.pdf.sig',
  summary: 'The detached signature of the act, CAdES in DER',
  params: ofSubmission,
  answer: Type.Any(),
  errors: ['meters.actNotReady'],
});

export const askActCode = endpoint({
  method: 'POST',
  url: '/api/v1/submissions/:houseId/:submissionId/code',
  summary: 'Send a code for signing the act of what one handed in',
  params: ofSubmission,
  answer: SignatureCode,
  errors: ['meters.actNotReady', 'meters.actSigned', 'meters.decided', 'signature.forAnother', 'confirm.noChannel'],
});
export const countersignAct = endpoint({
  method: 'POST',
  url: '/api/v1/submissions/:houseId/:submissionId/sign',
  summary: 'Sign the act of what one handed in, by a key (detached CAdES of the PDF) or a code. Readings count without it',
  params: ofSubmission,
  body: obj({ ...signatureFields }),
  answer: Countersigned,
  errors: ['meters.actNotReady', 'meters.actSigned', 'meters.decided', ...SIGNATURE_ERRORS],
});

export const checkAct = endpoint({
  method: 'GET',
  url: '/api/v1/acts/:code',
  summary: 'Public check of an act by the code printed on it; nothing personal',
  params: obj({ code: Text(40, 1) }),
  answer: obj({
    valid: Type.Boolean(),
    act: Nullable(
      obj({
        number: Type.String(),
        on: Day,
        countsFor: Month,
        organization: Type.String(),
        status: Status,
        certificateNumber: Nullable(Type.String()),
        contentHash: Nullable(Type.String()),
        countersigned: Nullable(Countersigned),
      }),
    ),
  }),
});

/** How a month was charged without a reading. */
export const BILLED_BY = { average: 'По среднему', norm: 'По нормативу' } as const;
const UsePoint = obj({
  month: Month,
  use: Nullable(DecimalText),
  lastYear: Nullable(DecimalText),
  houseAverage: Nullable(DecimalText),
  value: Nullable(DecimalText),
  takenOn: Nullable(Day),
  estimated: Type.Boolean(),
  billedBy: Nullable(OneOf(Object.keys(BILLED_BY) as [keyof typeof BILLED_BY, ...(keyof typeof BILLED_BY)[]])),
});

export const getUsage = endpoint({
  method: 'GET',
  url: '/api/v1/homes/:houseId/:premisesId/usage',
  summary: 'Use by month for each meter of a home: thirteen months against the year before, the norm and the average of the house',
  params: home,
  query: obj({ month: Type.Optional(Month) }),
  answer: obj({
    month: Month,
    meters: Type.Array(
      obj({
        meterId: Id,
        service: Service,
        serviceName: Type.String(),
        serial: Type.String(),
        place: Type.String(),
        unit: Type.String(),
        decimals: Type.Integer(),
        normMonth: Nullable(DecimalText),
        persons: Type.Integer(),
        points: Type.Array(UsePoint),
      }),
    ),
  }),
});

export const requestReplacement = endpoint({
  method: 'POST',
  url: '/api/v1/meters/:houseId/:meterId/replacement',
  summary: 'Asks the organization to replace or verify a meter',
  params: ofMeter,
  body: obj({ reason: Reason, comment: Type.Optional(Text(1000)) }),
  answer: Replacement,
  errors: ['meters.replacementAsked', 'meters.removed', 'accounts.suspended'],
});
