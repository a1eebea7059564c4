// SMS by an HTTP gateway, dialect «messages/v2»: a list of messages each way, a status for each, our own id against repeats.
import { Type, type Static } from 'typebox';
import { Check } from 'typebox/value';
import type { SendResult } from './send-result.ts';

/** `to` is a Russian mobile number: 7 and ten digits. */
export type Sms = { readonly id: string; readonly to: string; readonly text: string };
export type SmsSettings = { readonly url: string; readonly login: string; readonly key: string; readonly sender?: string; readonly timeoutMs: number };
/** `unknown`: the gateway does not know it or could not be asked. */
export type SmsDelivery = 'delivered' | 'onTheWay' | 'failed' | 'unknown';
export type SmsChannel = {
  send(sms: Sms): Promise<SendResult>;
  /** What became of messages sent before, by our ids; at most 200 at a time. */
  statuses(ids: readonly string[]): Promise<ReadonlyMap<string, SmsDelivery>>;
};

const Answer = Type.Object({
  status: Type.String(),
  description: Type.Optional(Type.String()),
  messages: Type.Optional(Type.Array(Type.Object({ clientId: Type.String(), status: Type.String(), smscId: Type.Optional(Type.String()) }))),
});

/** Refusals that no other attempt will change. The rest (balance, sender's name) is ours to mend. */
const badForever = new Set(['invalid mobile phone', 'text is empty', 'text must be string']);
const deliveries: Readonly<Record<string, SmsDelivery>> = {
  delivered: 'delivered',
  accepted: 'onTheWay',
  queued: 'onTheWay',
  'smsc submit': 'onTheWay',
  'delivery error': 'failed',
  'smsc reject': 'failed',
};

/** Neither call throws. A time-out is `temporary`: the repeat with the same id is one message for the gateway. */
export function openSmsChannel(settings: SmsSettings): SmsChannel {
  const account = { login: settings.login, password: settings.key };
  return {
    send: async ({ id, to, text }) => {
      const message = { clientId: id, phone: to, text, ...(settings.sender ? { sender: settings.sender } : {}) };
      const called = await post(settings, '/messages/v2/send.json', { ...account, messages: [message] });
      if ('failure' in called) return called.failure;
      const [kept] = called.messages;
      if (kept === undefined) return { outcome: 'temporary', why: 'the gateway said nothing of the message' };
      if (kept.status === 'accepted') return { outcome: 'accepted', reference: kept.smscId ?? id };
      return { outcome: badForever.has(kept.status) ? 'permanent' : 'configuration', why: kept.status };
    },
    statuses: async (ids) => {
      const called = await post(settings, '/messages/v2/status.json', { ...account, messages: ids.map((clientId) => ({ clientId })) });
      const said = new Map('failure' in called ? [] : called.messages.map(({ clientId, status }) => [clientId, status]));
      return new Map(ids.map((id) => [id, deliveries[said.get(id) ?? ''] ?? 'unknown']));
    },
  };
}

type Called = { failure: SendResult } | { messages: NonNullable<Static<typeof Answer>['messages']> };

/** The gateway tells errors of the account with status 200, so the body decides. */
async function post(settings: SmsSettings, path: string, body: unknown): Promise<Called> {
  const temporary = (why: string) => ({ failure: { outcome: 'temporary', why } as const });
  try {
    const response = await fetch(settings.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(settings.timeoutMs),
    });
    if (response.status >= 500 || response.status === 429) return temporary(`the gateway answered ${response.status}`);
    const answer = await response.json();
    if (response.status !== 200) return { failure: { outcome: 'configuration', why: `the gateway answered ${response.status}` } };
    if (!Check(Answer, answer)) return temporary('the answer of the gateway cannot be read');
    if (answer.status !== 'ok') return { failure: { outcome: 'configuration', why: answer.description ?? answer.status } };
    return { messages: answer.messages ?? [] };
  } catch (error) {
    return temporary((error as Error).message);
  }
}
