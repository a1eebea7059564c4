// An account of capital repair answers for a share of its flat: its organization's accountant tells it by months, drafts are counted anew.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { getAccountShare, setAccountShare as endpoint } from '#contract/account-shares';
import { ownersOf, premisesOf } from '#modules/housing';
import { personNames } from '#modules/identity';
import { type Account, type AccountKey, accountsByIds, keepShare, lookAtAccount, otherRepairAccounts, shareIn, sharesOfAccounts } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { found, refuseFields } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import type { Ground, Work } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import { holdRuns, staleRuns } from './open-days.ts';
import { nextPeriodOf } from './runs-list.ts';

async function ownAccount(db: Db, actor: Actor, key: AccountKey): Promise<Account> {
  const [account] = await accountsByIds(db, [key]);
  return found(account && runOrganizations(actor).includes(account.organizationId) ? account : undefined);
}

/** Query: eight statements. Whom it shows is told to the journal. */
export async function readAccountShare(ground: Ground, reading: Reading, key: AccountKey): Promise<AnswerOf<typeof getAccountShare>> {
  const { db, actor, now } = reading;
  const account = await ownAccount(db, actor, key);
  await lookAtAccount(ground, reading, account);
  const nextPeriod = nextPeriodOf(now);
  const others = await otherRepairAccounts(db, account, nextPeriod);
  const set = await sharesOfAccounts(db, key.houseId, [key.accountId, ...others.map(({ accountId }) => accountId)]);
  const own = set.filter(({ accountId }) => accountId === key.accountId);
  const people = await personNames(
    db,
    own.flatMap(({ setBy }) => setBy ?? []),
  );
  const [premises] = await premisesOf(db, [account]);
  const owners = await ownersOf(db, key.houseId, [account.premisesId], dayIn(premises!.timeZone, now));
  return {
    number: account.number,
    address: premises!.address,
    nextPeriod,
    share: shareIn(set, key.accountId, nextPeriod),
    version: own.length + 1,
    can: { set: account.kind === 'repair' && premises!.kind !== 'room' },
    set: own.map(({ at, setBy, fromMonth, share, document }) => ({
      at,
      who: (setBy !== null && people.get(setBy)?.full) || 'Портал',
      fromMonth,
      share,
      document,
    })),
    others: others.map(({ accountId, number }) => ({ accountId, number, share: shareIn(set, accountId, nextPeriod) })),
    owners: owners.map(({ id, name, share, fromDay, confirmed }) => ({ id, name, share, fromDay, confirmed })),
  };
}

/** Command. Posted months stay as they are. Refuses object.notFound, object.changed, by field. */
export async function setAccountShare(
  work: Work,
  { params, body: { version, fromMonth, numerator, denominator, document } }: InputOf<typeof endpoint>,
): Promise<AnswerOf<typeof endpoint>> {
  const account = await ownAccount(work.tx, work.actor, params);
  found(account.kind === 'repair' || undefined);
  const { organizationId, number, houseId } = account;
  const [premises] = await premisesOf(work.tx, [account]);
  if (premises!.kind === 'room')
    refuseFields([{ pointer: '/numerator', code: 'input.invalid', detail: 'Взнос коммунальной квартиры делится между комнатами по их площади' }]);
  await holdRuns(work, organizationId);
  const next = await keepShare(work, account, { version, fromMonth, share: { numerator, denominator }, document });
  work.journal({
    stream: `house:${houseId}`,
    action: 'account.shareSet',
    object: { kind: 'account', id: params.accountId },
    houseId,
    organizationId,
    facts: { number, what: `${numerator}/${denominator}`, fromMonth, document: document.trim() },
  });
  await staleRuns(work, { organizationId, houseId, from: fromMonth });
  return { version: next };
}
