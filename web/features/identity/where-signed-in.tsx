// Where the person is signed in: browsers that need no confirmation, open sessions, the last entries.
import { Laptop, MonitorSmartphone } from 'lucide-react';
import { Form } from 'react-router';
import { doorWords, riskWords } from '#contract/protection-words';
import { signInOutcomes } from '#contract/statuses/identity';
import { Actions, Button } from '#ui/button.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Status, StatusOf } from '#ui/status.tsx';
import type { Security } from './security.tsx';

const ZONE = 'Europe/Moscow';

const placed = ({ ip, place }: { ip: string; place: string | null }): string => [place, ip].filter(Boolean).join(', ') || 'Неизвестен';

const deviceColumns: readonly Column<Security['devices'][number]>[] = [
  {
    key: 'device',
    name: 'Устройство',
    head: true,
    cell: (one) => (
      <>
        {one.name === null ? one.device : `${one.name} (${one.device})`}
        <NameDevice id={one.id} name={one.name} device={one.device} />
      </>
    ),
  },
  { key: 'ip', name: 'Адрес', cell: placed },
  { key: 'bound', name: 'Первый вход', cell: (one) => <When instant={one.boundAt} timeZone={ZONE} /> },
  { key: 'seen', name: 'Последний вход', cell: (one) => <When instant={one.seenAt} timeZone={ZONE} /> },
  {
    key: 'end',
    name: 'Действие',
    silent: true,
    cell: (one) => (one.isCurrent ? <Status tone="ok">Это устройство</Status> : <RemoveDevice id={one.id} device={one.name ?? one.device} />),
  },
];

/** Browsers that need no confirmation. */
export function Devices({ devices }: { devices: Security['devices'] }) {
  if (devices.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="devices">
      <h2 id="devices">
        <Icon of={Laptop} /> Ваши устройства
      </h2>
      <p className="mut">С них вы уже входили. Новое устройство мы проверяем кодом или спрашиваем вас здесь.</p>
      <DataTable caption="Привязанные браузеры" rows={devices} rowKey={({ id }) => id} columns={deviceColumns} />
    </section>
  );
}

function NameDevice({ id, name, device }: { id: string; name: string | null; device: string }) {
  return (
    <details className="more">
      <summary>
        Назвать<span className="vh">{` устройство ${name ?? device}`}</span>
      </summary>
      <Form method="post" className="stack near">
        <FormKey />
        <input type="hidden" name="device" value={id} />
        <TextInput name={`name-${id}`} label="Название" hint="Например, «Мамин планшет»" maxLength={60} defaultValue={name ?? undefined} />
        <Actions>
          <Button kind="alt" name="intent" value="nameDevice">
            Сохранить
          </Button>
        </Actions>
      </Form>
    </details>
  );
}

function RemoveDevice({ id, device }: { id: string; device: string }) {
  return (
    <Form method="post">
      <FormKey />
      <input type="hidden" name="device" value={id} />
      <Button kind="bare" name="intent" value="removeDevice">
        Отвязать<span className="vh">{` устройство ${device}`}</span>
      </Button>
    </Form>
  );
}

const sessionColumns: readonly Column<Security['sessions'][number]>[] = [
  { key: 'device', name: 'Устройство', head: true, cell: (one) => one.device },
  { key: 'ip', name: 'Адрес', cell: placed },
  { key: 'entered', name: 'Вошли', cell: (one) => <When instant={one.enteredAt} timeZone={ZONE} /> },
  { key: 'seen', name: 'Последнее действие', cell: (one) => <When instant={one.seenAt} timeZone={ZONE} /> },
  {
    key: 'end',
    name: 'Действие',
    silent: true,
    cell: (one) => (one.isCurrent ? <Status tone="ok">Это устройство</Status> : <EndSession id={one.id} device={one.device} />),
  },
];

export function Sessions({ sessions }: { sessions: Security['sessions'] }) {
  return (
    <section className="stack" aria-labelledby="sessions">
      <h2 id="sessions">
        <Icon of={MonitorSmartphone} /> Где вы вошли
      </h2>
      <DataTable caption="Открытые входы" rows={sessions} rowKey={({ id }) => id} columns={sessionColumns} />
      {sessions.length > 1 && (
        <Form method="post">
          <FormKey />
          <Actions>
            <Button kind="alt" name="intent" value="endOthers">
              Выйти на всех остальных
            </Button>
          </Actions>
        </Form>
      )}
    </section>
  );
}

function EndSession({ id, device }: { id: string; device: string }) {
  return (
    <Form method="post">
      <FormKey />
      <input type="hidden" name="session" value={id} />
      <Button kind="bare" name="intent" value="endSession">
        Выйти<span className="vh">{` на устройстве ${device}`}</span>
      </Button>
    </Form>
  );
}

const historyColumns: readonly Column<Security['history'][number]>[] = [
  { key: 'at', name: 'Когда', head: true, cell: (one) => <When instant={one.at} timeZone={ZONE} /> },
  { key: 'outcome', name: 'Что', plain: true, cell: (one) => <StatusOf rows={signInOutcomes} is={one.outcome} /> },
  {
    key: 'how',
    name: 'Как',
    cell: (one) => [...(one.door === null ? [] : [doorWords[one.door]]), ...one.reasons.map((reason) => riskWords[reason])].join(', ') || 'Обычно',
  },
  { key: 'device', name: 'Устройство', cell: (one) => one.device },
  { key: 'ip', name: 'Адрес', cell: placed },
];

export function History({ history }: { history: Security['history'] }) {
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">Последние входы</h2>
      <p className="mut">Видите чужой вход или подбор пароля? Смените пароль и выйдите на остальных устройствах.</p>
      <DataTable caption="Входы и попытки, по московскому времени" rows={history} rowKey={({ id }) => id} columns={historyColumns} />
    </section>
  );
}
