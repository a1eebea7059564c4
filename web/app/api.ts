// The pages' only way to data: the API, called by loaders and actions on the server. Never imported by what runs in the browser.
import { redirect, type RouterContextProvider } from 'react-router';
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '#contract/endpoint';
import type { Problem } from '#contract/errors';
import { addressContext, apiContext } from './contexts.ts';

type Member<Name extends string, Value> = {} extends Value ? { [N in Name]?: Value } : { [N in Name]: Value };
/** What a call takes; a part that may be empty may be left out. */
export type CallInput<E extends Endpoint> = Member<'params', ParamsOf<E>> & Member<'query', QueryOf<E>> & Member<'body', BodyOf<E>>;
/** Whether the command was done, and if not, why. */
export type Attempt<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };
type Context = Readonly<RouterContextProvider>;
type LooseInput = { params?: object; query?: object; body?: object };

/** The whole address of a call: parameters put in, query appended; absent and empty members are left out, lists repeat. */
export function addressOf(endpoint: Pick<Endpoint, 'url'>, input: LooseInput): string {
  const params = new Map(Object.entries(input.params ?? {}));
  const path = endpoint.url.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(String(params.get(name))));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && one !== null && one !== '') query.append(name, String(one));
  }
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

/** The answer of a read. Throws what the page then shows: a redirect to sign-in, or a Response with the refusal's status. */
export async function load<E extends Endpoint>(context: Context, endpoint: E, input: CallInput<E>): Promise<AnswerOf<E>> {
  const { status, body } = await call(context, endpoint, input);
  if (status < 400) return body as AnswerOf<E>;
  throw Response.json(problemOf(status, body), { status });
}

/** Does a command once: `key` (a UUID from the form) makes a repeated sending harmless. A refusal comes back as a problem to show. */
export async function attempt<E extends Endpoint>(context: Context, endpoint: E, input: CallInput<E>, { key }: { key: string }): Promise<Attempt<AnswerOf<E>>> {
  const { status, body } = await call(context, endpoint, input, { 'idempotency-key': key });
  return status < 400 ? { ok: true, value: body as AnswerOf<E> } : { ok: false, problem: problemOf(status, body) };
}

async function call(context: Context, endpoint: Endpoint, input: LooseInput, headers: Record<string, string> = {}): Promise<{ status: number; body: unknown }> {
  const answer = await context.get(apiContext)({ method: endpoint.method, url: addressOf(endpoint, input), headers, ...(endpoint.method === 'GET' ? {} : { body: input.body ?? {} }) });
  const next = encodeURIComponent(context.get(addressContext));
  if (answer.status === 401) throw redirect(`/sign-in?next=${next}`);
  if (answer.status === 403 && problemOf(403, answer.body).code === 'auth.secondFactor') throw redirect(`/sign-in/code?next=${next}`);
  return answer;
}

const isProblem = (body: unknown): body is Problem => typeof body === 'object' && body !== null && 'code' in body && 'title' in body;

/** A refusal that is not a problem document (a proxy's page, an empty body) still becomes one. */
const problemOf = (status: number, body: unknown): Problem =>
  isProblem(body) ? body : { type: 'about:blank', title: 'Не получилось. Попробуйте ещё раз через минуту, введённое не пропадёт', status, code: status === 503 ? 'server.busy' : 'server.failed' };
