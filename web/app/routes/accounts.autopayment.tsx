// «Автоплатёж» of one account (PAY-5): how it stands, one tap to pause, the terms, the code.
import { CreditCard } from 'lucide-react';
import { type ActionFunctionArgs, data, Form, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { askAutopaymentCode, getAutopayment, setAutopayment, switchAutopayment } from '#contract/autopayments';
import { AutopaymentMonths, TermsForm } from '#features/payments/autopayment.tsx';
import { AutopaymentCard } from '#features/payments/autopayment-card.tsx';
import { readTerms, TERM_FIELDS } from '#features/payments/autopayment-terms.ts';
import { AskCode, CodeField } from '#features/identity/code-field.tsx';
import { ConfirmByPasskey } from '#features/identity/confirm-by-passkey.tsx';
import { OtherWay } from '#features/identity/other-way.tsx';
import { Actions, Button, ButtonLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { FormKey } from '#ui/form-key.tsx';
import { unbroken } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { errorsOf, wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';

type Params = { params: Record<string, string | undefined> };
const accountOf = ({ params }: Params) => ({ houseId: params['houseId']!, accountId: params['accountId']! });

export const loader = ({ context, params }: LoaderFunctionArgs) => load(context, getAutopayment, { params: accountOf({ params }) });

type Sent = { confirmationId: string; sentTo: string; words: string };
const DONE = {
  set: 'Автоплатёж включён',
  paused: 'Автоплатёж на паузе: ничего не спишем, пока не возобновите',
  active: 'Автоплатёж снова включён',
  ended: 'Автоплатёж отключён',
} as const;
type Done = keyof typeof DONE;
const isState = (intent: string): intent is Exclude<Done, 'set'> => intent === 'paused' || intent === 'active' || intent === 'ended';

/** `intent`: code, set, or the state to switch to. The terms go along with the code, so that it confirms what the person sees. */
export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const of = accountOf({ params });
  const key = { key: keyOf(form) };
  const intent = textOf(form, 'intent');
  const back = (done: Done) => redirect(`/accounts/${of.houseId}/${of.accountId}/autopayment?done=${done}`);
  if (isState(intent)) {
    const done = await attempt(context, switchAutopayment, { params: of, body: { state: intent, version: Number(textOf(form, 'version')) } }, key);
    return done.ok ? back(intent) : refused(done.problem, form);
  }
  const read = readTerms(form);
  if ('errors' in read) return refused(wrongFields(read.errors), form);
  if (intent === 'set') {
    const done = await attempt(
      context,
      setAutopayment,
      { params: of, body: { ...read.terms, confirmationId: textOf(form, 'confirmationId'), code: textOf(form, 'code') } },
      key,
    );
    return done.ok ? back('set') : refused(done.problem, form);
  }
  const sent = await attempt(context, askAutopaymentCode, { params: of, body: read.terms }, key);
  return sent.ok ? data({ ...sent.value, values: Object.fromEntries(TERM_FIELDS.map((name) => [name, textOf(form, name)])) }) : refused(sent.problem, form);
}

export default function AutopaymentPage() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<Partial<Refused> & Partial<Sent>>();
  const [query] = useSearchParams();
  const { account, methods } = page;
  const done = DONE[query.get('done') as Done] as string | undefined;
  const confirmationId = answer?.confirmationId ?? answer?.values?.['confirmationId'];
  const path = `/accounts/${account.houseId}/${account.accountId}`;
  return (
    <Page title="Автоплатёж" problem={answer?.problem} back={{ to: path, name: `Счёт ${account.number}` }}>
      <ErrorSummary problem={answer?.problem} />
      {done !== undefined && answer === undefined && (
        <Notice tone="ok" announce>
          <p>{done}.</p>
        </Notice>
      )}
      <p className="lead">
        {`${account.payee}, счёт ${account.number}`}
        <br />
        {unbroken(account.address)}
      </p>
      <AutopaymentCard page={page} action={`${path}/autopayment`} />
      {account.isSuspended ? (
        <Notice tone="wait" heading="Счёт приостановлен">
          <p>Возобновите его в настройках счёта, и автоплатёж заработает.</p>
        </Notice>
      ) : confirmationId !== undefined ? (
        <GiveCode answer={answer} confirmationId={confirmationId} />
      ) : methods.every((method) => method.expired) ? (
        <EmptyState
          icon={CreditCard}
          heading="Сначала сохраните карту"
          actions={<ButtonLink to={`/pay?account=${account.accountId}`}>Оплатить и сохранить</ButtonLink>}
        >
          <p>Оплатите этот счёт сами и отметьте «Запомнить». Потом вернитесь сюда.</p>
        </EmptyState>
      ) : (
        <TermsForm page={page} values={answer?.values} errors={errorsOf(answer?.problem)} />
      )}
      <AutopaymentMonths months={page.months} />
    </Page>
  );
}

function GiveCode({ answer, confirmationId }: { answer: (Partial<Refused> & Partial<Sent>) | undefined; confirmationId: string }) {
  const terms = TERM_FIELDS.map((name) => <input key={name} type="hidden" name={name} value={answer?.values?.[name] ?? ''} />);
  const words = answer?.words ?? answer?.values?.['words'];
  return (
    <Card heading="Подтвердите кодом" due>
      {words !== undefined && <p>{words}.</p>}
      <Form method="post" noValidate className="stack">
        <FormKey />
        {terms}
        <input type="hidden" name="intent" value="set" />
        <input type="hidden" name="confirmationId" value={confirmationId} />
        <input type="hidden" name="words" value={words ?? ''} />
        <CodeField sentTo={answer?.sentTo} error={errorsOf(answer?.problem)['code']} />
        <Actions>
          <Button big>Включить автоплатёж</Button>
          <ConfirmByPasskey confirmationId={confirmationId} />
        </Actions>
        <OtherWay confirmationId={confirmationId} />
      </Form>
      <Form method="post" className="stack">
        <FormKey />
        {terms}
        <Actions>
          <Button kind="alt" name="intent" value="code">
            <AskCode again />
          </Button>
        </Actions>
      </Form>
    </Card>
  );
}
