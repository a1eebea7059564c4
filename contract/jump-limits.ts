// What difference from last month a run of an organization tells (CALC-2): set by its accountant from a month on.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Id, Instant, Month, obj, Text, Version } from './types.ts';

/** Where an organization says nothing, per cent. */
export const USUAL_JUMP_PERCENT = 30;
const Percent = Type.Integer({ minimum: 1, maximum: 1000, description: 'Per cent of the sum of last month' });

const SetLimit = obj({ at: Instant, who: Text(200), fromMonth: Month, percent: Percent });
export const JumpLimit = obj({
  organizationId: Id,
  organization: Text(300),
  /** Of the month that is computed next. */ percent: Percent,
  version: Version,
  /** The newest first. */ set: Type.Array(SetLimit),
});
export type JumpLimit = Static<typeof JumpLimit>;

export const getJumpLimits = endpoint({
  method: 'GET',
  url: '/api/v1/work/jump-limits',
  summary: 'What difference from last month the runs of own organizations tell, and who set it',
  answer: obj({ nextPeriod: Month, limits: Type.Array(JumpLimit) }),
});
export const setJumpLimit = endpoint({
  method: 'POST',
  url: '/api/v1/work/jump-limits/:organizationId',
  summary: 'Sets the difference for a month and all after it; drafts of these months are counted anew',
  params: obj({ organizationId: Id }),
  body: obj({ version: Version, fromMonth: Month, percent: Percent }),
  answer: obj({ version: Version }),
  errors: ['object.changed'],
});
