// The accounts of one home on «Оплата»: what is owed said once, then a tick and a sum for each payee.
import type { AnswerOf } from '#contract/endpoint';
import type { getPayableAccounts } from '#contract/payments';
import { formatDayShort, formatKopecks, formatSum, formatWeekday } from '#contract/russian';
import { GoLink } from '#ui/button.tsx';
import { FieldError, wiring } from '#ui/field.tsx';
import { Money, unbroken } from '#ui/format.tsx';
import { sumField } from './chosen-parts.ts';

export type PayableAccount = AnswerOf<typeof getPayableAccounts>['accounts'][number];
export type PayableHome = { premisesId: string; address: string; accounts: PayableAccount[] };

/** The accounts home by home, in the order they came. */
export function byHome(accounts: readonly PayableAccount[]): PayableHome[] {
  const homes = new Map<string, PayableHome>();
  for (const account of accounts) {
    const home = homes.get(account.premisesId) ?? { premisesId: account.premisesId, address: account.address, accounts: [] };
    home.accounts.push(account);
    homes.set(account.premisesId, home);
  }
  return [...homes.values()];
}

/** Till when, or that the day has passed; null where nothing is left to pay. */
export function termWords({ toPayKopecks, dueDay, overdueSince }: PayableAccount): string | null {
  if (toPayKopecks === 0) return null;
  return overdueSince ? `Срок был ${formatDayShort(overdueSince)}: чем раньше, тем меньше пени` : `Заплатите ${formatWeekday(dueDay, 'until')}`;
}

/** What sets an account apart from its home's common words; null when nothing does. */
export function apartWords(account: PayableAccount, common: string | null): string | null {
  const { balanceKopecks, reservedKopecks, toPayKopecks } = account;
  if (reservedKopecks > 0) return `Долг ${formatKopecks(balanceKopecks)}, из них ${formatKopecks(reservedKopecks)} уже оплачивается`;
  if (balanceKopecks < 0) return `Оплачено вперёд ${formatKopecks(-balanceKopecks)}`;
  if (toPayKopecks === 0) return 'Долга нет';
  const own = termWords(account);
  return own === common ? null : own;
}

export const toPay = (accounts: readonly PayableAccount[]): number => accounts.reduce((sum, account) => sum + account.toPayKopecks, 0);

type Given = {
  home: PayableHome;
  /** Among several homes: a way to choose this one alone. */ several: boolean;
  ticked: readonly string[];
  sums: Partial<Record<string, string>>;
  errors: Partial<Record<string, string>>;
  first: boolean;
};

export function HomeAccounts({ home, several, ticked, sums, errors, first }: Given) {
  const common = home.accounts.map(termWords).find((words) => words !== null) ?? null;
  return (
    <section className="payhome" aria-labelledby={`home-${home.premisesId}`}>
      <header className="row apart">
        <h3 id={`home-${home.premisesId}`}>{unbroken(home.address)}</h3>
        <b>
          <Money kopecks={toPay(home.accounts)} />
        </b>
      </header>
      {(common !== null || several) && (
        <p className="row hint">
          {common}
          {several && <GoLink to={`/pay?home=${home.premisesId}`}>Только этот дом</GoLink>}
        </p>
      )}
      <ul className="plain">
        {home.accounts.map((account, place) => {
          const name = sumField(account.accountId);
          const usual = account.toPayKopecks > 0 ? formatSum(account.toPayKopecks) : '';
          const apart = apartWords(account, common);
          const error = errors[name];
          return (
            <li key={account.accountId} className={error ? 'payline bad-field' : 'payline'}>
              {error && <FieldError name={name}>{error}</FieldError>}
              <label className="check">
                <input
                  type="checkbox"
                  id={first && place === 0 ? 'account' : undefined}
                  name="account"
                  value={`${account.houseId}.${account.accountId}`}
                  defaultChecked={ticked.includes(account.accountId)}
                />
                <span>
                  {account.payee}
                  <br />
                  <span className="hint">
                    {`счёт ${account.number}`}
                    {apart !== null && (
                      <>
                        <br />
                        {apart}
                      </>
                    )}
                  </span>
                </span>
              </label>
              <span className="with">
                <label className="vh" htmlFor={name}>{`Сколько: ${account.payee}, счёт ${account.number}`}</label>
                <input inputMode="decimal" autoComplete="off" {...wiring({ name, label: '', error })} className="num" defaultValue={sums[name] ?? usual} />
                <span>₽</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
