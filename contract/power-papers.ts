// Powers of attorney on paper (ROLE-3): the representative hands in a copy, a reviewer looks at it, the owner is told and may say no.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { confirmationFields } from './identity.ts';
import { PowerRights } from './powers.ts';
import { powerPaperStatuses } from './statuses/identity.ts';
import { keysOf } from './statuses/standing.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

const said = { rights: PowerRights, toDay: Day, number: Text(60, 1), signedOn: Day, notary: Text(200, 1) };
const terms = { /** Telephone, address or login of the owner. */ principal: Text(254, 1), ...said };
export const PowerPaper = obj({
  id: Id,
  status: OneOf(keysOf(powerPaperStatuses)),
  side: OneOf(['principal', 'representative']),
  ...said,
  /** Who the other is: to the owner a name; to the representative what he typed, while it is not decided. */
  other: Nullable(Text(300)),
  /** Null: not there, or deleted since. */
  file: Nullable(obj({ name: Text(300), sha256: Type.String() })),
  decideBy: Nullable(Day),
  reply: Nullable(Text(1_000)),
  can: obj({ change: Type.Boolean(), withdraw: Type.Boolean() }),
});
export type PowerPaper = Static<typeof PowerPaper>;

const ofPaper = obj({ paperId: Id });
const NOT_OPEN = ['power.paperClosed', 'power.notConfirmed'] as const;
const url = '/api/v1/powers/papers';
export const getPowerPapers = endpoint({
  method: 'GET',
  url,
  summary: 'Powers of attorney on paper that the person handed in, and those in the person’s name',
  answer: obj({ papers: Type.Array(PowerPaper), /** Identity was proven. */ isConfirmed: Type.Boolean() }),
});
export const startPowerPaper = endpoint({
  method: 'POST',
  url,
  summary: 'Write down what the paper says, in place of the one that was not handed in',
  body: obj(terms),
  answer: obj({ paperId: Id }),
  errors: ['power.notConfirmed'],
});
export const putPowerCopy = endpoint({
  method: 'POST',
  url: `${url}/:paperId/file`,
  summary: 'Put the copy of the paper: PDF or JPEG, up to 20 MB (multipart)',
  params: ofPaper,
  answer: obj({ paperId: Id }),
  errors: ['power.paperClosed', 'file.missing', 'file.active', 'file.type', 'file.mismatch', 'file.tooLarge', 'file.empty', 'file.damaged', 'file.locked'],
});
export const getPowerCopy = endpoint({
  method: 'GET',
  url: `${url}/:paperId/file`,
  summary: 'The copy, for the two and the reviewer',
  params: ofPaper,
  answer: Type.Any(),
});
export const askPowerPaperCode = endpoint({
  method: 'POST',
  url: `${url}/:paperId/code`,
  summary: 'Send a code for handing in exactly this',
  params: ofPaper,
  answer: obj({ confirmationId: Id, sentTo: Type.String(), expiresAt: Instant }),
  errors: [...NOT_OPEN, 'confirm.noChannel', 'limit.exceeded'],
});
export const submitPowerPaper = endpoint({
  method: 'POST',
  url: `${url}/:paperId/submit`,
  summary: 'Hand in, confirmed by the code',
  params: ofPaper,
  body: obj(confirmationFields),
  answer: obj({ decideBy: Day }),
  errors: [...NOT_OPEN, 'confirm.wrong', 'confirm.expired', 'confirm.used', 'confirm.otherContent', 'power.noSuchOwner', 'power.exists', 'power.paperWaits'],
});
export const withdrawPowerPaper = endpoint({
  method: 'POST',
  url: `${url}/:paperId/withdraw`,
  summary: 'Take back; or, by the owner, say that there is no such power',
  params: ofPaper,
  answer: obj({}),
  errors: ['power.paperClosed'],
});

export const WorkPowerPaper = obj({
  id: Id,
  ...said,
  principal: Text(300),
  representative: Text(300),
  fileName: Text(300),
  decideBy: Day,
  isLate: Type.Boolean(),
});
const work = '/api/v1/work/power-papers';
export const getWorkPowerPapers = endpoint({
  method: 'GET',
  url: work,
  summary: 'Powers on paper that wait for a reviewer, those to decide first; at most fifty',
  answer: obj({ papers: Type.Array(WorkPowerPaper), count: Type.Integer() }),
});
export const decidePowerPaper = endpoint({
  method: 'POST',
  url: `${work}/:paperId/decision`,
  summary: 'Accept or refuse, with the reason',
  params: ofPaper,
  body: obj({ decision: OneOf(['accept', 'refuse']), reason: Type.Optional(Text(1_000)) }),
  answer: obj({ status: OneOf(keysOf(powerPaperStatuses)) }),
  errors: ['power.paperClosed', 'power.noSuchOwner', 'power.exists'],
});
