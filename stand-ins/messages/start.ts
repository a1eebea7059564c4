// Puts the message stand-ins together: the SMS gateway in its languages with the list of messages on one HTTP server, the message centre, the mail sink.
import Fastify from 'fastify';
import { startMailSink } from './mail-sink.ts';
import { openMessageBox } from './message-box.ts';
import { noMessageFaults, setMessageFaults } from './message-faults.ts';
import { startSmsCentre } from './sms-centre.ts';
import { addSmsFormGateways } from './sms-form-gateways.ts';
import { addSmsGateway } from './sms-gateway.ts';

export type MessageSettings = {
  dataDir: string;
  /** 0: any free one. */
  ports: { http: number; smtp: number; smpp: number };
  sms: { login: string; key: string };
  smtp: { user: string; password: string };
};

/** Starts them on 127.0.0.1. `GET messagesUrl?to=…` lists what was received; `POST /faults` beside it breaks things. */
export async function startMessages(settings: MessageSettings): Promise<{ smsUrl: string; smppUrl: string; smtpUrl: string; messagesUrl: string; stop(): Promise<void> }> {
  const box = openMessageBox(settings.dataDir);
  const faults = noMessageFaults();
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 1_000_000 });
  addSmsGateway(app, { box, faults, ...settings.sms });
  addSmsFormGateways(app, { box, faults, ...settings.sms });
  app.get<{ Querystring: { to?: string } }>('/messages', async ({ query }) => box.list(query.to));
  app.get('/faults', async () => faults);
  app.post('/faults', async ({ body, headers }, reply) => {
    if (headers['content-type']?.startsWith('application/json') !== true) return reply.callNotFound();
    const wrong = setMessageFaults(faults, body as Record<string, unknown> | null);
    return wrong === undefined ? faults : reply.code(400).send({ status: 'error', description: `no such fault or a wrong value: ${wrong}` });
  });
  const url = await app.listen({ port: settings.ports.http, host: '127.0.0.1' });
  const centre = await startSmsCentre({ box, faults, port: settings.ports.smpp, ...settings.sms });
  const mail = await startMailSink({ box, faults, port: settings.ports.smtp, ...settings.smtp });
  return {
    smsUrl: url,
    smppUrl: centre.url,
    smtpUrl: mail.url,
    messagesUrl: `${url}/messages`,
    stop: async () => {
      await Promise.all([app.close(), centre.stop(), mail.stop()]);
    },
  };
}
