// One call to the acquirer and what it can end in. An answer that did not come, or that cannot be read, is `unknown`:
// the operation may have been carried out, and only the same key or a look at the object tells.
import { Type, type Static, type TSchema } from 'typebox';
import { Check } from 'typebox/value';

export type RefusedCode = 'badRequest' | 'credentials' | 'notFound' | 'keyReused';
export type UnknownWhy = 'timeOut' | 'connection' | 'server' | 'busy' | 'unreadable';

/** `refused`: nothing was done, and repeating changes nothing. `unknown`: ask again with the same key. */
export type AcquirerAnswer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: RefusedCode; readonly detail: string }
  | { readonly kind: 'unknown'; readonly why: UnknownWhy; readonly detail: string };

export type CallSettings = { readonly url: string; readonly shopId: string; readonly secret: string; readonly timeoutMs: number };
/** A `body` makes it a POST, which needs a `key`. */
export type Call = { readonly path: string; readonly key?: string; readonly body?: unknown };

const Problem = Type.Object({ type: Type.Literal('error'), code: Type.String(), description: Type.Optional(Type.String()) });

const unknown = (why: UnknownWhy, detail: string) => ({ kind: 'unknown', why, detail }) as const;

/** Calls the API under /v3 and reads the answer by the schema. Never throws. */
export async function callAcquirer<S extends TSchema>(settings: CallSettings, call: Call, schema: S): Promise<AcquirerAnswer<Static<S>>> {
  try {
    const response = await fetch(`${settings.url}/v3${call.path}`, {
      method: call.body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        authorization: `Basic ${Buffer.from(`${settings.shopId}:${settings.secret}`).toString('base64')}`,
        ...(call.body === undefined ? {} : { 'content-type': 'application/json', 'idempotence-key': call.key ?? '' }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      signal: AbortSignal.timeout(settings.timeoutMs),
    });
    return readAnswer(response.status, await response.text(), schema);
  } catch (error) {
    const { name, message, cause } = error as Error;
    return name === 'TimeoutError' ? unknown('timeOut', message) : unknown('connection', cause instanceof Error ? cause.message : message);
  }
}

function readAnswer<S extends TSchema>(status: number, text: string, schema: S): AcquirerAnswer<Static<S>> {
  const body = readJson(text);
  const problem = Check(Problem, body) ? body : undefined;
  const { code = '', description = '' } = problem ?? {};
  const detail = `${status} ${code} ${description}`.trim();
  if (status >= 500) return unknown('server', detail);
  // 202 says «still at work, ask again»; 429 says nothing was begun, yet the same key is the safe way on.
  if (status === 202 || status === 429) return unknown('busy', detail);
  // Only the acquirer's own words are a refusal: a 404 of some proxy in between says nothing of the payment.
  if (status >= 400 && problem === undefined) return unknown('unreadable', detail);
  if (status === 401 || status === 403) return { kind: 'refused', code: 'credentials', detail };
  if (status === 404) return { kind: 'refused', code: 'notFound', detail };
  if (status >= 400) {
    const keyReused = description.startsWith('Idempotence key duplicated');
    return { kind: 'refused', code: keyReused ? 'keyReused' : 'badRequest', detail };
  }
  if (status !== 200 || !Check(schema, body)) return unknown('unreadable', detail);
  return { kind: 'ok', value: body };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
