// Puts the message stand-ins together: the SMS gateway in its languages with the list of messages on one HTTP server, the message centre, the mail sink, the push service.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Fastify from 'fastify';
import { localCertificate } from './local-certificate.ts';
import { startMailSink } from './mail-sink.ts';
import { type MessageBox, openMessageBox } from './message-box.ts';
import { noMessageFaults, setMessageFaults } from './message-faults.ts';
import { startPushService } from './push-receiver.ts';
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

export type PushStandIn = {
  /** What the portal's settings name as a host of push services. */
  host: string;
  /** PEM file of its authority. */
  authorityFile: string;
};

/** Starts them on 127.0.0.1. `GET messagesUrl?to=…` lists what was received; `POST /faults` beside it breaks things. */
export async function startMessages(
  settings: MessageSettings,
): Promise<{ smsUrl: string; smppUrl: string; smtpUrl: string; messagesUrl: string; push: PushStandIn; stop(): Promise<void> }> {
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
  const push = await startPush(box, settings.dataDir);
  return {
    smsUrl: url,
    smppUrl: centre.url,
    smtpUrl: mail.url,
    messagesUrl: `${url}/messages`,
    push: push.standIn,
    stop: async () => {
      await Promise.all([app.close(), centre.stop(), mail.stop(), push.stop()]);
    },
  };
}

/** On a port of its own that it remembers: subscriptions name it. */
async function startPush(box: MessageBox, dataDir: string): Promise<{ standIn: PushStandIn; stop(): Promise<void> }> {
  const { key, cert, file } = await localCertificate(join(dataDir, 'push'), new Date());
  const portFile = join(dataDir, 'push', 'port');
  const service = await startPushService(
    { key, cert },
    {
      port: existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : 0,
      onReceived: ({ browser, text }) => {
        const shown = JSON.parse(text) as { title: string; text: string };
        box.add({ at: new Date().toISOString(), channel: 'push', to: browser, subject: shown.title, text: shown.text, attachments: [] });
      },
    },
  );
  writeFileSync(portFile, service.host.split(':')[1]!);
  return { standIn: { host: service.host, authorityFile: file }, stop: service.stop };
}
