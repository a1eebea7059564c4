// The ledger card of an account, for the accountant of its organization.
import { type ActionFunctionArgs, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { getAccountHistory, getWorkAccount } from '#contract/ledger';
import { listWorkReadings } from '#contract/meters-work';
import { getBankPayments, takePaymentOff } from '#contract/unmatched';
import { AccountDebt, AccountHistory, AccountMonths, AccountNumbers, StatementForm } from '#features/accounts/account.tsx';
import { historyFilter, historyQuery, statementDays } from '#features/accounts/history-query.ts';
import { PROOF_WORDS } from '#features/accounts/words.ts';
import { BankPayments } from '#features/billing/bank-payments.tsx';
import { ReadingsTable } from '#features/meters/readings-table.tsx';
import { GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { When, unbroken } from '#ui/format.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { Page } from '#ui/page.tsx';
import { PhoneLink } from '#ui/phone.tsx';
import { wrongFields } from '#ui/problem.ts';
import { attempt, load } from '#web/api.ts';
import { keyOf, refused, type Refused, textOf } from '#web/form.ts';
import { useRootData } from '#web/me.ts';

const READINGS_SHOWN = 8;

export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const of = { houseId: params['houseId']!, accountId: params['accountId']! };
  const { searchParams } = new URL(request.url);
  const [account, history, { payments }] = await Promise.all([
    load(context, getWorkAccount, { params: of }), load(context, getAccountHistory, { params: of, query: historyQuery(searchParams) }), load(context, getBankPayments, { params: of }),
  ]);
  const readings = await load(context, listWorkReadings, { query: { premisesId: account.premisesId, sort: '-month', limit: READINGS_SHOWN } });
  return { account, history, payments, readings, filter: historyFilter(searchParams) };
}

/** A payment of a bank goes off the account and is opened where its right place is looked for. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const [paymentId, reason] = [textOf(form, 'paymentId'), textOf(form, 'reason')];
  const wrong = { ...(paymentId === '' && { paymentId: 'Выберите платёж' }), ...(reason.length < 3 && { reason: 'Напишите причину: например, в номере счёта ошиблись' }) };
  if (Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const done = await attempt(context, takePaymentOff, { params: { paymentId }, body: { reason } }, { key: keyOf(form) });
  return done.ok ? redirect(`/work/unmatched/${done.value.id}?off=1`, 303) : refused(done.problem, form);
}

export default function WorkAccount() {
  const { account, history, payments, readings, filter } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const { loadedAt } = useRootData();
  return (
    <Page title={`Счёт ${account.number}`} problem={answer?.problem} back={{ to: '/work/accounts', name: 'Лицевые счета организации' }}>
      <ErrorSummary problem={answer?.problem} />
      <p className="lead">{unbroken(account.address)}</p>
      <p className="row">
        {account.kind === 'manager' && <GoLink to={`/work/premises/${account.houseId}/${account.premisesId}`}>Карточка помещения</GoLink>}
        <GoLink to={`/work/payments?search=${encodeURIComponent(account.number)}`}>Платежи через портал</GoLink>
      </p>
      <AccountDebt account={account} />
      <div className="two">
        <Card heading="Люди">
          <DefinitionList items={[
            { name: 'Собственники', value: account.owners.join(', ') || 'не указаны' },
            ...account.people.map(({ name, proof, linkedAt, phone, email }) => ({ name: 'Видит счёт', value: <>{name}{phone !== null && <><br /><PhoneLink phone={phone} /></>}{email !== null && <><br />{email}</>}<br /><span className="mut sml">{PROOF_WORDS[proof] ?? proof}, <When instant={linkedAt} timeZone="Europe/Moscow" /></span></> })),
          ]} />
        </Card>
        <AccountNumbers account={account} />
      </div>
      <AccountHistory history={history} filter={filter} own />
      <AccountMonths months={account.months} />
      {payments.length > 0 && <BankPayments payments={payments} answer={answer} />}
      {readings.count > 0 && (
        <Card heading="Показания" aside={readings.count > readings.rows.length && <Link to={`/work/readings/all?premisesId=${account.premisesId}`}>{`Все: ${readings.count}`}</Link>}>
          <ReadingsTable caption="Последние показания" rows={readings.rows} inHome />
        </Card>
      )}
      <StatementForm account={account} {...statementDays(loadedAt)} />
    </Page>
  );
}
