// How the account is protected: who it is, methods of signing in.
import { Fingerprint, KeyRound, Landmark, ShieldCheck, Signature, Smartphone } from 'lucide-react';
import { Form } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getSecurity } from '#contract/identity';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Select } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Status } from '#ui/status.tsx';

export type Security = AnswerOf<typeof getSecurity>;
const ZONE = 'Europe/Moscow';

const factors: Readonly<Record<Security['secondFactor'], string>> = {
  none: 'Не подключён',
  sms: 'Код в СМС',
  email: 'Код на почту',
  totp: 'Приложение для кодов',
};

const OWN_PAGES = [
  { to: '/profile/records', name: 'Паспорт, прописка, счёт' },
  { to: '/profile/contacts', name: 'Сменить телефон или почту' },
  { to: '/profile/notices', name: 'Что и куда присылать' },
  { to: '/profile/data', name: 'Мои данные' },
  { to: '/profile/consents', name: 'Согласия' },
  { to: '/profile/powers', name: 'Представители' },
  { to: '/profile/invitations', name: 'Приглашения на работу' },
] as const;

export function Person({ person }: { person: Security['person'] }) {
  return (
    <Card
      heading="Вы"
      aside={
        person.isConfirmed ? (
          <Status tone="ok" icon={ShieldCheck}>
            Личность подтверждена
          </Status>
        ) : (
          <Status tone="none">Личность не подтверждена</Status>
        )
      }
    >
      <DefinitionList
        items={[
          { name: 'Имя', value: person.name },
          { name: 'Телефон', value: person.phone ?? 'Не указан' },
          { name: 'Почта', value: person.email ?? 'Не указана' },
          ...(person.login === null ? [] : [{ name: 'Логин', value: person.login }]),
        ]}
      />
      <p className="row">
        {OWN_PAGES.map(({ to, name }) => (
          <GoLink key={to} to={to}>
            {name}
          </GoLink>
        ))}
      </p>
      <Form method="post" action="/sign-out">
        <FormKey />
        <Actions>
          <Button kind="alt">Выйти на этом устройстве</Button>
        </Actions>
      </Form>
    </Card>
  );
}

/** Each way of entering on one sheet: what it is, whether it is on, and the one thing to do with it. */
export function Methods({ security }: { security: Security }) {
  const { password, secondFactor, totpSince, passkeys } = security;
  return (
    <div className="two">
      <Card
        heading={
          <>
            <Icon of={KeyRound} /> Пароль
          </>
        }
      >
        {password.isOld && (
          <Notice tone="wait">
            <p>Паролю больше полугода. Если он у вас ещё где-то, лучше сменить.</p>
          </Notice>
        )}
        <p>
          {password.setAt === null ? (
            'Пароль не задан.'
          ) : (
            <>
              Задан <When instant={password.setAt} timeZone={ZONE} />.
            </>
          )}
        </p>
        <Actions>
          <ButtonLink kind="alt" to="/profile/password">
            Сменить пароль
          </ButtonLink>
        </Actions>
      </Card>
      <Card
        heading={
          <>
            <Icon of={Fingerprint} /> Ключи доступа
          </>
        }
        aside={passkeys.length === 0 ? <Status tone="none">Нет</Status> : <Status tone="ok">{`Добавлено: ${passkeys.length}`}</Status>}
      >
        <p>{passkeys.length === 0 ? 'Вход по отпечатку, лицу или коду телефона, без пароля и сообщений.' : passkeys.map(({ name }) => name).join(', ')}</p>
        <Actions>
          <ButtonLink kind="alt" to="/profile/passkeys">
            {passkeys.length === 0 ? 'Добавить ключ' : 'Изменить ключи'}
          </ButtonLink>
        </Actions>
      </Card>
      <Card
        heading={
          <>
            <Icon of={Smartphone} /> Второй шаг входа
          </>
        }
        aside={secondFactor === 'none' ? <Status tone="wait">Не подключён</Status> : <Status tone="ok">Подключён</Status>}
      >
        <p>
          {factors[secondFactor]}
          {totpSince !== null && (
            <>
              , с <When instant={totpSince} timeZone={ZONE} />
            </>
          )}
          .
        </p>
        {totpSince === null ? <MessageFactor security={security} /> : <AppFactor left={security.recoveryCodesLeft} />}
      </Card>
      <Card
        heading={
          <>
            <Icon of={Landmark} /> Другие входы
          </>
        }
      >
        <p>Госуслуги, банк, сертификат, голос. Второй шаг, если вы его включили, спросим всё равно.</p>
        <Actions>
          <ButtonLink kind="alt" to="/profile/voice">
            Голос
          </ButtonLink>
          <ButtonLink kind="alt" to="/profile/state">
            Госуслуги и банк
          </ButtonLink>
          <ButtonLink kind="alt" to="/profile/certificates">
            Сертификаты
          </ButtonLink>
        </Actions>
      </Card>
      <Card
        heading={
          <>
            <Icon of={Signature} /> Электронная подпись
          </>
        }
      >
        <p>Договоры, доли, акты: ключом этого браузера или одноразовым кодом.</p>
        <Actions>
          <ButtonLink kind="alt" to="/agreements">
            Договоры
          </ButtonLink>
          <ButtonLink kind="alt" to="/profile/signature">
            Ключи подписи
          </ButtonLink>
        </Actions>
      </Card>
    </div>
  );
}

function AppFactor({ left }: { left: number }) {
  return (
    <>
      <p>
        Запасных кодов осталось: <b className="num">{left}</b>.
      </p>
      <Form method="post">
        <FormKey />
        <Actions>
          <ButtonLink kind="alt" to="/profile/recovery-codes">
            Новые запасные коды
          </ButtonLink>
          <Button kind="bare" name="intent" value="removeTotp">
            Отключить приложение
          </Button>
        </Actions>
      </Form>
    </>
  );
}

/** Which message brings the code. By it operations are confirmed as well. */
function MessageFactor({ security: { secondFactor, person } }: { security: Security }) {
  const choices = [
    ...(person.phone === null ? [] : [{ value: 'sms', name: factors.sms }]),
    ...(person.email === null ? [] : [{ value: 'email', name: factors.email }]),
    { value: 'none', name: 'Без второго шага: только открытые разделы' },
  ];
  return (
    <>
      <Actions>
        <ButtonLink kind="alt" to="/profile/authenticator">
          Подключить приложение для кодов
        </ButtonLink>
      </Actions>
      <details className="more">
        <summary>Куда присылать код</summary>
        <Form method="post" className="stack">
          <FormKey />
          <Select name="factor" label="Код для входа и подтверждений" options={choices} defaultValue={secondFactor} />
          <Actions>
            <Button kind="alt" name="intent" value="factor">
              Сохранить
            </Button>
          </Actions>
        </Form>
      </details>
    </>
  );
}
