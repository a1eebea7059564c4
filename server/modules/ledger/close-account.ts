// The accountant closes an account: the flat was sold or another organization charges it now. Nothing on it is lost, nothing new comes.
import { sql } from 'kysely';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { closeAccount as endpoint } from '#contract/ledger';
import { organizationsByIds, premisesOf } from '#modules/housing';
import { type Actor, organizationsOf } from '#platform/actor';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { type Account, accountsByIds, listenersOfAccounts } from './accounts.queries.ts';
import { noticeListeners } from './notice-listeners.ts';
import { tellBalances } from './post-payment.ts';
import { type AccountKey, ADVANCE_PERIOD, lockAccounts } from './post-transfers.ts';

const MOSCOW = 'Europe/Moscow';

/** What the actor may do with the account of an organization within reach. */
export function mayClose(actor: Actor, { organizationId, closedOn }: Pick<Account, 'organizationId' | 'closedOn'>): { close: boolean; reopen: boolean } {
  const isOwn = organizationsOf(actor, ['accountant']).includes(organizationId);
  return { close: isOwn && closedOn === null, reopen: isOwn && closedOn !== null };
}

/** Command. Refuses object.notFound, object.changed, accounts.chargedAfter for a month past the closing that is charged; by field a day before the opening or to come, no reason. */
export async function closeAccount(work: Work, key: AccountKey, { version, closedOn, reason }: BodyOf<typeof endpoint>): Promise<AnswerOf<typeof endpoint>> {
  const [within] = await accountsByIds(work.tx, [key]);
  if (!within || !organizationsOf(work.actor, ['accountant']).includes(within.organizationId)) return refuse('object.notFound');
  const locked = await lockAccounts(work.tx, [key]); // charges post under this lock: none slips by
  const [account] = await accountsByIds(work.tx, [key]);
  const can = mayClose(work.actor, found(account));
  if (account!.version !== version || !(closedOn === null ? can.reopen : can.close)) refuseChanged({ closedOn: account!.closedOn, version: account!.version });
  if (reason.trim().length < 3)
    refuseFields([
      {
        pointer: '/reason',
        code: 'required',
        detail: closedOn === null ? 'Напишите, почему счёт открыт снова' : 'Напишите причину: например, квартира продана',
      },
    ]);
  if (closedOn !== null) await refuseDay(work, account!, closedOn);
  await work.tx
    .updateTable('ledger.account')
    .set({ closed_on: closedOn, version: version + 1 })
    .where('house_id', '=', key.houseId)
    .where('id', '=', key.accountId)
    .execute();
  work.journal({
    stream: `house:${key.houseId}`,
    action: closedOn === null ? 'account.reopened' : 'account.closed',
    object: { kind: 'account', id: key.accountId },
    houseId: key.houseId,
    organizationId: account!.organizationId,
    facts: { number: account!.number, reason: reason.trim(), ...(closedOn !== null && { closedOn }) },
  });
  await tellBalances(work, locked);
  await tellListeners(work, account!, { closedOn, reason: reason.trim() });
  return { closedOn };
}

/** Whoever sees the account hears why nothing is charged on it any more, or again. Four statements. */
async function tellListeners(work: Work, account: Account, { closedOn, reason }: { closedOn: string | null; reason: string }): Promise<void> {
  const told = await listenersOfAccounts(work.tx, [account]);
  if (told.length === 0) return;
  const [home] = await premisesOf(work.tx, [account]);
  const [organization] = await organizationsByIds(work.tx, [account.organizationId]);
  const facts = {
    number: account.number,
    organization: organization!.shortName,
    reason,
    address: home!.address,
    ...(closedOn !== null && { fromDay: closedOn }),
  };
  noticeListeners(work, told, {
    id: deriveId(work.id, 'closing'),
    kind: closedOn === null ? 'account.reopened' : 'account.closed',
    facts,
    link: `/accounts/${account.houseId}/${account.accountId}`,
  });
}

async function refuseDay(work: Work, account: Account, closedOn: string): Promise<void> {
  if (closedOn < account.openedOn) refuseFields([{ pointer: '/closedOn', code: 'day.early', detail: 'Счёт открыли позже этого дня. Проверьте дату' }]);
  if (closedOn > dayIn(MOSCOW, work.now))
    refuseFields([{ pointer: '/closedOn', code: 'day.future', detail: 'Этот день ещё не наступил. Закройте счёт, когда он настанет' }]);
  const { rows } = await sql<{ month: string | null }>`
    select to_char(max(period), 'YYYY-MM') as month from ledger.balance
    where house_id = ${account.houseId} and account_id = ${account.accountId} and period > date_trunc('month', ${closedOn}::date) and period > ${ADVANCE_PERIOD}::date and charged_kopecks <> 0`.execute(
    work.tx,
  );
  const { month } = rows[0]!;
  if (month !== null) refuse('accounts.chargedAfter', { month });
}
