// The port to the state payments system and its client over HTTP. Whatever does not come, or cannot be read, is `unknown`: ask again under the same id.
import { type Charge, type ChargeQuery, chargesRequest, paymentRequest, type PaymentNotice, readCharges, readProtocol } from './state-wire.ts';

export type StateAnswer<T> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'unknown'; readonly why: string };
export type NoticeOutcome = NonNullable<ReturnType<typeof readProtocol>>;

export type StatePayments = {
  /** Charges by number or by payer. `id`: of this request. */
  charges(id: string, query: ChargeQuery): Promise<StateAnswer<readonly Charge[]>>;
  /** Tells of a payment; the same notice again does nothing more there. */
  tell(id: string, notice: PaymentNotice): Promise<StateAnswer<NoticeOutcome>>;
};

/** `sender`: the identifier the state system gave the portal's operator. */
export type StateSettings = { readonly url: string; readonly sender: string; readonly timeoutMs: number; readonly clock: () => Date };

const unknown = (why: string) => ({ kind: 'unknown', why }) as const;
const known = <T>(value: T | undefined): StateAnswer<T> => (value === undefined ? unknown('unreadable') : { kind: 'ok', value });

/** A client of the system. Never throws. */
export function openStatePayments({ url, sender, timeoutMs, clock }: StateSettings): StatePayments {
  const headerOf = (id: string) => ({ id: `ID_${id}`, sender, at: clock().toISOString() });
  const send = async <T>(message: string, read: (text: string) => T | undefined): Promise<StateAnswer<T>> => {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/xml; charset=utf-8' },
        body: message,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return response.status === 200 ? known(read(await response.text())) : unknown(`status ${response.status}`);
    } catch (error) {
      return unknown((error as Error).name === 'TimeoutError' ? 'timeOut' : 'connection');
    }
  };
  return {
    charges: (id, query) => send(chargesRequest(headerOf(id), query), (text) => readCharges(text, `ID_${id}`)),
    tell: (id, notice) => send(paymentRequest(headerOf(id), notice), (text) => readProtocol(text, { requestId: `ID_${id}`, paymentId: notice.id })),
  };
}
