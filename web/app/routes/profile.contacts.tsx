// Another telephone or address: two codes, then a day in which it may be cancelled (CONF-1).
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { askContactCodes, cancelContactChange, changeContact, CONTACT_KINDS, getContacts } from '#contract/contact-change';
import { useCodesByApp } from '#features/identity/codes-by-app.ts';
import { OtherWay } from '#features/identity/other-way.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { When } from '#ui/format.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Kind = (typeof CONTACT_KINDS)[number];
type Asked = { kind: Kind; value: string; confirmationId: string; newConfirmationId: string; sentTo?: string; newSentTo?: string };
type Answer = Partial<Refused> & { asked?: Asked };
const words: Readonly<Record<Kind, string>> = { phone: 'Телефон', email: 'Почта' };

export const loader = async ({ context, request }: LoaderFunctionArgs) => ({
  contacts: await load(context, getContacts, {}),
  done: new URL(request.url).searchParams.get('done'),
});

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  if (intent === 'cancel') {
    const done = await attempt(context, cancelContactChange, {}, key);
    return done.ok ? redirect('/profile/contacts?done=cancelled', 303) : refused(done.problem, form);
  }
  const wanted = { kind: CONTACT_KINDS.find((one) => one === textOf(form, 'kind')) ?? 'phone', value: textOf(form, 'value') };
  if (intent === 'codes') {
    const sent = await attempt(context, askContactCodes, { body: wanted }, key);
    return sent.ok ? data({ asked: { ...wanted, ...sent.value } } satisfies Answer) : refused(sent.problem, form);
  }
  const asked: Asked = { ...wanted, confirmationId: textOf(form, 'confirmationId'), newConfirmationId: textOf(form, 'newConfirmationId') };
  const done = await attempt(context, changeContact, { body: { ...asked, code: textOf(form, 'code'), newCode: textOf(form, 'newCode') } }, key);
  return done.ok
    ? redirect('/profile/contacts?done=asked', 303)
    : data({ problem: done.problem, asked, key: key.key } satisfies Answer, { status: done.problem.status });
}

export default function ProfileContacts() {
  const {
    contacts: { phone, email, waiting },
    done,
  } = useLoaderData<typeof loader>();
  const answer = useActionData<Answer>();
  return (
    <Page title="Телефон и почта" problem={answer?.problem} back={{ to: '/profile', name: 'Профиль' }}>
      <ErrorSummary problem={answer?.problem} />
      {done === 'cancelled' && !answer && (
        <Notice tone="ok" announce>
          <p>Отменено. Всё остаётся прежним.</p>
        </Notice>
      )}
      {done === 'asked' && !answer && (
        <Notice tone="ok" announce>
          <p>Оба кода подошли. Изменение начнёт действовать через сутки.</p>
        </Notice>
      )}
      <Card heading="Сейчас">
        <DefinitionList
          items={[
            { name: 'Телефон', value: phone ?? 'не указан' },
            { name: 'Почта', value: email ?? 'не указана' },
          ]}
        />
      </Card>
      {waiting !== null ? (
        <Card heading="Ждёт своего дня">
          <p>
            {words[waiting.kind]}: {waiting.value}. Начнёт действовать <When instant={waiting.dueAt} timeZone="Europe/Moscow" />. До тех пор коды приходят на
            прежний.
          </p>
          <Form method="post">
            <FormKey answer={{}} />
            <Actions>
              <Button kind="alt" name="intent" value="cancel">
                Отменить изменение
              </Button>
            </Actions>
          </Form>
        </Card>
      ) : answer?.asked ? (
        <Codes asked={answer.asked} answer={answer} />
      ) : (
        <Wanted answer={answer} />
      )}
    </Page>
  );
}

function Wanted({ answer }: { answer: Answer | undefined }) {
  const [errors, values] = [errorsOf(answer?.problem), answer?.values ?? {}];
  return (
    <Card heading="Сменить">
      <Form method="post" noValidate className="stack">
        <FormKey />
        <RadioGroup
          name="kind"
          label="Что меняете"
          chosen={values['kind'] ?? 'phone'}
          choices={CONTACT_KINDS.map((value) => ({ value, name: words[value] }))}
        />
        <TextInput
          name="value"
          label="Новый телефон или почта"
          hint="Пришлём два кода: на прежний и на новый"
          autoComplete="off"
          maxLength={254}
          defaultValue={values['value']}
          error={errors['value']}
        />
        <Actions>
          <Button name="intent" value="codes">
            Получить коды
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}

function Codes({ asked, answer }: { asked: Asked; answer: Answer }) {
  const errors = errorsOf(answer.problem);
  const isByApp = useCodesByApp();
  return (
    <Card heading={`${words[asked.kind]}: ${asked.value}`}>
      <Form method="post" noValidate className="stack">
        <FormKey />
        {(['kind', 'value', 'confirmationId', 'newConfirmationId'] as const).map((name) => (
          <input key={name} type="hidden" name={name} value={asked[name]} />
        ))}
        {asked.sentTo !== undefined && (
          <p role="status">
            {isByApp ? `Отправили код: ${asked.newSentTo}. Второй покажет приложение для кодов.` : `Отправили два кода: ${asked.sentTo} и ${asked.newSentTo}.`}{' '}
            Ввести их надо за пять минут.
          </p>
        )}
        <TextInput
          name="code"
          label={isByApp ? 'Код из приложения' : 'Код с прежнего'}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={12}
          short
          error={errors['code']}
        />
        <TextInput name="newCode" label="Код с нового" inputMode="numeric" autoComplete="off" maxLength={12} short error={errors['newCode']} />
        <Actions>
          <Button name="intent" value="change">
            Сменить
          </Button>
        </Actions>
        <OtherWay confirmationId={asked.confirmationId} />
      </Form>
    </Card>
  );
}
