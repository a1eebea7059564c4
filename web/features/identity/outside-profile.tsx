// What stands on the page of outside systems: connected ones, what they told, what differs.
import { Landmark, ShieldCheck } from 'lucide-react';
import { Form, Link } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { FactKind, getOutside } from '#contract/federation';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, When } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { Status } from '#ui/status.tsx';

type Outside = AnswerOf<typeof getOutside>;
const ZONE = 'Europe/Moscow';
const names: Readonly<Record<FactKind, string>> = {
  name: 'Имя',
  birthDay: 'Дата рождения',
  snils: 'СНИЛС',
  inn: 'ИНН',
  passport: 'Паспорт',
  address: 'Адрес прописки',
};

const valueOf = (kind: FactKind, value: string) => (kind === 'birthDay' ? <Day day={value} /> : <span className="num">{value}</span>);

export function OutsideLinks({ systems, heads, mayFill }: Pick<Outside, 'systems' | 'heads' | 'mayFill'>) {
  return (
    <div className="two">
      {systems.map((system) => (
        <Card
          key={system.id}
          heading={
            <>
              <Icon of={system.kind === 'state' ? ShieldCheck : Landmark} /> {system.name}
            </>
          }
          aside={system.linkedAt === null ? <Status tone="none">Не подключено</Status> : <Status tone="ok">Подключено</Status>}
        >
          <About system={system} heads={system.kind === 'state' ? heads : []} />
          {system.kind === 'state' && !mayFill && (
            <p>
              Данные с Госуслуг не берём: на это нет <Link to="/profile/consents">вашего согласия</Link>.
            </p>
          )}
        </Card>
      ))}
    </div>
  );
}

function About({ system, heads }: { system: Outside['systems'][number]; heads: readonly string[] }) {
  const { id, name, kind, linkedAt, isTrusted, leaveUrl } = system;
  if (linkedAt === null)
    return (
      <>
        <p>
          {kind === 'state'
            ? 'Вход без пароля портала. Подтверждённая запись подтвердит вашу личность и, с вашего согласия, заполнит пустое в профиле.'
            : 'Вход по вашей записи в банке. Второй шаг портал спросит, как обычно.'}
        </p>
        <Actions>
          <ButtonLink kind="alt" reloadDocument to={`/sign-in/outside/${id}?link=1`}>
            Подключить<span className="vh">{` ${name}`}</span>
          </ButtonLink>
        </Actions>
      </>
    );
  return (
    <>
      <p>
        С <When instant={linkedAt} timeZone={ZONE} />.
        {kind === 'state' && (isTrusted ? ' Запись подтверждённая.' : ' Запись упрощённая: личность она не подтверждает.')}
      </p>
      {heads.length > 0 && <p>Вы руководитель: {heads.join(', ')}. Рабочее место открыто.</p>}
      <Form method="post">
        <FormKey />
        <input type="hidden" name="system" value={id} />
        <Actions>
          {leaveUrl !== null && (
            <GoLink away to={leaveUrl}>
              Выйти и на Госуслугах
            </GoLink>
          )}
          <Button kind="bare" name="intent" value="unlink">
            Отключить<span className="vh">{` ${name}`}</span>
          </Button>
        </Actions>
      </Form>
    </>
  );
}

export function Differences({ differences }: Pick<Outside, 'differences'>) {
  return differences.map(({ kind, ours, theirs }) => (
    <Card key={kind} heading={`${names[kind]}: в Госуслугах иначе`} aside={<Status tone="wait">Решите, что верно</Status>}>
      <DefinitionList
        items={[
          { name: 'В профиле', value: valueOf(kind, ours) },
          { name: 'В Госуслугах', value: valueOf(kind, theirs) },
        ]}
      />
      <Form method="post">
        <FormKey />
        <input type="hidden" name="kind" value={kind} />
        <Actions>
          <Button kind="alt" name="intent" value="take">
            Взять из Госуслуг
          </Button>
          <Button kind="bare" name="intent" value="leave">
            Оставить как есть
          </Button>
        </Actions>
      </Form>
    </Card>
  ));
}

export function OutsideFacts({ facts, mayFill }: Pick<Outside, 'facts' | 'mayFill'>) {
  if (facts.length === 0) return null;
  return (
    <Card heading="Что мы знаем с Госуслуг">
      <DefinitionList items={facts.map(({ kind, value }) => ({ name: names[kind], value: valueOf(kind, value) }))} />
      <p className="mut sml">Номера показаны не целиком и хранятся зашифрованными.</p>
      <Form method="post">
        <FormKey />
        {mayFill && (
          <p className="mut">
            Пока действует <Link to="/profile/consents">ваше согласие</Link>, при следующем входе через Госуслуги данные придут снова.
          </p>
        )}
        <Actions>
          <Button kind="bare" name="intent" value="forget">
            Удалить эти данные
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
