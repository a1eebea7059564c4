// One account on «Оплата»: a tick, what is owed, and how much to pay.
import type { AnswerOf } from '#contract/endpoint';
import type { getPayableAccounts } from '#contract/payments';
import { formatDayShort, formatKopecks, formatSum, formatWeekday } from '#contract/russian';
import { MoneyInput } from '#ui/inputs.tsx';
import { sumField } from './chosen-parts.ts';

export type PayableAccount = AnswerOf<typeof getPayableAccounts>['accounts'][number];

/** What the account stands at, in words. */
export function balanceWords({ balanceKopecks, reservedKopecks, toPayKopecks, dueDay, overdueSince }: PayableAccount): string {
  if (reservedKopecks > 0) return `Долг ${formatKopecks(balanceKopecks)}, из них ${formatKopecks(reservedKopecks)} уже оплачивается`;
  if (toPayKopecks > 0 && overdueSince) return `К оплате ${formatKopecks(toPayKopecks)}, срок был ${formatDayShort(overdueSince)}. Чем раньше, тем меньше пени`;
  if (toPayKopecks > 0) return `К оплате ${formatKopecks(toPayKopecks)} ${formatWeekday(dueDay, 'until')}`;
  if (balanceKopecks < 0) return `Оплачено вперёд ${formatKopecks(-balanceKopecks)}. Следующий срок ${formatWeekday(dueDay, 'until')}`;
  return `Долга нет. Следующий срок ${formatWeekday(dueDay, 'until')}`;
}

type Given = { account: PayableAccount; ticked: boolean; sum: string | undefined; error: string | undefined; first: boolean };

export function AccountChoice({ account, ticked, sum, error, first }: Given) {
  const usual = account.toPayKopecks > 0 ? formatSum(account.toPayKopecks) : '';
  return (
    <li className="row apart">
      <label className="check">
        <input type="checkbox" id={first ? 'account' : undefined} name="account" value={`${account.houseId}.${account.accountId}`} defaultChecked={ticked} />
        <span><b>{account.payee}</b><br /><span className="hint">{`${account.address}, счёт ${account.number}`}</span><br />{balanceWords(account)}</span>
      </label>
      <MoneyInput name={sumField(account.accountId)} label={<>Сколько<span className="vh">{`: ${account.payee}, счёт ${account.number}`}</span></>} defaultValue={sum ?? usual} error={error} />
    </li>
  );
}
