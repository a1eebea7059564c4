// A resident's own application for temporary absence (Rules 354, part VIII): asked, proven by papers, decided by the organization.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, listEndpoint, type ListColumns } from './list.ts';
import { absenceStatuses } from './statuses/calculation.ts';
import { keysOf, wordsOf } from './statuses/standing.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text, Version } from './types.ts';

const Status = OneOf(keysOf(absenceStatuses));
export const PROOFS_MOST = 5;

const Proof = obj({ fileId: Id, name: Text(300) });
export const Absence = obj({
  houseId: Id,
  requestId: Id,
  persons: Type.Integer(),
  leftOn: Day,
  returnedOn: Day,
  appliedOn: Day,
  comment: Nullable(Text(500)),
  status: Status,
  decideBy: Day,
  isLate: Type.Boolean(),
  reason: Nullable(Text(500)),
  decidedAt: Nullable(Instant),
  proofs: Type.Array(Proof),
  version: Version,
  can: obj({ prove: Type.Boolean(), decide: Type.Boolean() }),
});
export type Absence = Static<typeof Absence>;

const ofAccount = obj({ houseId: Id, accountId: Id });
export const getAbsences = endpoint({
  method: 'GET',
  url: '/api/v1/accounts/:houseId/:accountId/absences',
  summary: 'What of the account is recalculated for an absence, and what the person has asked',
  params: ofAccount,
  answer: obj({
    account: Text(30),
    address: Text(300),
    organization: Text(300),
    today: Day,
    /** Null: nothing was charged yet, so nobody can say. */ services: Nullable(Type.Array(Text(300))),
    absences: Type.Array(Absence),
  }),
});
export const askAbsence = endpoint({
  method: 'POST',
  url: '/api/v1/accounts/:houseId/:accountId/absences',
  summary: 'Asks to recalculate for days away: before leaving or within 30 days after the return',
  params: ofAccount,
  body: obj({ persons: Type.Integer({ minimum: 1, maximum: 99 }), leftOn: Day, returnedOn: Day, comment: Type.Optional(Text(500)) }),
  answer: obj({ requestId: Id, decideBy: Day }),
  errors: ['absences.nothing', 'accounts.suspended'],
});

const ofRequest = obj({ houseId: Id, requestId: Id });
export const addAbsenceProof = endpoint({
  method: 'POST',
  url: '/api/v1/absences/:houseId/:requestId/proofs',
  summary: 'Adds a paper to an application that waits (multipart, up to 15 MB)',
  params: ofRequest,
  answer: obj({ requestId: Id }),
  errors: [
    'absences.decided',
    'absences.tooManyProofs',
    'file.missing',
    'file.active',
    'file.type',
    'file.mismatch',
    'file.tooLarge',
    'file.empty',
    'file.damaged',
  ],
});
export const getAbsenceProof = endpoint({
  method: 'GET',
  url: '/api/v1/absences/:houseId/:requestId/proofs/:fileId',
  summary: 'A paper of an application, for the person and the organization',
  params: obj({ houseId: Id, requestId: Id, fileId: Id }),
  answer: Type.Any(),
});

export const workAbsenceColumns = {
  askedAt: { title: 'Подано', kind: 'instant', filter: 'range', sortable: true },
  address: { title: 'Адрес', kind: 'text', filter: 'search' },
  account: { title: 'Счёт', kind: 'text', filter: 'search' },
  persons: { title: 'Человек', kind: 'integer' },
  leftOn: { title: 'Уехали', kind: 'day', sortable: true },
  returnedOn: { title: 'Вернулись', kind: 'day' },
  proofs: { title: 'Файлов', kind: 'integer' },
  status: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(absenceStatuses) },
  decideBy: { title: 'Ответить до', kind: 'day', sortable: true },
  reason: { title: 'Причина отказа', kind: 'text', nullable: true },
  houseId: { title: 'Дом', kind: 'id' },
  accountId: { title: 'Счёт', kind: 'id' },
  premisesId: { title: 'Квартира', kind: 'id' },
} as const satisfies ListColumns;
const work = { url: '/api/v1/work/absences', summary: 'Applications for absence that residents sent to the organization' };
export const listWorkAbsences = listEndpoint(workAbsenceColumns, work);
export const exportWorkAbsences = exportEndpoint(workAbsenceColumns, work);
export const getWorkAbsence = endpoint({
  method: 'GET',
  url: '/api/v1/work/absences/:houseId/:requestId',
  summary: 'One application for the organization',
  params: ofRequest,
  answer: obj({ absence: Absence, organizationId: Id, accountId: Id, account: Text(30), address: Text(300), person: Text(300) }),
});
export const decideAbsence = endpoint({
  method: 'POST',
  url: '/api/v1/work/absences/:houseId/:requestId/decision',
  summary: 'Accepts an application, which enters the absence for the runs, or refuses it with the reason',
  params: ofRequest,
  body: obj({ version: Version, decision: OneOf(['accept', 'refuse']), reason: Type.Optional(Text(500)) }),
  answer: obj({ status: Status, recalculations: Type.Integer() }),
  errors: ['absences.decided', 'run.notReady', 'object.changed'],
});
