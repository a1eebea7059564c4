// The ledger card of an account, for the accountant of its organization.
import { type ActionFunctionArgs, Link, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { getAdvance, returnAdvance } from '#contract/advances';
import { closeAccount, getAccountHistory, getWorkAccount } from '#contract/ledger';
import { listWorkReadings } from '#contract/meters-work';
import { getBankPayments, takePaymentOff } from '#contract/unmatched';
import { numberErrorText, parseKopecks } from '#contract/russian';
import { AdvanceCard, ClosingForm } from '#features/accounts/account-acts.tsx';
import { AccountDebt, AccountHistory, AccountMonths, AccountNumbers, StatementForm } from '#features/accounts/account.tsx';
import { historyFilter, historyQuery, statementAddress, statementDays } from '#features/accounts/history-query.ts';
import { PROOF_WORDS } from '#features/accounts/words.ts';
import { BankPayments } from '#features/billing/bank-payments.tsx';
import { ReadingsTable } from '#features/meters/readings-table.tsx';
import { GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { ErrorSummary } from '#ui/error-summary.tsx';
import { When, unbroken } from '#ui/format.tsx';
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
  const file = statementAddress(searchParams, of);
  if (file !== null) throw redirect(file);
  const [account, history, { payments }] = await Promise.all([
    load(context, getWorkAccount, { params: of }),
    load(context, getAccountHistory, { params: of, query: historyQuery(searchParams) }),
    load(context, getBankPayments, { params: of }),
  ]);
  const readings = await load(context, listWorkReadings, { query: { premisesId: account.premisesId, sort: '-month', limit: READINGS_SHOWN } });
  const isKeeper = account.can.close || account.can.reopen;
  return {
    account,
    history,
    payments,
    readings,
    advance: isKeeper && account.advanceKopecks > 0 ? await load(context, getAdvance, { params: of }) : null,
    filter: historyFilter(searchParams),
  };
}

export async function action({ params, request, context }: ActionFunctionArgs) {
  const of = { houseId: params['houseId']!, accountId: params['accountId']! };
  const form = await request.formData();
  const page = `/work/accounts/${of.houseId}/${of.accountId}?done=1`;
  if (textOf(form, 'what') === 'advance') {
    const [kopecks, returnedOn, document] = [parseKopecks(textOf(form, 'kopecks')), textOf(form, 'returnedOn'), textOf(form, 'document')];
    const wrong = {
      ...(typeof kopecks === 'object' ? { kopecks: numberErrorText(kopecks.error, 2) } : kopecks <= 0n && { kopecks: 'Введите сумму больше нуля' }),
      ...(returnedOn === '' && { returnedOn: 'Укажите день' }),
      ...(document.length < 3 && { document: 'Введите номер и дату платёжного поручения' }),
    };
    if (Object.keys(wrong).length > 0 || typeof kopecks === 'object') return refused(wrongFields(wrong), form);
    const done = await attempt(
      context,
      returnAdvance,
      { params: of, body: { advanceKopecks: Number(textOf(form, 'advanceKopecks')), kopecks: Number(kopecks), returnedOn, document } },
      { key: keyOf(form) },
    );
    return done.ok ? redirect(page, 303) : refused(done.problem, form);
  }
  if (form.has('paymentId')) {
    const [paymentId, reason] = [textOf(form, 'paymentId'), textOf(form, 'reason')];
    const wrong = {
      ...(paymentId === '' && { paymentId: 'Выберите платёж' }),
      ...(reason.length < 3 && { reason: 'Напишите причину: например, в номере счёта ошиблись' }),
    };
    if (Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
    const done = await attempt(context, takePaymentOff, { params: { paymentId }, body: { reason } }, { key: keyOf(form) });
    return done.ok ? redirect(`/work/unmatched/${done.value.id}?off=1`, 303) : refused(done.problem, form);
  }
  const closedOn = form.has('closedOn') ? textOf(form, 'closedOn') : null;
  const why = textOf(form, 'why');
  const wrong = { ...(closedOn === '' && { closedOn: 'Укажите день' }), ...(why.length < 3 && { why: 'Напишите причину' }) };
  if (Object.keys(wrong).length > 0) return refused(wrongFields(wrong), form);
  const done = await attempt(
    context,
    closeAccount,
    { params: of, body: { version: Number(textOf(form, 'version')), closedOn, reason: why } },
    { key: keyOf(form) },
  );
  return done.ok ? redirect(page, 303) : refused(done.problem, form);
}

export default function WorkAccount() {
  const { account, history, payments, readings, advance, filter } = useLoaderData<typeof loader>();
  const answer = useActionData<Refused>();
  const [query] = useSearchParams();
  const { loadedAt } = useRootData();
  const days = statementDays(loadedAt);
  return (
    <Page title={`Счёт ${account.number}`} problem={answer?.problem} back={{ to: '/work/accounts', name: 'Лицевые счета организации' }}>
      <ErrorSummary problem={answer?.problem} />
      {query.has('done') && !answer && (
        <p className="note" data-tone="ok" role="status">
          Записали
        </p>
      )}
      <p className="lead">
        {unbroken(account.address)}
        {account.closedOn !== null && '. Закрыт'}
      </p>
      <p className="row">
        {account.kind === 'manager' && <GoLink to={`/work/premises/${account.houseId}/${account.premisesId}`}>Карточка помещения</GoLink>}
        {account.kind === 'repair' && <GoLink to="share">Доля счёта</GoLink>}
        <GoLink to={`/work/payments?search=${encodeURIComponent(account.number)}`}>Платежи через портал</GoLink>
      </p>
      <AccountDebt account={account} />
      {advance && <AdvanceCard account={account} advance={advance} answer={answer} today={days.to} />}
      <div className="two">
        <Card heading="Люди">
          <DefinitionList
            items={[
              { name: 'Собственники', value: account.owners.join(', ') || 'не указаны' },
              ...account.people.map(({ name, proof, linkedAt, phone, email }) => ({
                name: 'Видит счёт',
                value: (
                  <>
                    {name}
                    {phone !== null && (
                      <>
                        <br />
                        <PhoneLink phone={phone} />
                      </>
                    )}
                    {email !== null && (
                      <>
                        <br />
                        {email}
                      </>
                    )}
                    <br />
                    <span className="mut sml">
                      {PROOF_WORDS[proof] ?? proof}, <When instant={linkedAt} timeZone="Europe/Moscow" />
                    </span>
                  </>
                ),
              })),
            ]}
          />
        </Card>
        <AccountNumbers account={account} />
      </div>
      <AccountHistory history={history} filter={filter} own />
      <AccountMonths months={account.months} />
      {payments.length > 0 && <BankPayments payments={payments} answer={answer?.values['paymentId'] === undefined ? undefined : answer} />}
      {readings.count > 0 && (
        <Card
          heading="Показания"
          aside={readings.count > readings.rows.length && <Link to={`/work/readings/all?premisesId=${account.premisesId}`}>{`Все: ${readings.count}`}</Link>}
        >
          <ReadingsTable caption="Последние показания" rows={readings.rows} inHome />
        </Card>
      )}
      <StatementForm {...days} />
      {(account.can.close || account.can.reopen) && <ClosingForm account={account} answer={answer} today={days.to} />}
    </Page>
  );
}
