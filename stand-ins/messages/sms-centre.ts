// A message centre over SMPP 3.4: joins long messages, reports on delivery, and breaks the line when it is told to.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';
import type { MessageBox } from './message-box.ts';
import { takeMessageFault, type MessageFaults } from './message-faults.ts';
import { keepSms } from './sms-box.ts';

type Centre = { box: MessageBox; faults: MessageFaults; port: number; login: string; key: string };
const [WRONG_NUMBER, BIND_FAILED, THROTTLED] = [0x0b, 0x0d, 0x58];

/** Starts it on 127.0.0.1. Receipts that find no line wait for the next one. */
export async function startSmsCentre({ box, faults, port, login, key }: Centre): Promise<{ url: string; stop(): Promise<void> }> {
  const bound = new Set<Session>();
  const receipts: object[] = [];
  const parts = new Map<string, Map<number, string>>();

  function sendReceipts(): void {
    for (const [session] of bound.entries())
      for (const receipt of receipts.splice(0))
        session.deliver_sm(receipt as Record<string, unknown>, (pdu) => pdu.command_status !== 0 && receipts.push(receipt));
  }

  /** The whole text, when this was its last missing part. Parts come in any order. */
  function joined({ source_addr, destination_addr, short_message: { message, udh } }: Pdu): string | undefined {
    const header = udh?.[0];
    if (header === undefined) return String(message);
    const [number, total = 1, part = 1] = header.subarray(2);
    const name = `${source_addr} ${destination_addr} ${number}`;
    const known = (parts.get(name) ?? new Map<number, string>()).set(part, String(message));
    parts.set(name, known);
    if (known.size < total) return undefined;
    parts.delete(name);
    return Array.from({ length: total }, (_, place) => known.get(place + 1)).join('');
  }

  function take(session: Session, pdu: Pdu): void {
    if (takeMessageFault(faults, 'timeOut')) return;
    const refusal =
      takeMessageFault(faults, 'refuse') || !/^7\d{10}$/.test(pdu.destination_addr) ? WRONG_NUMBER : takeMessageFault(faults, 'serverError') ? THROTTLED : 0;
    if (refusal !== 0) return void session.send(pdu.response({ command_status: refusal }));
    const text = joined(pdu);
    const messageId = crypto.randomUUID().slice(0, 8);
    if (text !== undefined) keepSms(box, { to: pdu.destination_addr, text });
    if (takeMessageFault(faults, 'answersLost')) return session.destroy();
    session.send(pdu.response({ message_id: messageId }));
    if (pdu.registered_delivery === 0) return;
    const state = pdu.destination_addr.endsWith('00') ? 'UNDELIV' : 'DELIVRD';
    receipts.push({
      source_addr: pdu.destination_addr,
      destination_addr: pdu.source_addr,
      esm_class: 4,
      short_message: `id:${messageId} sub:001 dlvrd:001 submit date:2611210000 done date:2611210000 stat:${state} err:000 text:`,
    });
    setImmediate(sendReceipts);
  }

  const server = smpp.createServer((session) => {
    session.on('error', () => session.destroy()); // a client that vanishes is no event here
    session.on('close', () => bound.delete(session));
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()));
    session.on('unbind', (pdu: Pdu) => (session.send(pdu.response()), session.close()));
    session.on('submit_sm', (pdu: Pdu) => take(session, pdu));
    session.on('bind_transceiver', (pdu: Pdu) => {
      if (pdu.system_id !== login || pdu.password !== key) return session.send(pdu.response({ command_status: BIND_FAILED }));
      bound.add(session);
      session.send(pdu.response());
      return setImmediate(sendReceipts);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smpp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const session of bound) session.destroy();
      }),
  };
}
