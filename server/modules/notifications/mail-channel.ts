// Letters over SMTP.
import type { Transporter } from 'nodemailer';
import type { SendResult } from './send-result.ts';

export type Letter = {
  /** One letter, one id: it becomes the Message-ID, so that a repeat is known as one by the mail systems. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly { readonly name: string; readonly content: Uint8Array; readonly type: string }[];
  /** One-press unsubscribing (RFC 8058). */
  readonly unsubscribeUrl?: string;
};
export type MailSettings = {
  /** smtp://user:password@host:port, or smtps:// for TLS from the start. */
  readonly url: string;
  /** «Мой дом <no-reply@…>». */
  readonly from: string;
  readonly timeoutMs: number;
  /** Refuse a server that offers no STARTTLS: set wherever letters leave the machine. */
  readonly requireTls?: boolean;
};
export type MailChannel = { send(letter: Letter): Promise<SendResult>; close(): void };

type SmtpError = Error & { code?: string; responseCode?: number };

/** Connections are kept and shared, four at most. `send` never throws. */
export function openMailChannel({ url, from, timeoutMs, requireTls = false }: MailSettings): MailChannel {
  const domain = /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const options = {
    pool: true as const,
    maxConnections: 4,
    host: hostname,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: requireTls,
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  // The library comes with the first letter: the server role sends none.
  let opening: Promise<Transporter> | undefined;
  const transport = () => (opening ??= import('nodemailer').then(({ createTransport }) => createTransport(options)));
  return {
    send: async (letter) => {
      const messageId = `<${letter.id}@${domain}>`;
      try {
        await (
          await transport()
        ).sendMail({
          messageId,
          from,
          to: { name: '', address: letter.to },
          subject: letter.subject,
          text: letter.text,
          ...(letter.html === undefined ? {} : { html: letter.html }),
          attachments: (letter.attachments ?? []).map(({ name, content, type }) => ({ filename: name, content: Buffer.from(content), contentType: type })),
          ...(letter.unsubscribeUrl === undefined
            ? {}
            : { headers: { 'List-Unsubscribe': `<${letter.unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } }),
        });
        return { outcome: 'accepted', reference: messageId };
      } catch (error) {
        return readFailure(error as SmtpError);
      }
    },
    close: () => void opening?.then((open) => open.close()),
  };
}

/** 5xx is for good and 4xx for now (RFC 5321, 4.2.1); a refused sign-in is our own settings; no answer at all is for now. */
function readFailure({ message, code, responseCode = 0 }: SmtpError): SendResult {
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'ETLS') return { outcome: 'configuration', why: message };
  const permanent = responseCode >= 500 || (code === 'EENVELOPE' && responseCode === 0);
  return { outcome: permanent ? 'permanent' : 'temporary', why: message };
}
