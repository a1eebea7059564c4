// One account of the person (ACC-1, ACC-4).
import { Settings } from 'lucide-react';
import { Link, type LoaderFunctionArgs, redirect, useLoaderData } from 'react-router';
import { getAutopayment } from '#contract/autopayments';
import { getAccount, getAccountHistory } from '#contract/ledger';
import { formatDay, formatKopecks } from '#contract/russian';
import { unbroken } from '#ui/format.tsx';
import { AccountDebt, AccountFacts, AccountHistory, AccountMonths, StatementForm } from '#features/accounts/account.tsx';
import { historyFilter, historyQuery, statementAddress, statementDays } from '#features/accounts/history-query.ts';
import { AutopaymentCard } from '#features/payments/autopayment-card.tsx';
import { ButtonLink } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { Notice } from '#ui/notice.tsx';
import { Page } from '#ui/page.tsx';
import { load } from '#web/api.ts';
import { useRootData } from '#web/me.ts';

export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const of = { houseId: params['houseId']!, accountId: params['accountId']! };
  const { searchParams } = new URL(request.url);
  const file = statementAddress(searchParams, of);
  if (file !== null) throw redirect(file);
  const [account, autopayment, history] = await Promise.all([
    load(context, getAccount, { params: of }),
    load(context, getAutopayment, { params: of }),
    load(context, getAccountHistory, { params: of, query: historyQuery(searchParams) }),
  ]);
  return { account, autopayment, history, filter: historyFilter(searchParams) };
}

const askBack = ({ houseId, accountId, advanceKopecks }: { houseId: string; accountId: string; advanceKopecks: number }): URLSearchParams =>
  new URLSearchParams({ house: houseId, account: accountId, text: `Прошу вернуть аванс ${formatKopecks(advanceKopecks)}. Реквизиты для возврата: ` });

export default function AccountPage() {
  const { account, autopayment, history, filter } = useLoaderData<typeof loader>();
  const { loadedAt } = useRootData();
  return (
    <Page
      title={`Счёт ${account.number}`}
      heading={`${account.organization.shortName}, счёт ${account.number}`}
      back={{ to: '/accounts', name: 'Лицевые счета' }}
      action={
        <ButtonLink kind="alt" to="settings">
          <Icon of={Settings} />
          Настройки
        </ButtonLink>
      }
    >
      <p className="lead">{unbroken(account.address)}</p>
      {account.isSuspended && (
        <Notice tone="wait" heading="Счёт приостановлен">
          <p>
            Автоплатежи и уведомления по нему не идут. <Link to="settings">Возобновить</Link>
          </p>
        </Notice>
      )}
      {account.closedOn !== null && (
        <Notice tone="wait" heading={`Счёт закрыт ${formatDay(account.closedOn)}`}>
          <p>Новых начислений по нему не будет. История и выписки остаются.</p>
        </Notice>
      )}
      <AccountDebt account={account} pay={`/pay?account=${account.accountId}`} askBack={`/cases/new?${askBack(account)}`} />
      <p className="row">
        <Link className="go" to="absence">
          Уезжали? Попросите перерасчёт
        </Link>
        <Link className="go" to="subsidy">
          Положена ли субсидия
        </Link>
        <Link className="go" to={`/cases/new?house=${account.houseId}&account=${account.accountId}`}>
          Задать вопрос по счёту
        </Link>
      </p>
      <AutopaymentCard page={autopayment} action="autopayment" setUp="autopayment" />
      <AccountMonths months={account.months} />
      <AccountHistory history={history} filter={filter} />
      <StatementForm {...statementDays(loadedAt)} />
      <AccountFacts account={account} />
    </Page>
  );
}
