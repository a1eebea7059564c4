// How the account is protected: methods, where the person is signed in, the history.
import { Fingerprint, KeyRound, MonitorSmartphone, ShieldCheck, Smartphone } from 'lucide-react';
import { Form } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getSecurity } from '#contract/identity';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Notice } from '#ui/notice.tsx';
import { Status } from '#ui/status.tsx';

export type Security = AnswerOf<typeof getSecurity>;
const ZONE = 'Europe/Moscow';

const factors: Readonly<Record<Security['secondFactor'], string>> = { none: 'Не подключён', sms: 'Код в СМС', email: 'Код на почту', totp: 'Приложение для кодов' };

export function Person({ person }: { person: Security['person'] }) {
  return (
    <Card heading="Вы" aside={person.isConfirmed ? <Status tone="ok" icon={ShieldCheck}>Личность подтверждена</Status> : <Status tone="none">Личность не подтверждена</Status>}>
      <DefinitionList items={[
        { name: 'Имя', value: person.name },
        { name: 'Телефон', value: person.phone ?? 'Не указан' },
        { name: 'Почта', value: person.email ?? 'Не указана' },
        ...(person.login === null ? [] : [{ name: 'Логин', value: person.login }]),
      ]} />
      <Form method="post" action="/sign-out"><FormKey /><Actions><ButtonLink kind="alt" to="/profile/notices">Что и куда присылать</ButtonLink><ButtonLink kind="alt" to="/profile/data">Мои данные</ButtonLink><ButtonLink kind="alt" to="/profile/consents">Согласия</ButtonLink><Button kind="bare">Выйти на этом устройстве</Button></Actions></Form>
    </Card>
  );
}

export function Methods({ security }: { security: Security }) {
  const { password, secondFactor, totpSince, recoveryCodesLeft, passkeys } = security;
  return (
    <div className="two">
      <Card heading={<><Icon of={KeyRound} /> Пароль</>}>
        {password.isOld && <Notice tone="wait"><p>Паролю больше полугода. Если он у вас ещё где-то, лучше сменить.</p></Notice>}
        <p>{password.setAt === null ? 'Пароль не задан.' : <>Задан <When instant={password.setAt} timeZone={ZONE} />.</>}</p>
        <Actions><ButtonLink kind="alt" to="/profile/password">Сменить пароль</ButtonLink></Actions>
      </Card>
      <Card heading={<><Icon of={Smartphone} /> Второй шаг входа</>} aside={secondFactor === 'none' ? <Status tone="wait">Не подключён</Status> : <Status tone="ok">Подключён</Status>}>
        <p>{factors[secondFactor]}{totpSince !== null && <>, с <When instant={totpSince} timeZone={ZONE} /></>}.</p>
        {totpSince === null ? (
          <Actions><ButtonLink kind="alt" to="/profile/authenticator">Подключить приложение для кодов</ButtonLink></Actions>
        ) : (
          <>
            <p>Запасных кодов осталось: <b className="num">{recoveryCodesLeft}</b>.</p>
            <Form method="post">
              <FormKey />
              <Actions>
                <ButtonLink kind="alt" to="/profile/recovery-codes">Новые запасные коды</ButtonLink>
                <Button kind="bare" name="intent" value="removeTotp">Отключить приложение</Button>
              </Actions>
            </Form>
          </>
        )}
      </Card>
      <Card heading={<><Icon of={Fingerprint} /> Ключи доступа</>} aside={passkeys.length === 0 ? <Status tone="none">Нет</Status> : <Status tone="ok">{`Добавлено: ${passkeys.length}`}</Status>}>
        <p>{passkeys.length === 0 ? 'Вход по отпечатку, лицу или коду телефона, без пароля и сообщений.' : passkeys.map(({ name }) => name).join(', ')}</p>
        <Actions><ButtonLink kind="alt" to="/profile/passkeys">{passkeys.length === 0 ? 'Добавить ключ' : 'Изменить ключи'}</ButtonLink></Actions>
      </Card>
    </div>
  );
}

const sessionColumns: readonly Column<Security['sessions'][number]>[] = [
  { key: 'device', name: 'Устройство', head: true, cell: (one) => one.device },
  { key: 'ip', name: 'Адрес', cell: (one) => one.ip },
  { key: 'entered', name: 'Вошли', cell: (one) => <When instant={one.enteredAt} timeZone={ZONE} /> },
  { key: 'seen', name: 'Последнее действие', cell: (one) => <When instant={one.seenAt} timeZone={ZONE} /> },
  { key: 'end', name: 'Действие', silent: true, cell: (one) => (one.isCurrent ? <Status tone="ok">Это устройство</Status> : <EndSession id={one.id} device={one.device} />) },
];

export function Sessions({ sessions }: { sessions: Security['sessions'] }) {
  return (
    <section className="stack" aria-labelledby="sessions">
      <h2 id="sessions"><Icon of={MonitorSmartphone} /> Где вы вошли</h2>
      <DataTable
        caption="Открытые входы"
        rows={sessions}
        rowKey={({ id }) => id}
        columns={sessionColumns}
      />
      {sessions.length > 1 && <Form method="post"><FormKey /><Actions><Button kind="alt" name="intent" value="endOthers">Выйти на всех остальных</Button></Actions></Form>}
    </section>
  );
}

function EndSession({ id, device }: { id: string; device: string }) {
  return (
    <Form method="post">
      <FormKey />
      <input type="hidden" name="session" value={id} />
      <Button kind="bare" name="intent" value="endSession">Выйти<span className="vh">{` на устройстве ${device}`}</span></Button>
    </Form>
  );
}

const outcomes: Readonly<Record<Security['history'][number]['outcome'], { tone: 'ok' | 'bad' | 'go'; says: string }>> = {
  entered: { tone: 'ok', says: 'Вход' },
  stepped_up: { tone: 'go', says: 'Подтверждение кодом' },
  stopped: { tone: 'bad', says: 'Вход остановлен' },
  recovered: { tone: 'go', says: 'Новый пароль вместо забытого' },
  wrong_password: { tone: 'bad', says: 'Неверный пароль' },
  wrong_passkey: { tone: 'bad', says: 'Ключ не подошёл' },
  wrong_code: { tone: 'bad', says: 'Неверный код' },
};

const historyColumns: readonly Column<Security['history'][number]>[] = [
  { key: 'at', name: 'Когда', head: true, cell: (one) => <When instant={one.at} timeZone={ZONE} /> },
  { key: 'outcome', name: 'Что', plain: true, cell: (one) => <Status tone={outcomes[one.outcome].tone}>{outcomes[one.outcome].says}</Status> },
  { key: 'device', name: 'Устройство', cell: (one) => one.device },
  { key: 'ip', name: 'Адрес', cell: (one) => one.ip },
];

export function History({ history }: { history: Security['history'] }) {
  return (
    <section className="stack" aria-labelledby="history">
      <h2 id="history">Последние входы</h2>
      <p className="mut">Видите чужой вход или подбор пароля? Смените пароль и выйдите на остальных устройствах.</p>
      <DataTable
        caption="Входы и попытки, по московскому времени"
        rows={history}
        rowKey={({ id }) => id}
        columns={historyColumns}
      />
    </section>
  );
}
