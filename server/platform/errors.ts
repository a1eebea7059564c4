// A refusal is an answer, not an accident: it has a code of the closed union in contract/errors.ts and becomes RFC 9457.
import { type ErrorCode, type Facts, type FieldProblem, type Problem, refusals } from '#contract/errors';

/** Thrown by commands and queries; rolls the transaction back and frees the Idempotency-Key. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly facts: Facts;
  readonly fields: readonly FieldProblem[];
  /** The object as it is now, for a conflict of versions. */
  readonly current: unknown;

  constructor(code: ErrorCode, more: { facts?: Facts; fields?: readonly FieldProblem[]; current?: unknown } = {}) {
    super(code);
    this.code = code;
    this.facts = more.facts ?? {};
    this.fields = more.fields ?? [];
    this.current = more.current;
  }
}

/** Refuses the whole request. `facts` are put into the Russian text. */
export function refuse(code: ErrorCode, facts: Facts = {}): never {
  throw new Refusal(code, { facts });
}

/** Refuses because of named fields: `pointer` is `/member` of the body. */
export function refuseFields(fields: readonly FieldProblem[], code: ErrorCode = 'input.invalid'): never {
  throw new Refusal(code, { fields });
}

/** Refuses because the object has changed since the caller saw it; `current` goes back to be compared. */
export function refuseChanged(current: unknown): never {
  throw new Refusal('object.changed', { current });
}

/** An object out of the actor's reach is answered exactly like one that does not exist. */
export function found<Value>(value: Value | undefined | null): Value {
  if (value === undefined || value === null) refuse('object.notFound');
  return value;
}

/** The body of the answer to a refusal. */
export function toProblem(refusal: Refusal, requestId: string): Problem {
  const { status, text } = refusals[refusal.code];
  return {
    type: `/errors/${refusal.code}`,
    title: text({ requestId, ...refusal.facts }),
    status,
    code: refusal.code,
    requestId,
    ...(refusal.fields.length > 0 && { fields: [...refusal.fields] }),
    ...(refusal.current !== undefined && { current: refusal.current }),
  };
}
