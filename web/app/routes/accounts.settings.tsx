// How the person keeps an account: contacts, ways of notices, suspension, removal with a code (ACC-3).
import { type ActionFunctionArgs, data, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { askRemovalCode, changeAccountSettings, getAccountSettings, removeAccount, suspendAccount } from '#contract/account-settings';
import type { AnswerOf } from '#contract/endpoint';
import { formatPhone } from '#contract/phone';
import { ConfirmByPasskey } from '#features/identity/confirm-by-passkey.tsx';
import { OtherWay } from '#features/identity/other-way.tsx';
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
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Settings = AnswerOf<typeof getAccountSettings>;
type Answer = Partial<Refused> & { sentTo?: string; confirmationId?: string };

const paramsOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId']!, accountId: params['accountId']! });

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const of = paramsOf(params);
  return { settings: await load(context, getAccountSettings, { params: of }), account: `/accounts/${of.houseId}/${of.accountId}`, saved: new URL(request.url).searchParams.has('saved') };
}

/** `intent`: save, suspend, resume, code or remove. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const of = { params: paramsOf(params) };
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  const version = Number(textOf(form, 'version'));
  if (intent === 'code') {
    const asked = await attempt(context, askRemovalCode, of, key);
    return asked.ok ? data({ sentTo: asked.value.sentTo, confirmationId: asked.value.confirmationId }) : refused(asked.problem, form);
  }
  if (intent === 'remove') {
    const removed = await attempt(context, removeAccount, { ...of, body: { confirmationId: textOf(form, 'confirmationId'), code: textOf(form, 'code') } }, key);
    return removed.ok ? redirect('/accounts?removed', 303) : refused(removed.problem, form);
  }
  const done = intent === 'save'
    ? await attempt(context, changeAccountSettings, { ...of, body: { version, phone: textOf(form, 'phone'), email: textOf(form, 'email'), contract: textOf(form, 'contract'), byEmail: form.has('byEmail'), bySms: form.has('bySms') } }, key)
    : await attempt(context, suspendAccount, { ...of, body: { version, suspended: intent === 'suspend' } }, key);
  return done.ok ? redirect(`/accounts/${of.params.houseId}/${of.params.accountId}/settings?saved`, 303) : refused(done.problem, form);
}

export default function AccountSettingsPage() {
  const { settings, account, saved } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  return (
    <Page title="Настройки счёта" problem={answer?.problem} back={{ to: account, name: `Счёт ${settings.number}` }}>
      <ErrorSummary problem={answer?.problem} />
      {saved && !answer && <Notice tone="ok" heading="Сохранили" announce />}
      <p className="lead">{settings.organization}, счёт <span className="num">{settings.number}</span><br />{unbroken(settings.address)}</p>
      <Contacts settings={settings} answer={answer} />
      <Card heading="Автоплатёж">
        <p>Платить по этому счёту само: в какой день, с какой карты и до какой суммы.</p>
        <p><Link className="go" to={`${account}/autopayment`}>Настроить автоплатёж</Link></p>
      </Card>
      <Suspension settings={settings} />
      <Removal settings={settings} answer={answer} />
    </Page>
  );
}

function Contacts({ settings, answer }: { settings: Settings; answer: Answer | undefined }) {
  const errors = errorsOf(answer?.problem);
  const typed = answer?.values?.['intent'] === 'save' ? answer.values : undefined;
  const ticked = (name: 'byEmail' | 'bySms'): boolean => (typed ? typed[name] !== undefined : settings[name]);
  return (
    <Card heading="Контакты и уведомления">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <input type="hidden" name="intent" value="save" />
        <input type="hidden" name="version" value={settings.version} />
        <p className="mut">По этим контактам с вами свяжется организация. Для входа и кодов они не нужны.</p>
        <TextInput name="phone" label="Телефон" type="tel" autoComplete="tel" short defaultValue={typed?.['phone'] ?? (settings.phone && formatPhone(settings.phone)) ?? ''} error={errors['phone']} />
        <TextInput name="email" label="Почта" type="email" autoComplete="email" defaultValue={typed?.['email'] ?? settings.email ?? ''} error={errors['email']} />
        <TextInput name="contract" label="Договор с поставщиком" hint="Номер и дата, если договор есть" autoComplete="off" maxLength={200} defaultValue={typed?.['contract'] ?? settings.contract ?? ''} error={errors['contract']} />
        <fieldset className="stack near">
          <legend>Куда присылать уведомления об этом счёте</legend>
          <Checkbox name="byEmail" label="На почту" checked={ticked('byEmail')} />
          <Checkbox name="bySms" label="По СМС" checked={ticked('bySms')} />
          <p className="hint">На портале они есть всегда. О чём сообщать, выбирают в <Link to="/profile/notices">настройках уведомлений</Link></p>
        </fieldset>
        <Actions><Button>Сохранить</Button></Actions>
      </Form>
    </Card>
  );
}

function Suspension({ settings: { suspendedAt, version } }: { settings: Settings }) {
  return (
    <Card heading={suspendedAt === null ? 'Приостановить счёт' : 'Счёт приостановлен'}>
      <Form method="post" className="stack">
        <FormKey />
        <input type="hidden" name="version" value={version} />
        {suspendedAt === null
          ? <p>Автоплатежи, уведомления и новые вопросы по счёту остановятся. Начисления и долг останутся на виду. Возобновить можно в любой день.</p>
          : <p>С <When instant={suspendedAt} timeZone="Europe/Moscow" /> автоплатежи и уведомления по счёту не идут. Долг по-прежнему на виду.</p>}
        <Actions>{suspendedAt === null ? <Button kind="alt" name="intent" value="suspend">Приостановить</Button> : <Button kind="alt" name="intent" value="resume">Возобновить</Button>}</Actions>
      </Form>
    </Card>
  );
}

function Removal({ settings, answer }: { settings: Settings; answer: Answer | undefined }) {
  const confirmationId = answer?.confirmationId ?? answer?.values?.['confirmationId'];
  return (
    <Card heading="Убрать счёт из кабинета">
      <p>Вы перестанете видеть счёт. Его история останется у организации, долг тоже. Вернуть счёт можно, добавив его заново.</p>
      {confirmationId !== undefined && (
        <Form method="post" noValidate className="stack">
          <FormKey />
          <input type="hidden" name="intent" value="remove" />
          <input type="hidden" name="confirmationId" value={confirmationId} />
          {answer?.sentTo !== undefined && <p role="status">{`Код отправили: ${answer.sentTo}. Он действует пять минут.`}</p>}
          <TextInput name="code" label="Код из сообщения" hint="Шесть цифр" inputMode="numeric" autoComplete="one-time-code" maxLength={12} short error={errorsOf(answer?.problem)['code']} />
          <Actions><Button kind="bad">{`Убрать счёт ${settings.number}`}</Button><ConfirmByPasskey confirmationId={confirmationId} /></Actions>
          <OtherWay confirmationId={confirmationId} />
        </Form>
      )}
      <Form method="post" className="stack">
        <FormKey />
        <Actions><Button kind={confirmationId === undefined ? 'alt' : 'bare'} name="intent" value="code">{confirmationId === undefined ? 'Получить код' : 'Прислать новый код'}</Button></Actions>
      </Form>
    </Card>
  );
}
