// How a module mounts an endpoint of its contract: who may call it, and the one function that answers.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerOf, Endpoint, InputOf } from '#contract/endpoint';
import type { Area } from '#contract/areas';
import type { Actor, Role } from './actor.ts';
import type { Db } from './tables.ts';
import type { Ground, Work } from './work.ts';

/** One kind of caller. `person`: anybody signed in; `machine:<operation>`: a key with that operation. */
export type Who = 'anyone' | 'person' | Role | `machine:${string}`;
/** Ring one of three: who may call at all, and with how many factors shown. The command's scoped load and policy follow. */
export type Access = {
  who: readonly Who[];
  level: 1 | 2;
  /** For representatives and children: what of the portal it belongs to. Without one it is closed to them. */ area?: Area | 'self';
};

/** Open to the public. */
export const anyone: Access = { who: ['anyone'], level: 1 };
/** Signed in by one factor at least. */
export const signedIn: Access = { who: ['person'], level: 1 };
/** Signed in by two factors. */
export const secured: Access = { who: ['person'], level: 2 };
/** Signed in by two factors, and whoever was let into the area: a representative, a child. */
export const within = (area: Area): Access => ({ ...secured, area });
/** The person at the screen, with two factors, also while acting for another: for going back, and for the own codes. */
export const own: Access = { who: ['person'], level: 2, area: 'self' };
/** Only these callers, people with two factors. */
export const only = (...who: Who[]): Access => ({ who, level: 2 });

/** What a query gets: no transaction, no way to change anything but through the database's own rights. */
export type Reading = {
  db: Db;
  actor: Actor;
  now: Date;
  /** What was read already for the page being made: `onceAPage`. */ page?: Map<string, Promise<unknown>>;
};
/** What a flow gets: it may talk to outside systems between its commands. `id` is the Idempotency-Key. */
export type Flow = { ground: Ground; db: Db; actor: Actor; now: Date; id: string; route: string };
/** Cookies of the answer. */
export type Cookies = { setSession(token: string, until: Date | null): void; dropSession(): void; setDevice(token: string, until: Date): void };

/** What body a stream reads: `raw` is a letter of an outside system, whole; `bytes` come as a stream of any length. */
type Accepts = 'nothing' | 'multipart' | 'raw' | 'bytes';

type Handled =
  | { kind: 'query'; handle(reading: Reading, input: InputOf<Endpoint>, ground: Ground): Promise<unknown> }
  | { kind: 'command'; handle(work: Work, input: InputOf<Endpoint>): Promise<unknown> }
  | { kind: 'once'; handle(flow: Flow, input: InputOf<Endpoint>, cookies: Cookies): Promise<unknown> }
  | { kind: 'flow'; handle(flow: Flow, input: InputOf<Endpoint>): Promise<unknown> }
  | { kind: 'stream'; handle(streaming: Streaming, request: FastifyRequest, reply: FastifyReply): Promise<unknown>; accepts: Accepts };

/** What a streaming route gets: files in and out, events. Its input was checked against the contract like any other. */
export type Streaming = Reading & { ground: Ground; input: InputOf<Endpoint> };
/** `consent`: the purpose without whose consent the route does nothing (PRIV-1). */
export type Route = { endpoint: Endpoint; access: Access; consent?: string } & Handled;

/** A read: one scoped statement or a few, never a change. `ground` is for one thing alone: to tell a person that staff looked at his data. */
export function query<E extends Endpoint>(
  endpoint: E,
  access: Access,
  handle: (reading: Reading, input: InputOf<E>, ground: Ground) => Promise<AnswerOf<E>>,
): Route {
  return { endpoint, access, kind: 'query', handle };
}

/** A change: one transaction, remembered under the caller's Idempotency-Key. */
export function command<E extends Endpoint>(endpoint: E, access: Access, handle: (work: Work, input: InputOf<E>) => Promise<AnswerOf<E>>): Route {
  return { endpoint, access, kind: 'command', handle };
}

/**
 * A change whose answer must not be remembered (signing in, secrets shown once): needs no key. It runs in no transaction,
 * so that a password is hashed outside one and a failed try stays counted; the handler does its commands with `runOnce`.
 */
export function once<E extends Endpoint>(
  endpoint: E,
  access: Access,
  handle: (flow: Flow, input: InputOf<E>, cookies: Cookies) => Promise<AnswerOf<E>>,
): Route {
  return { endpoint, access, kind: 'once', handle };
}

/** Several commands with outside calls between them, none inside a transaction. The handler derives its commands' ids from `flow.id`. */
export function flow<E extends Endpoint>(endpoint: E, access: Access, handle: (flow: Flow, input: InputOf<E>) => Promise<AnswerOf<E>>): Route {
  return { endpoint, access, kind: 'flow', handle };
}

/** Files and events: the handler writes to the reply itself. `accepts` says what body it reads. */
export function stream<E extends Endpoint>(
  endpoint: E,
  access: Access & { accepts?: Accepts },
  handle: (streaming: Reading & { ground: Ground; input: InputOf<E> }, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): Route {
  const { accepts = 'nothing', ...who } = access;
  return { endpoint, access: who, kind: 'stream', accepts, handle };
}
