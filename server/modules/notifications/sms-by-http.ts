// SMS by an HTTP gateway, whatever its dialect.
import type { SendResult } from './send-result.ts';
import type { SmsChannel } from './sms-channel.ts';
import type { Call, SmsAccount, SmsDialect } from './sms-dialects.ts';

type Gateway = { readonly url: string; readonly timeoutMs: number; readonly account: SmsAccount };
type Answered = { readonly failure: SendResult } | { readonly answer: unknown };

/** Neither call throws. A time-out is `temporary`: where the gateway knows our ids, the repeat is one message. */
export function openHttpSms(gateway: Gateway, dialect: SmsDialect): SmsChannel {
  return {
    send: async (sms) => {
      const called = await post(gateway, dialect.send(gateway.account, sms));
      return 'failure' in called ? called.failure : (dialect.sent(called.answer, sms) ?? unreadable);
    },
    statuses: async (messages) => {
      const called = await post(gateway, dialect.ask(gateway.account, messages));
      const said = 'failure' in called ? undefined : dialect.told(called.answer);
      return new Map(messages.map(({ id, reference }) => [id, said?.get(dialect.keepsOurIds ? id : reference) ?? 'unknown']));
    },
    close: () => {},
  };
}

const unreadable: SendResult = { outcome: 'temporary', why: 'the answer of the gateway cannot be read' };

/** Gateways tell errors of the account with status 200, so the body decides; other statuses are for now or ours to mend. */
async function post({ url, timeoutMs }: Gateway, { path, json, form }: Call): Promise<Answered> {
  const temporary = (why: string): Answered => ({ failure: { outcome: 'temporary', why } });
  try {
    const body = form ? new URLSearchParams(form) : JSON.stringify(json);
    const headers: Record<string, string> = form ? {} : { 'content-type': 'application/json' };
    const response = await fetch(url.replace(/\/$/, '') + path, { method: 'POST', redirect: 'manual', headers, body, signal: AbortSignal.timeout(timeoutMs) });
    if (response.status >= 500 || response.status === 429) return temporary(`the gateway answered ${response.status}`);
    if (response.status !== 200) return { failure: { outcome: 'configuration', why: `the gateway answered ${response.status}` } };
    return { answer: await response.json() };
  } catch (error) {
    return temporary((error as Error).message);
  }
}
