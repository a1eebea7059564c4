// How the person keeps an account: contacts, ways of notices, suspension and removal with a code (ACC-3, CONF-1).
import type { ReactNode } from 'react';
import { type ActionFunctionArgs, data, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import {
  askRemovalCode,
  askSuspensionCode,
  changeAccountSettings,
  getAccountSettings,
  removeAccount,
  resumeAccount,
  suspendAccount,
} from '#contract/account-settings';
import type { AnswerOf } from '#contract/endpoint';
import { formatPhone } from '#contract/phone';
import { AskCode, CodeField } from '#features/identity/code-field.tsx';
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
/** What a code confirms. */
type Coded = 'suspend' | 'remove';
type Answer = Partial<Refused> & { asked?: Coded; sentTo?: string; confirmationId?: string };

const paramsOf = (params: LoaderFunctionArgs['params']) => ({ houseId: params['houseId']!, accountId: params['accountId']! });

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const of = paramsOf(params);
  return {
    settings: await load(context, getAccountSettings, { params: of }),
    account: `/accounts/${of.houseId}/${of.accountId}`,
    saved: new URL(request.url).searchParams.has('saved'),
  };
}

const asking = { suspendCode: { asked: 'suspend', endpoint: askSuspensionCode }, removeCode: { asked: 'remove', endpoint: askRemovalCode } } as const;

/** `intent`: save, suspendCode, suspend, resume, removeCode or remove. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const of = { params: paramsOf(params) };
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  const version = Number(textOf(form, 'version'));
  const given = { confirmationId: textOf(form, 'confirmationId'), code: textOf(form, 'code') };
  if (intent === 'suspendCode' || intent === 'removeCode') {
    const { asked, endpoint } = asking[intent];
    const sent = await attempt(context, endpoint, of, key);
    return sent.ok ? data({ asked, sentTo: sent.value.sentTo, confirmationId: sent.value.confirmationId }) : refused(sent.problem, form);
  }
  if (intent === 'remove') {
    const removed = await attempt(context, removeAccount, { ...of, body: given }, key);
    return removed.ok ? redirect('/accounts?removed', 303) : refused(removed.problem, form);
  }
  const done =
    intent === 'save'
      ? await attempt(
          context,
          changeAccountSettings,
          {
            ...of,
            body: {
              version,
              phone: textOf(form, 'phone'),
              email: textOf(form, 'email'),
              contract: textOf(form, 'contract'),
              byEmail: form.has('byEmail'),
              bySms: form.has('bySms'),
            },
          },
          key,
        )
      : intent === 'suspend'
        ? await attempt(context, suspendAccount, { ...of, body: { version, ...given } }, key)
        : await attempt(context, resumeAccount, { ...of, body: { version } }, key);
  return done.ok ? redirect(`/accounts/${of.params.houseId}/${of.params.accountId}/settings?saved`, 303) : refused(done.problem, form);
}

export default function AccountSettingsPage() {
  const { settings, account, saved } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  return (
    <Page title="Настройки счёта" problem={answer?.problem} back={{ to: account, name: `Счёт ${settings.number}` }}>
      <ErrorSummary problem={answer?.problem} />
      {saved && !answer && <Notice tone="ok" heading="Сохранили" announce />}
      <p className="lead">
        {settings.organization}, счёт <span className="num">{settings.number}</span>
        <br />
        {unbroken(settings.address)}
      </p>
      <Contacts settings={settings} answer={answer} />
      <Card heading="Автоплатёж">
        <p>Платить по этому счёту само: в какой день, с какой карты и до какой суммы.</p>
        <p>
          <Link className="go" to={`${account}/autopayment`}>
            Настроить автоплатёж
          </Link>
        </p>
      </Card>
      <Suspension settings={settings} answer={answer} />
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
        <TextInput
          name="phone"
          label="Телефон"
          type="tel"
          autoComplete="tel"
          short
          defaultValue={typed?.['phone'] ?? (settings.phone && formatPhone(settings.phone)) ?? ''}
          error={errors['phone']}
        />
        <TextInput
          name="email"
          label="Почта"
          type="email"
          autoComplete="email"
          defaultValue={typed?.['email'] ?? settings.email ?? ''}
          error={errors['email']}
        />
        <TextInput
          name="contract"
          label="Договор с поставщиком"
          hint="Номер и дата, если договор есть"
          autoComplete="off"
          maxLength={200}
          defaultValue={typed?.['contract'] ?? settings.contract ?? ''}
          error={errors['contract']}
        />
        <fieldset className="stack near">
          <legend>Куда присылать уведомления об этом счёте</legend>
          <Checkbox name="byEmail" label="На почту" checked={ticked('byEmail')} />
          <Checkbox name="bySms" label="По СМС" checked={ticked('bySms')} />
          <p className="hint">
            На портале они есть всегда. О чём сообщать, выбирают в <Link to="/profile/notices">настройках уведомлений</Link>
          </p>
        </fieldset>
        <Actions>
          <Button>Сохранить</Button>
        </Actions>
      </Form>
    </Card>
  );
}

function Suspension({ settings: { number, suspendedAt, version }, answer }: { settings: Settings; answer: Answer | undefined }) {
  if (suspendedAt === null) {
    return (
      <Card heading="Приостановить счёт">
        <p>Автоплатежи, уведомления и новые вопросы по счёту остановятся. Начисления и долг останутся на виду. Возобновить можно в любой день, без кода.</p>
        <ByCode what="suspend" version={version} answer={answer}>
          <Button kind="alt">{`Приостановить счёт ${number}`}</Button>
        </ByCode>
      </Card>
    );
  }
  return (
    <Card heading="Счёт приостановлен">
      <Form method="post" className="stack">
        <FormKey />
        <input type="hidden" name="version" value={version} />
        <p>
          С <When instant={suspendedAt} timeZone="Europe/Moscow" /> автоплатежи и уведомления по счёту не идут. Долг по-прежнему на виду.
        </p>
        <Actions>
          <Button kind="alt" name="intent" value="resume">
            Возобновить
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}

function Removal({ settings: { number, version }, answer }: { settings: Settings; answer: Answer | undefined }) {
  return (
    <Card heading="Убрать счёт из кабинета">
      <p>Вы перестанете видеть счёт. Его история останется у организации, долг тоже. Автоплатёж по нему отключится. Вернуть счёт можно, добавив его заново.</p>
      <ByCode what="remove" version={version} answer={answer}>
        <Button kind="bad">{`Убрать счёт ${number}`}</Button>
      </ByCode>
    </Card>
  );
}

/** Asks for the code and then for what came; `children` is the button that acts. */
function ByCode({ what, version, answer, children }: { what: Coded; version: number; answer: Answer | undefined; children: ReactNode }) {
  const own = answer && (answer.asked ?? answer.values?.['intent']) === what ? answer : undefined;
  const confirmationId = own?.confirmationId ?? own?.values?.['confirmationId'];
  return (
    <>
      {confirmationId !== undefined && (
        <Form method="post" noValidate className="stack">
          <FormKey />
          <input type="hidden" name="intent" value={what} />
          <input type="hidden" name="version" value={version} />
          <input type="hidden" name="confirmationId" value={confirmationId} />
          <CodeField sentTo={own?.sentTo} error={errorsOf(own?.problem)['code']} />
          <Actions>
            {children}
            <ConfirmByPasskey confirmationId={confirmationId} />
          </Actions>
          <OtherWay confirmationId={confirmationId} />
        </Form>
      )}
      <Form method="post" className="stack">
        <FormKey />
        <Actions>
          <Button kind={confirmationId === undefined ? 'alt' : 'bare'} name="intent" value={`${what}Code`}>
            <AskCode again={confirmationId !== undefined} />
          </Button>
        </Actions>
      </Form>
    </>
  );
}
