// A mail server that takes every letter and delivers it to the message box.
// nobody@… is an unknown mailbox (550), busy@… asks to come later (451): the two ways in which real mail fails.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { MessageBox } from './message-box.ts';
import { takeMessageFault, type MessageFaults } from './message-faults.ts';

type MailSettings = { box: MessageBox; faults: MessageFaults; port: number; user: string; password: string };

const smtpError = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

const headerOf = <Name extends string>(headers: readonly { key: string; value: string }[], key: string, name: Name): Partial<Record<Name, string>> => {
  const value = headers.find((one) => one.key === key)?.value;
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>);
};

/** Starts it on 127.0.0.1; `url` carries the user and the password. */
export async function startMailSink({ box, faults, port, user, password }: MailSettings): Promise<{ url: string; stop(): Promise<void> }> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    size: 25 * 1024 * 1024,
    closeTimeout: 200,
    onAuth(auth, _session, done) {
      if (auth.username === user && auth.password === password) done(null, { user });
      else done(smtpError(535, 'Authentication failed'));
    },
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('nobody@') || takeMessageFault(faults, 'refuse')) return done(smtpError(550, 'No such mailbox'));
      if (address.startsWith('busy@') || takeMessageFault(faults, 'serverError')) return done(smtpError(451, 'Come later'));
      return done();
    },
    async onData(stream, session, done) {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        if (takeMessageFault(faults, 'timeOut')) return;
        if (stream.sizeExceeded) return done(smtpError(552, 'The letter is too large'));
        const mail = await PostalMime.parse(Buffer.concat(chunks));
        const kept = {
          at: new Date().toISOString(),
          channel: 'email' as const,
          subject: mail.subject ?? '',
          text: mail.text ?? mail.html ?? '',
          attachments: mail.attachments.map(({ filename }) => filename ?? ''),
          ...headerOf(mail.headers, 'list-unsubscribe', 'unsubscribe'),
          ...headerOf(mail.headers, 'list-unsubscribe-post', 'unsubscribePost'),
          ...(mail.messageId ? { reference: mail.messageId } : {}),
        };
        for (const { address } of session.envelope.rcptTo) box.add({ ...kept, to: address });
        done();
      } catch {
        done(smtpError(451, 'The letter could not be read'));
      }
    },
  });
  server.on('error', () => undefined); // a client that vanishes in the middle is no event here
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const { port: taken } = listening.address() as AddressInfo;
  const account = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return { url: `smtp://${account}@127.0.0.1:${taken}`, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
