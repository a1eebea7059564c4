// The link of an invitation into a home: accept with the code that the sender told, with the own cabinet or a new one, or refuse (ROLE-1).
import { type ActionFunctionArgs, Form, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { acceptInvitation, getInvitation, joinByInvitation, refuseInvitation } from '#contract/household';
import { AS_WORDS, SEES_WORDS } from '#features/household/words.ts';
import { NewPassword } from '#features/identity/password-input.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Day, unbroken, When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { useRootData } from '#web/me.ts';

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  if (new URL(request.url).searchParams.has('refused')) return null;
  try {
    return { token: params['token']!, invitation: await load(context, getInvitation, { params: { token: params['token']! } }) };
  } catch (error) {
    // Over, or a link typed with a mistake: one answer for both.
    if (error instanceof Response && [404, 422].includes(error.status)) return { token: '', invitation: null };
    throw error;
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const of = { params: { token: params['token']! } };
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  if (intent === 'refuse') {
    const done = await attempt(context, refuseInvitation, of, key);
    return done.ok ? redirect('?refused', 303) : refused(done.problem, form);
  }
  const code = textOf(form, 'code');
  if (intent === 'accept') {
    const done = await attempt(context, acceptInvitation, { ...of, body: { code } }, key);
    return done.ok ? redirect('/home', 303) : refused(done.problem, form);
  }
  const password = form.get('newPassword');
  const middleName = textOf(form, 'middleName');
  const body = {
    lastName: textOf(form, 'lastName'),
    firstName: textOf(form, 'firstName'),
    ...(middleName !== '' && { middleName }),
    newPassword: typeof password === 'string' ? password : '',
    code,
  };
  const done = await attempt(context, joinByInvitation, { ...of, body }, key);
  return done.ok ? redirect('/sign-in?next=/home', 303) : refused(done.problem, form);
}

export default function Join() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  if (data === null)
    return (
      <Page title="Приглашение">
        <Notice heading="Вы отказались">Приглашающему мы об этом сказали. Больше ничего делать не нужно.</Notice>
      </Page>
    );
  if (data.invitation === null)
    return (
      <Page title="Приглашение">
        <Notice heading="Приглашение не действует">На него уже ответили, его отозвали или прошло семь дней. Попросите прислать новое.</Notice>
      </Page>
    );
  const { from, address, role, toDay, until } = data.invitation;
  return (
    <Page title="Приглашение в дом" problem={answer?.problem}>
      <ErrorSummary problem={answer?.problem} secret />
      <p className="lead">
        {from} приглашает вас как {AS_WORDS[role]}: {unbroken(address)}
        {toDay !== null && (
          <>
            , по <Day day={toDay} />
          </>
        )}
        .
      </p>
      <p>
        {SEES_WORDS[role]}. Ответить можно до <When instant={until} timeZone="Europe/Moscow" />.
      </p>
      <Answering invitation={data.invitation} token={data.token} answer={answer} />
      <Form method="post">
        <FormKey answer={{}} />
        <Actions>
          <Button kind="bare" name="intent" value="refuse">
            Отказаться от приглашения
          </Button>
        </Actions>
      </Form>
    </Page>
  );
}

type Invitation = NonNullable<NonNullable<ReturnType<typeof useLoaderData<typeof loader>>>['invitation']>;

function Answering({ invitation, token, answer }: { invitation: Invitation; token: string; answer: Refused | undefined }) {
  const { me } = useRootData();
  const errors = errorsOf(answer?.problem);
  const signIn = `/sign-in?next=/join/${token}`;
  const code = (
    <TextInput
      name="code"
      label="Код"
      hint={`Шесть цифр. Его знает ${invitation.from}`}
      inputMode="numeric"
      autoComplete="off"
      maxLength={12}
      short
      error={errors['code']}
    />
  );
  if (me.person !== null) {
    return (
      <Card heading={`Принять: ${me.person.name}`}>
        <Form method="post" noValidate className="stack">
          <FormKey />
          {code}
          <Actions>
            <Button name="intent" value="accept">
              Принять приглашение
            </Button>
          </Actions>
        </Form>
      </Card>
    );
  }
  if (invitation.hasCabinet)
    return (
      <Card heading="У вас есть кабинет">
        <p>Войдите, и приглашение откроется снова: {invitation.sentTo}.</p>
        <Actions>
          <ButtonLink to={signIn}>Войти</ButtonLink>
        </Actions>
      </Card>
    );
  const values = answer?.values ?? {};
  return (
    <Card heading="Создать кабинет">
      <p>
        Входить будете по {invitation.sentTo}. Уже есть кабинет с другим телефоном? <Link to={signIn}>Войдите в него</Link>.
      </p>
      <Form method="post" noValidate className="stack">
        <FormKey />
        <TextInput name="lastName" label="Фамилия" autoComplete="family-name" maxLength={100} defaultValue={values['lastName']} error={errors['lastName']} />
        <TextInput name="firstName" label="Имя" autoComplete="given-name" maxLength={100} defaultValue={values['firstName']} error={errors['firstName']} />
        <TextInput
          name="middleName"
          label="Отчество, если есть"
          autoComplete="additional-name"
          maxLength={100}
          defaultValue={values['middleName']}
          error={errors['middleName']}
        />
        <NewPassword least={8} error={errors['newPassword']} />
        {code}
        <Actions>
          <Button name="intent" value="join">
            Создать кабинет и принять
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
