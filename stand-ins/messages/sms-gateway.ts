// An SMS gateway over HTTP with JSON, in the dialect «messages/v2» of Russian gateways: login and password in the body,
// a status per message, delivery asked for later. Errors of the account come with status 200, as they do there.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import type { MessageBox } from './message-box.ts';
import { takeMessageFault, type MessageFaults } from './message-faults.ts';
import { keepSms, smsOf } from './sms-box.ts';

type Gateway = { box: MessageBox; faults: MessageFaults; login: string; key: string };

const Account = { login: Type.String(), password: Type.String() };
const SendBody = Type.Object({
  ...Account,
  messages: Type.Array(
    Type.Object({
      phone: Type.String({ maxLength: 20 }),
      text: Type.String({ maxLength: 2000 }),
      clientId: Type.String({ maxLength: 72 }),
      sender: Type.Optional(Type.String({ maxLength: 11 })),
    }),
    { minItems: 1, maxItems: 200 },
  ),
});
const StatusBody = Type.Object({
  ...Account,
  messages: Type.Array(Type.Object({ clientId: Type.String(), smscId: Type.Optional(Type.String()) }), { minItems: 1, maxItems: 200 }),
});
type Wanted = Static<typeof SendBody>['messages'][number];

/** Adds the gateway to the app. */
export function addSmsGateway(app: FastifyInstance, { box, faults, login, key }: Gateway): void {
  const known = (clientId: string) => smsOf(box, (message) => message.reference === clientId);

  function accept({ phone, text, clientId }: Wanted): { status: string; clientId: string; smscId?: string } {
    if (!/^\+?7\d{10}$/.test(phone)) return { status: 'invalid mobile phone', clientId };
    if (text === '') return { status: 'text is empty', clientId };
    if (takeMessageFault(faults, 'refuse')) return { status: 'sender address invalid', clientId };
    return { status: 'accepted', clientId, smscId: keepSms(box, { to: phone, text, clientId }).gatewayId };
  }

  const answer = (work: (request: FastifyRequest) => unknown) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { login: givenLogin, password } = request.body as { login: string; password: string };
    if (takeMessageFault(faults, 'timeOut')) return reply.hijack();
    if (takeMessageFault(faults, 'serverError')) return reply.code(503).send({ status: 'error', description: 'service unavailable' });
    if (givenLogin !== login || password !== key) return { status: 'error', description: 'error authorization' };
    const messages = work(request);
    if (takeMessageFault(faults, 'answersLost')) {
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
    return { status: 'ok', messages };
  };
  app.post(
    '/messages/v2/send.json',
    { schema: { body: SendBody } },
    answer(({ body }) => (body as Static<typeof SendBody>).messages.map(accept)),
  );
  app.post(
    '/messages/v2/status.json',
    { schema: { body: StatusBody } },
    answer(({ body }) =>
      (body as Static<typeof StatusBody>).messages.map(({ clientId }) => {
        const message = known(clientId);
        return message === undefined ? { clientId, status: 'incorrect id' } : { clientId, smscId: message.gatewayId, status: message.status };
      }),
    ),
  );
}
