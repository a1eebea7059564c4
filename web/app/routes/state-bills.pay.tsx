// «Оплата» of state bills: the same questions as for accounts; the sum is the state's, so nobody types it.
import { type ActionFunctionArgs, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getSavedMethods } from '#contract/payment-methods';
import { getPayableAccounts } from '#contract/payments';
import { formatDay, formatKopecks } from '#contract/russian';
import { getStateBills, payStateBills } from '#contract/state-bills';
import { chosenMethod, MethodChoice, usualMethod } from '#features/payments/method-choice.tsx';
import { PAY_STEPS } from '#features/payments/payment-sheet.tsx';
import { BillLines } from '#ui/bill.tsx';
import { Actions, Button } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { Checkbox } from '#ui/choice.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { TextInput } from '#ui/inputs.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf } from '#ui/problem.ts';
import { Steps } from '#ui/steps.tsx';
import { attempt, load } from '#web/api.ts';
import { keyOf, type Refused, refused, textOf } from '#web/form.ts';

/** `?number=<УИН>`, may repeat. What is no longer to be paid leads back to the list, which says why. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const numbers = new URL(request.url).searchParams.getAll('number');
  const [{ bills }, { methods }, { email }] = await Promise.all([
    load(context, getStateBills, {}),
    load(context, getSavedMethods, {}),
    load(context, getPayableAccounts, {}),
  ]);
  const chosen = bills.filter((bill) => bill.can.pay && numbers.includes(bill.number));
  if (chosen.length === 0) throw redirect('/state-bills');
  return { bills: chosen, methods, email };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const email = textOf(form, 'email');
  const numbers = form.getAll('number').filter((value) => typeof value === 'string');
  const done = await attempt(
    context,
    payStateBills,
    { body: { numbers, ...chosenMethod(textOf(form, 'method')), save: form.has('save'), ...(email !== '' && { email }) } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(`/pay/${done.value.id}`) : refused(done.problem, form);
}

export default function PayStateBills() {
  const { bills, methods, email } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const errors = errorsOf(answer?.problem);
  const sum = bills.reduce((total, bill) => total + bill.kopecks, 0);
  return (
    <Page title="Оплата" problem={answer?.problem} back={{ to: '/state-bills', name: 'Госплатежи' }}>
      <Steps names={PAY_STEPS} now={1} />
      <ErrorSummary problem={answer?.problem} />
      <Form className="cols" method="post" noValidate>
        <FormKey />
        <Card heading="Что оплатить">
          {bills.map((bill) => (
            <input key={bill.number} type="hidden" name="number" value={bill.number} />
          ))}
          <BillLines
            lines={bills.map((bill) => ({
              name: bill.name,
              kopecks: bill.kopecks,
              says: `${bill.payee}, УИН ${bill.number}${bill.discountUntil === null ? '' : `, скидка до ${formatDay(bill.discountUntil)}`}`,
            }))}
            total={{ name: 'Всего', kopecks: sum }}
          />
          <p className="hint">Ошибочный госплатёж возвращает ведомство, а не портал. Проверьте, что начисление ваше.</p>
        </Card>
        <div className="stack wide stay">
          <MethodChoice methods={methods} chosen={answer?.values['method'] ?? usualMethod(methods)} />
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
          <Actions>
            <Button big>{`Проверить платёж на ${formatKopecks(sum)}`}</Button>
          </Actions>
          <p className="hint">Деньги пока не спишем: сначала покажем, кому и сколько, и попросим код.</p>
        </div>
      </Form>
    </Page>
  );
}
