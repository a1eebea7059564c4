// The pages' only way to data: the API, called by loaders and actions on the server. Never imported by what runs in the browser.
import { redirect, type RouterContextProvider } from 'react-router';
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from '#contract/endpoint';
import type { Problem } from '#contract/errors';
import { addressContext, apiContext, type CallApi } from './contexts.ts';

type Member<Name extends string, Value> = {} extends Value ? { [N in Name]?: Value } : { [N in Name]: Value };
/** What a call takes; a part that may be empty may be left out. */
export type CallInput<E extends Endpoint> = Member<'params', ParamsOf<E>> & Member<'query', QueryOf<E>> & Member<'body', BodyOf<E>>;
/** Whether the command was done, and if not, why. */
export type Attempt<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };
type Context = Readonly<RouterContextProvider>;
type LooseInput = { params?: object; query?: object; body?: object };

/** What a call says, as texts: absent and empty members of the query are left out, a list of one is its one. */
function textsOf({ url }: Pick<Endpoint, 'url'>, input: LooseInput): NonNullable<Parameters<CallApi>[0]['read']> {
  const params = Object.fromEntries(Object.entries(input.params ?? {}).map(([name, value]) => [name, String(value)]));
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(input.query ?? {})) {
    const texts = (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined && one !== null && one !== '').map(String);
    if (texts.length > 0) query[name] = texts.length === 1 ? texts[0]! : texts;
  }
  return { route: url, params, query };
}

/** The whole address of a call: parameters put in, query appended; absent and empty members are left out, lists repeat. */
export const addressOf = (endpoint: Pick<Endpoint, 'url'>, input: LooseInput): string => addressOfTexts(textsOf(endpoint, input));

function addressOfTexts({ route, params, query }: ReturnType<typeof textsOf>): string {
  const path = route.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(String(params[name])));
  const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs).toString()}` : path;
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
  const answer = await ask(context, endpoint, input, headers);
  const next = encodeURIComponent(context.get(addressContext));
  if (answer.status === 401) throw redirect(`/sign-in?next=${next}`);
  if (answer.status === 403 && problemOf(403, answer.body).code === 'auth.secondFactor') throw redirect(`/sign-in/code?next=${next}`);
  return answer;
}

/** One call; whatever it was answered with. */
export function ask(
  context: Context,
  endpoint: Pick<Endpoint, 'method' | 'url'>,
  input: LooseInput,
  headers: Record<string, string> = {},
): ReturnType<CallApi> {
  const texts = textsOf(endpoint, input);
  const url = addressOfTexts(texts);
  const { method } = endpoint;
  return context.get(apiContext)(method === 'GET' ? { method, url, headers, read: texts } : { method, url, headers, body: input.body ?? {} });
}

const isProblem = (body: unknown): body is Problem => typeof body === 'object' && body !== null && 'code' in body && 'title' in body;

/** A refusal that is not a problem document (a proxy's page, an empty body) still becomes one. */
const problemOf = (status: number, body: unknown): Problem =>
  isProblem(body)
    ? body
    : {
        type: 'about:blank',
        title: 'Не получилось. Попробуйте ещё раз через минуту, введённое не пропадёт',
        status,
        code: status === 503 ? 'server.busy' : 'server.failed',
      };
