// What one route of the API is, said once: the server mounts it, the web app calls it, OpenAPI is made from it.
import type { Static, TObject, TSchema } from 'typebox';
import type { ErrorCode } from './errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Endpoint<Params extends TSchema = TSchema, Query extends TSchema = TSchema, Body extends TSchema = TSchema, Answer extends TSchema = TSchema> = {
  readonly method: Method;
  /** With `:name` for each member of `params`. */
  readonly url: string;
  /** One English sentence: what a caller gets or does. */
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly answer: Answer;
  /** Refusals beside the ones every route may give. */
  readonly errors: readonly ErrorCode[];
};

type Given = {
  method: Method;
  url: string;
  summary: string;
  params?: TObject;
  query?: TSchema;
  body?: TSchema;
  answer: TSchema;
  errors?: readonly ErrorCode[];
};
type Or<Schema, Else extends TSchema> = Schema extends TSchema ? Schema : Else;
export type Nothing = TObject<{}>;

/** Nothing beyond what is declared: an unknown member is refused, not ignored. */
export const nothing = { type: 'object', properties: {}, additionalProperties: false } as unknown as Nothing;

/** Declares a route. What is left out (params, query, body) is an empty object. */
export function endpoint<const E extends Given>(given: E): Endpoint<Or<E['params'], Nothing>, Or<E['query'], Nothing>, Or<E['body'], Nothing>, E['answer']> {
  return { params: nothing, query: nothing, body: nothing, errors: [], ...given } as never;
}

export type ParamsOf<E extends Endpoint> = Static<E['params']>;
export type QueryOf<E extends Endpoint> = Static<E['query']>;
export type BodyOf<E extends Endpoint> = Static<E['body']>;
export type AnswerOf<E extends Endpoint> = Static<E['answer']>;
/** Everything a caller gives: parameters, query and body. */
export type InputOf<E extends Endpoint> = { params: ParamsOf<E>; query: QueryOf<E>; body: BodyOf<E> };
