// «Оплата»: what to pay, how, where the receipt goes. Everything is filled in; the person changes only what differs.
import { ChevronDown, QrCode, WalletCards } from 'lucide-react';
import { useRef } from 'react';
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useLocation } from 'react-router';
import { getSavedMethods } from '#contract/payment-methods';
import { getPayableAccounts, getPayment, makePayment } from '#contract/payments';
import { counted, formatKopecks, formatSum } from '#contract/russian';
import { atFields, chosenParts, sumField } from '#features/payments/chosen-parts.ts';
import { byHome, HomeAccounts, type PayableHome, toPay } from '#features/payments/home-accounts.tsx';
import { chosenMethod, MethodChoice, usualMethod } from '#features/payments/method-choice.tsx';
import { PAY_STEPS } from '#features/payments/payment-sheet.tsx';
import { useChosenSum } from '#features/payments/use-chosen-sum.ts';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Steps } from '#ui/steps.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, type Refused, refused, textOf } from '#web/form.ts';

const ID_LENGTH = 36;

/** `?account=<id>` chooses, may repeat; `?home=<premises>` chooses a home; `?again=<payment>` takes over what an earlier payment had. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const again = query.get('again');
  const [payable, { methods }, earlier] = await Promise.all([
    load(context, getPayableAccounts, {}),
    load(context, getSavedMethods, {}),
    again ? load(context, getPayment, { params: { id: again } }) : null,
  ]);
  const chosen = earlier ? earlier.parts.map((part) => part.accountId) : query.getAll('account');
  const home = query.get('home');
  const ticked =
    chosen.length > 0
      ? chosen
      : payable.accounts.filter((account) => account.toPayKopecks > 0 && (home === null || account.premisesId === home)).map((account) => account.accountId);
  const sums = Object.fromEntries((earlier?.parts ?? []).map((part) => [sumField(part.accountId), formatSum(part.kopecks)]));
  return {
    ...payable,
    ticked,
    sums,
    methods,
    method: earlier && !earlier.saved ? earlier.method : usualMethod(methods),
    email: earlier?.email ?? payable.email,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const { parts, errors } = chosenParts(form);
  if (Object.keys(errors).length > 0) return withTicks(refused(wrongFields(errors), form), form);
  const email = textOf(form, 'email');
  const done = await attempt(
    context,
    makePayment,
    { body: { parts, ...chosenMethod(textOf(form, 'method')), save: form.has('save'), ...(email !== '' && { email }) } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/pay/${done.value.id}`) : withTicks(refused(atFields(done.problem, parts), form), form);
}

/** Several ticks share one name: they come back as a list. */
const withTicks = ({ data: { problem, values, key } }: ReturnType<typeof refused>, form: FormData) =>
  data(
    { problem, values, key, ticked: form.getAll('account').map((value) => (typeof value === 'string' ? value.slice(-ID_LENGTH) : '')) },
    { status: problem.status },
  );

export default function Pay() {
  const { accounts } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused & { ticked: string[] }>();
  if (accounts.length === 0) {
    return (
      <Page title="Оплата" heading={null}>
        <EmptyState icon={WalletCards} heading="Платить пока не за что" level={1} actions={<ButtonLink to="/accounts">Добавить лицевой счёт</ButtonLink>}>
          <p>Добавьте лицевой счёт из квитанции, и здесь появится сумма к оплате.</p>
        </EmptyState>
      </Page>
    );
  }
  return <PayForm answer={answer} />;
}

function PayForm({ answer }: { answer: (Refused & { ticked: string[] }) | undefined }) {
  const { accounts, ticked, sums, method, methods, email, limitKopecks } = useLoaderData<typeof loader>();
  const { search } = useLocation();
  const form = useRef<HTMLFormElement>(null);
  const sum = useChosenSum(form, accounts);
  const errors = errorsOf(answer?.problem);
  const homes = byHome(accounts);
  const due = toPay(accounts);
  return (
    <Page title="Оплата" problem={answer?.problem}>
      <Steps names={PAY_STEPS} now={1} />
      <ErrorSummary problem={answer?.problem} />
      <Form className="cols" method="post" noValidate ref={form} key={search}>
        <FormKey />
        <fieldset className={errors['account'] ? 'card bad-field' : 'card'}>
          <legend className="vh">Что оплатить</legend>
          <h2>{due > 0 ? `По вашим счетам ${formatKopecks(due)}` : 'Долга нет, можно заплатить вперёд'}</h2>
          <p className="hint">{due > 0 ? 'Снимите галочку или измените сумму: остаток подождёт.' : 'Отметьте счёт и введите сумму.'}</p>
          {homes.map((home, place) => (
            <HomeAccounts
              key={home.premisesId}
              home={home}
              several={homes.length > 1}
              first={place === 0}
              ticked={answer?.ticked ?? ticked}
              sums={answer?.values ?? sums}
              errors={errors}
            />
          ))}
        </fieldset>
        <div className="stack wide stay">
          <MethodChoice methods={methods} chosen={answer?.values['method'] ?? method} />
          <Checkbox
            name="save"
            label="Запомнить новую карту или кошелёк"
            hint="Номер останется у банка. Убрать можно в «Способах оплаты»"
            checked={answer?.values['save'] !== undefined}
          />
          <TextInput
            name="email"
            type="email"
            autoComplete="email"
            label="Куда прислать чек"
            hint="Чек останется и в истории платежей"
            defaultValue={answer?.values['email'] ?? email ?? ''}
            error={errors['email']}
          />
          <div className="stack near">
            <Actions>
              <Button big>{sum === null ? 'Проверить платёж' : `Проверить платёж на ${formatKopecks(sum)}`}</Button>
            </Actions>
            {sum !== null && sum > limitKopecks && (
              <p className="tone" data-tone="bad">{`За один раз можно не больше ${formatKopecks(limitKopecks)}. Уменьшите суммы или снимите галочки.`}</p>
            )}
            <p className="hint">Деньги пока не спишем: сначала покажем, кому и сколько, и попросим код.</p>
          </div>
          <CodesForBank homes={homes} />
        </div>
      </Form>
    </Page>
  );
}

/** For those who pay elsewhere: a code for each payee, folded away. */
function CodesForBank({ homes }: { homes: readonly PayableHome[] }) {
  return (
    <details className="more">
      <summary>
        Заплатить в банке или на кассе
        <Icon of={ChevronDown} turn />
      </summary>
      <p className="hint">{`${counted(
        homes.reduce((count, home) => count + home.accounts.length, 0),
        ['код', 'кода', 'кодов'],
      )} для приложения банка: на листе ещё и реквизиты.`}</p>
      {homes.map((home) => (
        <div key={home.premisesId}>
          <h3 className="lbl">{unbroken(home.address)}</h3>
          <ul className="plain">
            {home.accounts.map((account) => (
              <li key={account.accountId}>
                <GoLink to={`/pay/qr?account=${account.accountId}`}>
                  <Icon of={QrCode} />
                  {`${account.payee}, счёт ${account.number}`}
                </GoLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </details>
  );
}
