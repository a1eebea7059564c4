// What a billing run lacks (MTR-8): meters without a reading of the month, and what will be charged instead.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { moreHouses, soughtHouse } from './house-choice.ts';
import { DecimalText, Day, Id, Month, Nullable, obj, OneOf } from './types.ts';

export const CHARGED_INSTEAD = { average: 'По среднему', norm: 'По нормативу', nothing: 'Нечем посчитать' } as const;

const MissingReading = obj({
  premisesId: Nullable(Id),
  place: Type.String({ description: 'Number of the premises; «Весь дом» for a meter of the house' }),
  service: Type.String(),
  serials: Type.String(),
  readOn: Nullable(Day),
  instead: OneOf(['average', 'norm', 'nothing']),
  volume: Nullable(DecimalText),
  unit: Type.String(),
  /** Months, this one counted, that may still be charged by the average. */
  monthsLeft: Type.Integer(),
  raised: Nullable(DecimalText),
});
export type MissingReading = Static<typeof MissingReading>;

export const getMissingReadings = endpoint({
  method: 'GET',
  url: '/api/v1/work/missing-readings',
  summary: 'Meters of a house without a reading of the month, with what will be charged instead; where the organization computes, and which month is next',
  query: obj({ organizationId: Type.Optional(Id), houseId: Type.Optional(Id), month: Type.Optional(Month), ...soughtHouse }),
  answer: obj({
    places: Type.Array(obj({ organizationId: Id, houseId: Id, organization: Type.String(), address: Type.String() })),
    ...moreHouses,
    organizationId: Nullable(Id),
    houseId: Nullable(Id),
    month: Month,
    meters: Type.Integer(),
    rows: Type.Array(MissingReading),
  }),
});

export const exportMissingReadings = endpoint({
  method: 'GET',
  url: '/api/v1/work/missing-readings/export',
  summary: 'The same as a file: of one house, or of all where the organization keeps accounts',
  query: obj({ organizationId: Id, houseId: Type.Optional(Id), month: Month, format: OneOf(['csv', 'xlsx']) }),
  answer: Type.Any(),
});
