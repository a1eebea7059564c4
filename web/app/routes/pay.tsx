// «Оплата»: what to pay, how, where the receipt goes. Everything is filled in; the person changes only what differs.
import { CreditCard, QrCode, WalletCards } from 'lucide-react';
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getPayableAccounts, getPayment, makePayment } from '#contract/payments';
import { formatKopecks, formatSum } from '#contract/russian';
import { AccountChoice } from '#features/payments/account-choice.tsx';
import { atFields, chosenParts, sumField } from '#features/payments/chosen-parts.ts';
import { PAY_STEPS } from '#features/payments/payment-sheet.tsx';
import { Actions, Button, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { RadioGroup } from '#ui/choice.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { Steps } from '#ui/steps.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, type Refused, refused, textOf } from '#web/form.ts';

const ID_LENGTH = 36;

/** `?account=<id>` chooses, may repeat; `?again=<payment>` takes over what an earlier payment had. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const again = query.get('again');
  const [payable, earlier] = await Promise.all([load(context, getPayableAccounts, {}), again ? load(context, getPayment, { params: { id: again } }) : null]);
  const chosen = earlier ? earlier.parts.map((part) => part.accountId) : query.getAll('account');
  const ticked = chosen.length > 0 ? chosen : payable.accounts.filter((account) => account.toPayKopecks > 0).map((account) => account.accountId);
  const sums = Object.fromEntries((earlier?.parts ?? []).map((part) => [part.accountId, formatSum(part.kopecks)]));
  return { ...payable, ticked, sums, method: earlier?.method ?? 'card', email: earlier?.email ?? payable.email };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const { parts, errors } = chosenParts(form);
  if (Object.keys(errors).length > 0) return withTicks(refused(wrongFields(errors), form), form);
  const email = textOf(form, 'email');
  const done = await attempt(context, makePayment, { body: { parts, method: textOf(form, 'method') === 'qr' ? 'qr' : 'card', ...(email !== '' && { email }) } }, { key: keyOf(form) });
  return done.ok ? redirect(`/pay/${done.value.id}`) : withTicks(refused(atFields(done.problem, parts), form), form);
}

/** Several ticks share one name: they come back as a list. */
const withTicks = ({ data: { problem, values, key } }: ReturnType<typeof refused>, form: FormData) =>
  data({ problem, values, key, ticked: form.getAll('account').map((value) => (typeof value === 'string' ? value.slice(-ID_LENGTH) : '')) }, { status: problem.status });

export default function Pay() {
  const { accounts, ticked, sums, method, email, limitKopecks } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused & { ticked: string[] }>();
  const errors = errorsOf(answer?.problem);
  if (accounts.length === 0) {
    return (
      <Page title="Оплата" heading={null}>
        <EmptyState icon={WalletCards} heading="Платить пока не за что" level={1} actions={<ButtonLink to="/accounts">Добавить лицевой счёт</ButtonLink>}>
          <p>Добавьте лицевой счёт из квитанции, и здесь появится сумма к оплате.</p>
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title="Оплата" problem={answer?.problem}>
      <Steps names={PAY_STEPS} now={1} />
      <ErrorSummary problem={answer?.problem} />
      <Form className="cols" method="post" noValidate>
        <FormKey />
        <div className="stack wide">
          <fieldset className={errors['account'] ? 'card bad-field' : 'card'}>
            <legend className="vh">Что оплатить</legend>
            <h2>Что оплатить</h2>
            <p className="hint">{`Суммы можно изменить: остаток подождёт. За один раз не больше ${formatKopecks(limitKopecks)}.`}</p>
            <ul className="plain stack">
              {accounts.map((account, place) => (
                <AccountChoice key={account.accountId} account={account} first={place === 0} ticked={(answer?.ticked ?? ticked).includes(account.accountId)} sum={answer?.values[sumField(account.accountId)] ?? sums[account.accountId]} error={errors[sumField(account.accountId)]} />
              ))}
            </ul>
          </fieldset>
        </div>
        <div className="stack wide">
          <RadioGroup name="method" label="Как оплатить" sheets chosen={answer?.values['method'] ?? method} choices={[
            { value: 'card', name: 'Картой', hint: 'Номер введёте на странице банка, портал его не увидит', icon: <Icon of={CreditCard} /> },
            { value: 'qr', name: 'По QR-коду', hint: 'Система быстрых платежей, в приложении вашего банка', icon: <Icon of={QrCode} /> },
          ]} />
          <TextInput name="email" type="email" autoComplete="email" label="Куда прислать чек" hint="Чек останется и в истории платежей" defaultValue={answer?.values['email'] ?? email ?? ''} error={errors['email']} />
          <Actions><Button big>Проверить платёж</Button></Actions>
          <p className="hint">Деньги пока не спишем: сначала покажем, кому и сколько, и попросим код.</p>
          <Card heading="Платите в банке или на кассе?">
            <ul className="plain stack near">{accounts.map((account) => <li key={account.accountId}><GoLink to={`/pay/qr?account=${account.accountId}`}><Icon of={QrCode} />{`Код для ${account.payee}`}</GoLink></li>)}</ul>
          </Card>
        </div>
      </Form>
    </Page>
  );
}
