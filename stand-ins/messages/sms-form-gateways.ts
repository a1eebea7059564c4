// The two other languages of Russian SMS gateways: forms in, JSON out, errors with status 200. By login and password as SMSC.ru, by a key as SMS.ru.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MessageBox } from './message-box.ts';
import { takeMessageFault, type MessageFaults } from './message-faults.ts';
import { keepSms, smsOf } from './sms-box.ts';

type Gateway = { box: MessageBox; faults: MessageFaults; login: string; key: string };
type Form = Record<string, string | undefined>;

const isPhone = (phone: string): boolean => /^\+?7\d{10}$/.test(phone);

export function addSmsFormGateways(app: FastifyInstance, { box, faults, login, key }: Gateway): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body as string))),
  );

  const answer = (work: (form: Form) => unknown) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (takeMessageFault(faults, 'timeOut')) return reply.hijack();
    if (takeMessageFault(faults, 'serverError')) return reply.code(503).send({});
    const answered = work(request.body as Form);
    if (!takeMessageFault(faults, 'answersLost')) return answered;
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  };

  const signedIn = (form: Form) => form['login'] === login && form['psw'] === key;
  const wrongSignIn = { error: 'authorise error', error_code: 2 };
  app.post(
    '/sys/send.php',
    answer((form) => {
      if (!signedIn(form)) return wrongSignIn;
      if (!isPhone(form['phones'] ?? '')) return { error: 'invalid number', error_code: 7 };
      if (takeMessageFault(faults, 'refuse')) return { error: 'sender not allowed', error_code: 6 };
      const { reference, gatewayId } = keepSms(box, {
        to: form['phones']!,
        text: form['mes'] ?? '',
        ...(form['id'] !== undefined && { clientId: form['id'] }),
      });
      return { id: reference ?? gatewayId, cnt: 1 };
    }),
  );
  app.post(
    '/sys/status.php',
    answer((form) => {
      if (!signedIn(form)) return wrongSignIn;
      const told = (form['id'] ?? '').split(',').map((id) => {
        const known = smsOf(box, (message) => message.reference === id);
        return known ? { id, status: known.status === 'delivered' ? 1 : 20 } : { id, error: 'no such message', error_code: 3 };
      });
      return told.length === 1 ? told[0] : told;
    }),
  );

  const wrongKey = { status: 'ERROR', status_code: 200, status_text: 'wrong api_id' };
  app.post(
    '/sms/send',
    answer((form) => {
      if (form['api_id'] !== key) return wrongKey;
      const to = form['to'] ?? '';
      const one = !isPhone(to)
        ? { status: 'ERROR', status_code: 202, status_text: 'wrong number' }
        : takeMessageFault(faults, 'refuse')
          ? { status: 'ERROR', status_code: 204, status_text: 'no such sender' }
          : { status: 'OK', status_code: 100, sms_id: keepSms(box, { to, text: form['msg'] ?? '' }).gatewayId };
      return { status: 'OK', status_code: 100, sms: { [to]: one } };
    }),
  );
  app.post(
    '/sms/status',
    answer((form) => {
      if (form['api_id'] !== key) return wrongKey;
      const told = (form['sms_id'] ?? '').split(',').map((id) => {
        const known = smsOf(box, (message) => message.gatewayId === id);
        return [id, { status_code: known ? (known.status === 'delivered' ? 103 : 106) : -1 }];
      });
      return { status: 'OK', status_code: 100, sms: Object.fromEntries(told) };
    }),
  );
}
