// Lost ways of signing in: one operator writes down how the person proved who he is, another agrees, a day later they are taken off (AUTH-9).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

export const RESET_PROOFS = ['in_person', 'video', 'notary'] as const;
/** Hours between the second operator's word and the deed, in which the person may cancel. */
export const RESET_HOURS = 24;

const byPerson = obj({ personId: Id });
const byReset = obj({ personId: Id, resetId: Id });
export const FactorReset = obj({
  id: Id,
  proof: OneOf(RESET_PROOFS),
  note: Text(1000),
  newPhone: Nullable(Text(60)),
  askedBy: Text(300),
  askedAt: Instant,
  dueAt: Nullable(Instant),
  can: obj({ approve: Type.Boolean(), refuse: Type.Boolean() }),
});

export const askFactorReset = endpoint({
  method: 'POST',
  url: '/api/v1/work/people/:personId/factor-resets',
  summary: 'Write down the proof of identity of a person who lost the ways of signing in; the person is told',
  params: byPerson,
  body: obj({ proof: OneOf(RESET_PROOFS), note: Text(1000, 10), newPhone: Type.Optional(Text(60)) }),
  answer: obj({ resetId: Id }),
  errors: ['people.noLook', 'people.notYours', 'people.resetOpen'],
});
export const approveFactorReset = endpoint({
  method: 'POST',
  url: '/api/v1/work/people/:personId/factor-resets/:resetId/approve',
  summary: 'A second operator agrees; a day later it is done, unless the person cancels',
  params: byReset,
  answer: obj({ dueAt: Instant }),
  errors: ['people.noLook', 'people.notYours', 'people.secondOperator', 'people.resetOver'],
});
export const refuseFactorReset = endpoint({
  method: 'POST',
  url: '/api/v1/work/people/:personId/factor-resets/:resetId/refuse',
  summary: 'An operator stops it',
  params: byReset,
  answer: obj({}),
  errors: ['people.noLook', 'people.notYours', 'people.resetOver'],
});
export const getOwnReset = endpoint({
  method: 'GET',
  url: '/api/v1/factor-reset',
  summary: 'Whether somebody is taking off the own ways of signing in, and when',
  answer: obj({ reset: Nullable(obj({ askedAt: Instant, dueAt: Nullable(Instant), newPhone: Nullable(Text(60)) })) }),
});
export const cancelOwnReset = endpoint({
  method: 'POST',
  url: '/api/v1/factor-reset/cancel',
  summary: 'Cancel it: one factor is enough',
  answer: obj({}),
  errors: ['people.resetOver'],
});

/** How many open cases the list shows. */
export const RESETS_MOST = 100;
/** Cases of lost ways without a word of whose: who opens one makes a look, which the person is told of. */
export const getFactorResets = endpoint({
  method: 'GET',
  url: '/api/v1/work/factor-resets',
  summary: 'Open cases of lost ways of signing in, those that wait the longest first; nobody is named',
  answer: obj({
    resets: Type.Array(
      obj({
        id: Id,
        proof: OneOf(RESET_PROOFS),
        askedBy: Text(300),
        askedAt: Instant,
        approvedBy: Nullable(Text(300)),
        dueAt: Nullable(Instant),
        can: obj({ approve: Type.Boolean() }),
      }),
    ),
  }),
});
export const openFactorReset = endpoint({
  method: 'POST',
  url: '/api/v1/work/factor-resets/:resetId/looks',
  summary: 'Look at the person of a case; the person is told who looked and why',
  params: obj({ resetId: Id }),
  answer: obj({ personId: Id }),
  errors: ['limit.exceeded'],
});
