// Demo mode: what the message stand-ins received, read from them over HTTP, so that a visitor can take a code from a letter, an SMS or a notice of a browser.
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { AnswerOf } from '#contract/endpoint';
import type { getDemoOutbox } from '#contract/notifications';
import { refuse } from '#platform/errors';

const Received = Type.Array(
  Type.Object({
    at: Type.String(),
    channel: Type.Union([Type.Literal('email'), Type.Literal('sms'), Type.Literal('push')]),
    to: Type.String(),
    subject: Type.Optional(Type.String()),
    text: Type.String(),
    attachments: Type.Array(Type.String()),
  }),
);

/** Newest first. Refuses with notifications.outboxSilent when the stand-ins do not answer. */
export async function readDemoOutbox(messagesUrl: string, to: string | undefined): Promise<AnswerOf<typeof getDemoOutbox>> {
  const url = new URL(messagesUrl);
  if (to !== undefined && to.trim() !== '') url.searchParams.set('to', to.trim());
  const received = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) })
    .then((response) => response.json())
    .catch(() => undefined);
  if (!Check(Received, received)) return refuse('notifications.outboxSilent');
  return {
    messages: received
      .toReversed()
      .map(({ subject, ...message }) => ({ ...message, subject: subject ?? null, code: /(?:^|\s)Код (\d{4,8})(?=\D|$)/.exec(message.text)?.[1] ?? null })),
  };
}
