// Demo mode: what the portal sent by mail, SMS and push, so that a visitor can read a code. As JSON for who asks for JSON.
import { Inbox } from 'lucide-react';
import { type LoaderFunctionArgs, type MiddlewareFunction, useLoaderData, useSearchParams } from 'react-router';
import { getDemoOutbox } from '#contract/notifications';
import { load } from '#web/api.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { Filters } from '#ui/filters.tsx';
import { When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';

const read = ({ context, request }: Pick<LoaderFunctionArgs, 'context' | 'request'>) => {
  const to = new URL(request.url).searchParams.get('to');
  return load(context, getDemoOutbox, { query: to ? { to } : {} });
};

export const middleware: MiddlewareFunction<Response>[] = [
  async ({ context, request }, next) =>
    request.headers.get('accept')?.startsWith('application/json') ? Response.json(await read({ context, request })) : next(),
];

export const loader = ({ context, request }: LoaderFunctionArgs) => read({ context, request });

const NAMES = { sms: 'СМС на', email: 'Письмо на', push: 'Уведомление на' };

export default function DemoOutbox() {
  const { messages } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  const to = query.get('to') ?? '';
  return (
    <Page title="Демо-почта и СМС">
      <p className="lead">Письма и сообщения демо-режима никуда не уходят: они собираются здесь. Возьмите отсюда код для входа.</p>
      <Filters label="Отбор сообщений" summary={to || 'Все получатели'}>
        <TextInput name="to" label="Кому" hint="Телефон или почта" defaultValue={to} />
      </Filters>
      {messages.length === 0 && (
        <EmptyState icon={Inbox} heading="Пока ничего не присылали">
          <p>Запросите код при входе, и он появится здесь.</p>
        </EmptyState>
      )}
      {messages.map(({ at, channel, to, subject, text, attachments, code }, place) => (
        // An article and no card: messages to one address bear one name, and landmarks of a page must differ.
        <article className="card" key={`${at} ${messages.length - place}`}>
          <header>
            <h2>{`${NAMES[channel]} ${to}`}</h2>
            <span className="mut sml">
              <When instant={at} timeZone="Europe/Moscow" />
            </span>
          </header>
          {code && (
            <p>
              Код: <b className="num t1">{code}</b>
            </p>
          )}
          {subject && (
            <p>
              <b>{subject}</b>
            </p>
          )}
          {text
            .split(/\n+/)
            .filter((line) => line.trim() !== '')
            .map((line, at) => (
              <p key={`${at} ${line}`}>{line}</p>
            ))}
          {attachments.length > 0 && <p className="mut sml">{`Вложения: ${attachments.join(', ')}`}</p>}
        </article>
      ))}
    </Page>
  );
}
