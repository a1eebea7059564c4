// Which accounts the rows of a register are about, a batch of rows at a time: a few statements for thousands of rows.
import { formatDayDigits } from '#contract/russian';
import { type Account, accountsByIds, accountsByNumbers, accountsByUnified } from '#modules/ledger';
import type { Db } from '#platform/tables';
import { beyondClosing, type Matched } from './closed-accounts.ts';
import { registerError } from './register-check.ts';
import type { ChargeRow, PaymentRow, RegisterError } from './register-format.ts';

export type MoneyRow = ChargeRow | PaymentRow;
type Outcome = { account: Account } | { error: RegisterError };

/**
 * Finds the account of each row among the accounts of the organization: by its number, else by the unified number. Another
 * organization's account is answered like one that does not exist. A closed account takes no charges of later months and no more money than it owes.
 */
export async function findAccounts(db: Db, organizationId: string, rows: readonly MoneyRow[]): Promise<Outcome[]> {
  const byNumber = await accountsByNumbers(
    db,
    organizationId,
    rows.map((row) => row.accountNumber),
  );
  const lost = rows.filter((row) => !byNumber.has(row.accountNumber));
  const unified = lost.flatMap((row) => (row.unifiedAccountNumber === undefined ? [] : [row.unifiedAccountNumber]));
  const byUnified = unified.length === 0 ? new Map<string, never[]>() : await accountsByUnified(db, unified);
  const accounts = new Map((await accountsByIds(db, [...byNumber.values(), ...[...byUnified.values()].flat()])).map((account) => [account.accountId, account]));
  const like =
    lost.length === 0
      ? new Map<string, unknown>()
      : await accountsByNumbers(
          db,
          organizationId,
          lost.flatMap((row) => variants(row.accountNumber)),
        );
  const outcomes = rows.map((row): Outcome => {
    const keys = byNumber.has(row.accountNumber) ? [byNumber.get(row.accountNumber)!] : (byUnified.get(row.unifiedAccountNumber ?? '') ?? []);
    const own = keys.flatMap(({ accountId }) => accounts.get(accountId) ?? []).filter((account) => account.organizationId === organizationId);
    if (own.length !== 1)
      return {
        error: unknown(
          row,
          variants(row.accountNumber).find((one) => like.has(one)),
        ),
      };
    const [account] = own;
    const month = row.kind === 'charges' ? row.period : undefined;
    return month !== undefined && month > (account!.closedOn ?? month).slice(0, 7) ? { error: closed(row, account!, 'account.closed') } : { account: account! };
  });
  const payments = rows.flatMap((row, place): Matched[] => {
    const outcome = outcomes[place]!;
    return row.kind === 'payments' && 'account' in outcome ? [{ row, account: outcome.account }] : [];
  });
  const beyond = new Map<MoneyRow, Account>((await beyondClosing(db, organizationId, payments)).map(({ row, account }) => [row, account]));
  return outcomes.map((outcome, place): Outcome => {
    const account = beyond.get(rows[place]!);
    return account ? { error: closed(rows[place]!, account, 'account.closedPaid') } : outcome;
  });
}

const closed = (row: MoneyRow, { closedOn }: Account, code: 'account.closed' | 'account.closedPaid'): RegisterError =>
  registerError('row', code, {
    row: row.row,
    column: 'Лицевой счёт',
    value: row.accountNumber,
    facts: { value: row.accountNumber, closedOn: formatDayDigits(closedOn!) },
  });

const unknown = (row: MoneyRow, like: string | undefined): RegisterError =>
  registerError('row', 'account.unknown', {
    row: row.row,
    column: 'Лицевой счёт',
    value: row.accountNumber,
    facts: { value: row.accountNumber, ...(like !== undefined && { like }) },
  });

/** Numbers that a spreadsheet or a hand makes of one another: zeros before it lost or added, spaces and dashes. */
function variants(number: string): string[] {
  const plain = number.replace(/[\s-]+/g, '');
  const bare = plain.replace(/^0+/, '');
  return [...new Set([plain, bare, `0${bare}`, `00${bare}`, `000${bare}`])].filter((one) => one !== number && one !== '');
}
