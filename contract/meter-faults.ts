// From which day a meter's readings may not be charged by, and until when.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { PLAIN_FAULTS } from './meter-fault-words.ts';
import { ZONES } from './meter-words.ts';
import { Day, Id, Kopecks, Month, Nullable, obj, OneOf, Text, Version } from './types.ts';

const ofMeter = obj({ houseId: Id, meterId: Id });

export const noteFault = endpoint({
  method: 'POST',
  url: '/api/v1/work/meters/:houseId/:meterId/fault',
  summary:
    'Marks that a meter fails, that its seal is torn or that people do not let it be checked, from a day, by an act: months are then charged by the average, then by the norm',
  params: ofMeter,
  body: obj({ version: Version, kind: OneOf(PLAIN_FAULTS), fromDay: Day, act: Text(200, 1) }),
  answer: obj({ version: Version }),
  errors: ['meters.removed', 'meters.faultOpen', 'object.changed', 'run.notReady'],
});

export const noteTampering = endpoint({
  method: 'POST',
  url: '/api/v1/work/meters/:houseId/:meterId/tampering',
  summary:
    'Marks that a check found tampering with a meter, by an act: from the day that the act establishes, else from the last check, at most three months before the month of finding, its service is charged by the norm ten times until it is put right (item 62 of Rules 354)',
  params: ofMeter,
  body: obj({ version: Version, foundOn: Day, fromDay: Nullable(Day), act: Text(200, 1) }),
  answer: obj({ version: Version, fromDay: Day }),
  errors: ['meters.removed', 'meters.faultOpen', 'meters.noTampering', 'object.changed', 'run.notReady'],
});

export const previewTampering = endpoint({
  method: 'POST',
  url: '/api/v1/work/meters/:houseId/:meterId/tampering/preview',
  summary:
    'What a mark of tampering would charge: the flat by months and services, up to the run that would take it, and the others of the house; refuses as the mark itself would; nothing is written',
  params: ofMeter,
  body: obj({ foundOn: Day, fromDay: Nullable(Day), act: Text(200) }),
  answer: obj({
    fromDay: Day,
    /** Days of the mark within the months that were counted. */
    days: Type.Integer(),
    /** The last month that was counted. */
    to: Month,
    kopecks: Kopecks,
    /** Of the flat; `posted`: a correction of a posted month. */
    lines: Type.Array(
      obj({ account: Text(30), service: Text(300), month: Month, posted: Type.Boolean(), days: Type.Integer(), kopecks: Kopecks, formula: Text(2000) }),
    ),
    /** Other accounts of the house, whose common needs go by what flats use. */
    others: obj({ accounts: Type.Integer(), kopecks: Kopecks }),
    /** Something of the flat could not be counted: a tariff or a norm is missing. */
    uncounted: Type.Boolean(),
  }),
  errors: ['meters.removed', 'meters.faultOpen', 'meters.noTampering'],
});

export const endFault = endpoint({
  method: 'POST',
  url: '/api/v1/work/meters/:houseId/:meterId/fault/end',
  summary: 'Ends the mark on the day when the meter was put right or checked, with what stood on its dial; ended on its first day it is taken back',
  params: ofMeter,
  body: obj({ version: Version, toDay: Day, readings: Type.Array(obj({ zone: OneOf(ZONES), value: Text(40) }), { maxItems: 3 }) }),
  answer: obj({ version: Version }),
  errors: ['meters.removed', 'meters.noFault', 'meters.nothingTyped', 'object.changed', 'run.notReady'],
});
