// Profiles of children: services, hours, devices, and what they did (KIDS-1).
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { actionWords, type JournalAction } from '#contract/action-words';
import { CHILD_SERVICES } from '#contract/areas';
import { changeChild, changeChildPassword, endChild, getChildren, makeChild } from '#contract/children';
import type { AnswerOf } from '#contract/endpoint';
import { getMe } from '#contract/me';
import { ChildLimits, minuteOf, timeOf } from '#features/household/child-limits.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken, When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, passwordOf, refused, type Refused, textOf } from '#web/form.ts';
import { chosenHome } from '#web/home.ts';

type Child = AnswerOf<typeof getChildren>['children'][number];
const told: Readonly<Record<string, string>> = {
  made: 'Профиль создан. Ребёнок входит по логину и паролю',
  changed: 'Сохранили, уже действует',
  password: 'Пароль изменён, на всех устройствах ребёнок вышел',
  ended: 'Профиль закрыт, данные ребёнка удаляем',
};
const worded = (actions: Child['actions']) => actions.map((one) => ({ ...one, action: actionWords[one.action as JournalAction] ?? one.action }));

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { homes } = await load(context, getMe, {});
  const home = chosenHome(
    homes.filter(({ role }) => role !== 'по приглашению'),
    request.headers.get('cookie'),
  );
  const { children } = await load(context, getChildren, {});
  return {
    home: home ? { houseId: home.houseId, premisesId: home.premisesId, address: home.address } : null,
    children: children.map((child) => ({ ...child, actions: worded(child.actions) })),
    done: told[new URL(request.url).searchParams.get('done') ?? ''] ?? null,
  };
}

/** `intent`: make, change, password or end. Fields of a child's own forms carry its id. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const childId = textOf(form, 'childId');
  const of = childId === '' ? '' : `.${childId}`;
  const limits = {
    services: CHILD_SERVICES.filter((one) => form.has(`service.${one}${of}`)),
    fromMinute: minuteOf(textOf(form, `from${of}`), 0),
    toMinute: minuteOf(textOf(form, `to${of}`), 1440),
  };
  const params = { childId };
  const intent = textOf(form, 'intent');
  const [done, word] =
    intent === 'end'
      ? [await attempt(context, endChild, { params }, key), 'ended']
      : intent === 'password'
        ? [await attempt(context, changeChildPassword, { params, body: { newPassword: passwordOf(form, `newPassword${of}`) } }, key), 'password']
        : intent === 'change'
          ? [
              await attempt(
                context,
                changeChild,
                {
                  params,
                  body: { ...limits, version: Number(textOf(form, 'version')), devices: form.has(`chosen${of}`) ? form.getAll('device').map(String) : null },
                },
                key,
              ),
              'changed',
            ]
          : [
              await attempt(
                context,
                makeChild,
                {
                  body: {
                    houseId: textOf(form, 'houseId'),
                    premisesId: textOf(form, 'premisesId'),
                    lastName: textOf(form, 'lastName'),
                    firstName: textOf(form, 'firstName'),
                    login: textOf(form, 'login'),
                    newPassword: passwordOf(form, 'newPassword'),
                    ...limits,
                  },
                },
                key,
              ),
              'made',
            ];
  return done.ok
    ? redirect(`/home/children?done=${word}`, 303)
    : refused(
        {
          ...done.problem,
          fields: (done.problem.fields ?? []).map((field) => ({ ...field, pointer: `/${field.pointer.slice(1).replace('toMinute', 'to')}${of}` })),
        },
        form,
      );
}

export default function HomeChildren() {
  const { home, children, done } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  return (
    <Page title="Детские профили" problem={answer?.problem} back={{ to: '/home/people', name: 'Кто живёт и кто видит' }}>
      <ErrorSummary problem={answer?.problem} secret />
      {done !== null && !answer && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      {children.map((child) => (
        <ChildCard key={child.childId} child={child} answer={answer} />
      ))}
      {home ? <NewChild home={home} answer={answer} /> : <p className="lead">Профиль ребёнка заводит собственник, наниматель или член семьи.</p>}
    </Page>
  );
}

function ChildCard({ child, answer }: { child: Child; answer: Refused | undefined }) {
  const of = `.${child.childId}`;
  const errors = errorsOf(answer?.problem);
  const ids = (
    <>
      <FormKey answer={{}} />
      <input type="hidden" name="childId" value={child.childId} />
    </>
  );
  return (
    <Card heading={child.name}>
      {child.login && (
        <p className="mut">
          Логин <span className="code">{child.login}</span>
        </p>
      )}
      <Form method="post" noValidate className="stack">
        {ids}
        <input type="hidden" name="version" value={child.version} />
        <ChildLimits of={of} values={{ services: child.services, from: timeOf(child.fromMinute), to: timeOf(child.toMinute) }} error={errors[`to${of}`]} />
        <Checkbox name={`chosen${of}`} label="Только с отмеченных устройств" checked={child.onlyChosen} />
        {child.devices.length === 0 && <p className="hint">Устройства появятся здесь, когда ребёнок войдёт с них</p>}
        {child.devices.map((device) => (
          <label key={device.id} className="check">
            <input type="checkbox" name="device" value={device.id} defaultChecked={device.isAllowed} />
            <span>
              {device.name}, <When instant={device.seenAt} timeZone="Europe/Moscow" />
            </span>
          </label>
        ))}
        <Actions>
          <Button kind="alt" name="intent" value="change">
            Сохранить<span className="vh">: {child.name}</span>
          </Button>
        </Actions>
      </Form>
      <details className="more">
        <summary>Что делал на портале</summary>
        {child.actions.length === 0 ? (
          <p>Пока ничего.</p>
        ) : (
          <ul>
            {child.actions.map((one) => (
              <li key={one.id}>
                <When instant={one.at} timeZone="Europe/Moscow" />: {one.action}
              </li>
            ))}
          </ul>
        )}
      </details>
      <details className="more">
        <summary>Сменить пароль или закрыть профиль</summary>
        <p className="mut">Закрыть значит удалить: имя ребёнка, логин и устройства исчезнут, что он делал, останется в журнале без имени.</p>
        <Form method="post" noValidate className="stack">
          {ids}
          <TextInput
            name={`newPassword${of}`}
            label="Новый пароль"
            type="password"
            autoComplete="new-password"
            maxLength={200}
            error={errors[`newPassword${of}`]}
          />
          <Actions>
            <Button kind="alt" name="intent" value="password">
              Сменить пароль
            </Button>
          </Actions>
        </Form>
        <Form method="post">
          {ids}
          <Actions>
            <Button kind="bad" name="intent" value="end">
              Закрыть профиль<span className="vh">: {child.name}</span>
            </Button>
          </Actions>
        </Form>
      </details>
    </Card>
  );
}

function NewChild({ home, answer }: { home: { houseId: string; premisesId: string; address: string }; answer: Refused | undefined }) {
  const errors = errorsOf(answer?.problem);
  const values = answer?.values ?? {};
  return (
    <Card heading="Новый профиль">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="houseId" value={home.houseId} />
        <input type="hidden" name="premisesId" value={home.premisesId} />
        <p className="mut">Ребёнок увидит только {unbroken(home.address)} и только то, что вы отметите.</p>
        <TextInput name="lastName" label="Фамилия ребёнка" autoComplete="off" maxLength={100} defaultValue={values['lastName']} error={errors['lastName']} />
        <TextInput name="firstName" label="Имя ребёнка" autoComplete="off" maxLength={100} defaultValue={values['firstName']} error={errors['firstName']} />
        <TextInput
          name="login"
          label="Логин"
          hint="Латинские буквы, цифры, точки и дефисы, первая буква: masha.37"
          autoComplete="off"
          autoCapitalize="none"
          maxLength={40}
          short
          defaultValue={values['login']}
          error={errors['login']}
        />
        <TextInput
          name="newPassword"
          label="Пароль для ребёнка"
          hint="Не меньше 8 знаков: два-три слова, которые он запомнит"
          type="password"
          autoComplete="new-password"
          maxLength={200}
          error={errors['newPassword']}
        />
        <ChildLimits of="" values={{ services: CHILD_SERVICES, from: values['from'] ?? '08:00', to: values['to'] ?? '20:00' }} error={errors['to']} />
        <Actions>
          <Button name="intent" value="make">
            Создать профиль
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
