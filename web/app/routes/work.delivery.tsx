// How messages are delivered: the operator sees what fails and switches a channel off, and its messages go by the next.
import { MailCheck } from 'lucide-react';
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { CHANNELS, deliveryReasons, type DeliveryToday, getDelivery, switchChannel } from '#contract/delivery';
import { Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { Status } from '#ui/status.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

export const loader = ({ context }: LoaderFunctionArgs) => load(context, getDelivery, {});

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const channel = CHANNELS.find((one) => one === textOf(form, 'channel')) ?? 'push';
  const done = await attempt(context, switchChannel, { params: { channel }, body: { isOn: textOf(form, 'turn') === 'on' } }, { key: keyOf(form) });
  return done.ok ? redirect('/work/delivery', 303) : refused(done.problem, form);
}

type Channel = DeliveryToday['channels'][number];
type Failure = DeliveryToday['failures'][number];
const names: Readonly<Record<Channel['channel'], string>> = { sms: 'СМС', email: 'Почта', push: 'Уведомления на устройства' };

const channelColumns: readonly Column<Channel>[] = [
  { key: 'channel', name: 'Канал', head: true, cell: (row) => names[row.channel] },
  { key: 'delivered', name: 'Доставлено', numeric: true, cell: (row) => row.delivered },
  { key: 'waiting', name: 'В пути', numeric: true, cell: (row) => row.waiting },
  { key: 'failed', name: 'Не доставлено', numeric: true, cell: (row) => row.failed },
  { key: 'state', name: 'Состояние', plain: true, cell: (row) => <Status tone={row.isOn ? 'ok' : 'bad'}>{row.isOn ? 'Работает' : 'Выключен'}</Status> },
  { key: 'turn', name: 'Действие', silent: true, cell: (row) => <Turn channel={row} /> },
];
const failureColumns: readonly Column<Failure>[] = [
  { key: 'reason', name: 'Почему', head: true, cell: (row) => deliveryReasons[row.reason] },
  { key: 'channel', name: 'Канал', cell: (row) => names[row.channel] },
  { key: 'count', name: 'Сколько', numeric: true, cell: (row) => row.count },
  { key: 'last', name: 'Последний раз', cell: (row) => <When instant={row.lastAt} timeZone="Europe/Moscow" /> },
];

export default function WorkDelivery() {
  const { channels, failures, sms } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const off = channels.filter(({ isOn }) => !isOn).map(({ channel }) => names[channel]);
  return (
    <Page title="Доставка сообщений" problem={answer?.problem} back={{ to: '/work', name: 'Рабочее место' }}>
      <ErrorSummary problem={answer?.problem} />
      <p className="lead">За последние сутки. Если канал отказывает, выключите его: сообщения сразу пойдут другим путём.</p>
      {off.length > 0 && (
        <Notice tone="wait" heading={`Выключено: ${off.join(', ')}`}>
          <p>Коды и уведомления идут другими каналами. Не забудьте включить обратно.</p>
        </Notice>
      )}
      <DataTable caption="Каналы" columns={channelColumns} rows={channels} rowKey={({ channel }) => channel} />
      <p>
        СМС за сутки: <b className="num">{sms.used}</b> из <span className="num">{sms.limit.toLocaleString('ru')}</span>. Сверх предела уходят только коды
        жителям портала.
      </p>
      {failures.length === 0 ? (
        <EmptyState icon={MailCheck} heading="Всё дошло">
          <p>За сутки ни одно сообщение не потерялось.</p>
        </EmptyState>
      ) : (
        <DataTable caption="Почему не доставлено" columns={failureColumns} rows={failures} rowKey={({ channel, reason }) => `${channel} ${reason}`} />
      )}
    </Page>
  );
}

function Turn({ channel: { channel, isOn } }: { channel: Channel }) {
  return (
    <Form method="post">
      <FormKey />
      <input type="hidden" name="channel" value={channel} />
      <Button kind={isOn ? 'bare' : 'alt'} name="turn" value={isOn ? 'off' : 'on'}>
        {isOn ? 'Выключить' : 'Включить'}
        <span className="vh">{`: ${names[channel]}`}</span>
      </Button>
    </Form>
  );
}
