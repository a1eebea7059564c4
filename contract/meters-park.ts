// The meters of an organization: which stand where, one with its readings and requests, what staff read and verify themselves.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { METER_FAULTS, type MeterFault } from './meter-fault-words.ts';
import { METERED_SERVICES, READING_SOURCES, type ReadingSource, REPLACEMENT_REASONS, type ReplacementReason, ZONES } from './meter-words.ts';
import { meterMembers } from './meters.ts';
import { readingStatuses, replacementStatuses } from './statuses/meters.ts';
import { keysOf } from './statuses/standing.ts';
import { Day, DecimalText, Id, Instant, Month, Nullable, obj, OneOf, Text, Version } from './types.ts';

export const METER_PLACES = { flat: 'Квартирный', house: 'Общедомовой' } as const;
const ofMeter = obj({ houseId: Id, meterId: Id });

export const workMeterColumns = {
  address: { title: 'Адрес', kind: 'text', filter: 'search', sortable: true },
  kind: { title: 'Вид', kind: 'status', filter: 'oneOf', words: METER_PLACES },
  service: { title: 'Услуга', kind: 'status', filter: 'oneOf', words: METERED_SERVICES },
  serial: { title: 'Номер', kind: 'text', filter: 'search', sortable: true },
  stateNumber: { title: 'Номер в ГИС ЖКХ', kind: 'text', filter: 'search', nullable: true },
  place: { title: 'Место', kind: 'text' },
  verifiedUntil: { title: 'Поверка до', kind: 'day', filter: 'range', sortable: true, nullable: true },
  readOn: { title: 'Последнее показание', kind: 'day', filter: 'range', sortable: true, nullable: true },
  houseId: { title: 'Дом', kind: 'id', filter: 'exact' },
  premisesId: { title: 'Помещение', kind: 'id', nullable: true },
} as const satisfies ListColumns;

const park = { url: '/api/v1/work/meters', summary: 'Meters that stand and whose readings the organizations of the caller take' };
export const listWorkMeters = listEndpoint(workMeterColumns, park);
export const exportWorkMeters = exportEndpoint(workMeterColumns, park);

export const getMeterPlaces = endpoint({
  method: 'GET',
  url: '/api/v1/work/meter-places',
  summary: 'Where a meter may be put in: organizations and houses by the words of their address, and the premises of one house',
  query: obj({ houseId: Type.Optional(Id), ...soughtHouse }),
  answer: obj({
    today: Day,
    organizations: Type.Array(obj({ id: Id, name: Type.String() })),
    houses: Type.Array(obj({ houseId: Id, address: Type.String() })),
    ...moreHouses,
    premises: Type.Array(obj({ premisesId: Id, number: Type.String() })),
  }),
});

const sources = Object.keys(READING_SOURCES) as [ReadingSource, ...ReadingSource[]];
const reasons = Object.keys(REPLACEMENT_REASONS) as [ReplacementReason, ...ReplacementReason[]];

export const getWorkMeter = endpoint({
  method: 'GET',
  url: '/api/v1/work/meters/:houseId/:meterId',
  summary: 'A meter as its organization sees it: readings of two years with those that were replaced, requests, what may be done',
  params: ofMeter,
  answer: obj({
    ...meterMembers,
    address: Type.String(),
    timeZone: Type.String(),
    today: Day,
    isOfHouse: Type.Boolean(),
    stateNumber: Nullable(Type.String()),
    removedOn: Nullable(Day),
    replacedBy: Nullable(Id),
    version: Version,
    faults: Type.Array(obj({ kind: OneOf(Object.keys(METER_FAULTS) as [MeterFault, ...MeterFault[]]), fromDay: Day, toDay: Day, act: Type.String() }), {
      description: 'Marks that have ended',
    }),
    requests: Type.Array(
      obj({
        id: Id,
        at: Instant,
        reason: OneOf(reasons),
        comment: Nullable(Type.String()),
        status: OneOf(keysOf(replacementStatuses)),
        answer: Nullable(Type.String()),
        version: Version,
      }),
    ),
    readings: Type.Array(
      obj({
        month: Month,
        zone: Type.String(),
        zoneName: Type.String(),
        takenOn: Day,
        value: DecimalText,
        use: Nullable(DecimalText),
        source: OneOf(sources),
        status: OneOf(keysOf(readingStatuses)),
        confirmed: Type.Boolean(),
        at: Instant,
        photoId: Nullable(Id),
      }),
    ),
  }),
});

export const enterReadings = endpoint({
  method: 'POST',
  url: '/api/v1/work/meters/:houseId/:meterId/readings',
  summary: 'Staff read a meter themselves, of a house or of a flat: the same checks as for residents; all zones at once',
  params: ofMeter,
  body: obj({
    takenOn: Type.Optional(Day),
    confirmed: Type.Optional(Type.Boolean()),
    readings: Type.Array(obj({ zone: OneOf(ZONES), value: Text(40) }), { minItems: 1, maxItems: 3 }),
  }),
  answer: obj({ kept: Type.Integer(), countsFor: Month, notes: Type.Array(Type.String()) }),
  errors: ['meters.confirmWarnings', 'meters.nothingTyped', 'meters.removed'],
});

export const enterControl = endpoint({
  method: 'POST',
  url: '/api/v1/work/meters/:houseId/:meterId/control',
  summary:
    'What a check by an act found on the dial, all zones at once: it may be less than what was handed in, the difference is of the month of the check (item 61 of Rules 354)',
  params: ofMeter,
  body: obj({
    takenOn: Day,
    act: Text(200, 1),
    confirmed: Type.Optional(Type.Boolean()),
    readings: Type.Array(obj({ zone: OneOf(ZONES), value: Text(40) }), { minItems: 1, maxItems: 3 }),
  }),
  answer: obj({ kept: Type.Integer(), countsFor: Month, notes: Type.Array(Type.String()) }),
  errors: ['meters.confirmWarnings', 'meters.nothingTyped', 'meters.removed', 'run.notReady'],
});

export const setVerification = endpoint({
  method: 'POST',
  url: '/api/v1/work/meters/:houseId/:meterId/verification',
  summary: 'Records that a meter was verified: the day, the next term, the seal; reminders go by the new term',
  params: ofMeter,
  body: obj({ version: Version, verifiedOn: Day, nextVerificationOn: Day, sealedOn: Type.Optional(Day) }),
  answer: obj({ version: Version }),
  errors: ['meters.removed', 'object.changed'],
});
