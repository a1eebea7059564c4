// Long work that can be watched, left, come back to and, where that is safe, cancelled.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { progressStatuses } from './statuses/progress.ts';
import { keysOf } from './statuses/standing.ts';
import { Id, Instant, Nullable, obj, OneOf } from './types.ts';

export const ProgressShown = obj({
  id: Id,
  kind: Type.String({ description: 'Which work: `billing.registerLoad`' }),
  title: Type.String({ description: 'Russian, for the screen' }),
  done: Type.Integer({ minimum: 0 }),
  total: Nullable(Type.Integer({ minimum: 0 })),
  status: OneOf(keysOf(progressStatuses)),
  note: Nullable(Type.String({ description: 'Russian: the step at hand, or why it failed' })),
  result: Type.Unknown({ description: 'What came of it, as the kind of work says' }),
  startedAt: Instant,
  seenAt: Instant,
  can: obj({ cancel: Type.Boolean() }),
});

export const getProgress = endpoint({
  method: 'GET',
  url: '/api/v1/progress/:id',
  summary: 'How far a long work of the caller or of their organization is',
  params: obj({ id: Id }),
  answer: ProgressShown,
});

export const listProgress = endpoint({
  method: 'GET',
  url: '/api/v1/progress',
  summary: 'The last twenty long works of the caller and of their organizations, newest first',
  answer: obj({ works: Type.Array(ProgressShown) }),
});

export const cancelProgress = endpoint({
  method: 'POST',
  url: '/api/v1/progress/:id/cancel',
  summary: 'Asks a long work to stop; it stops at its next safe point',
  params: obj({ id: Id }),
  answer: ProgressShown,
  errors: ['progress.finished', 'progress.notSafe'],
});
