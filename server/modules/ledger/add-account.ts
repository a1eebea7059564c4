// A person asks for an account (ACC-2). A right to the home, or the number with the sum of the last bill, proves the right at once; anything else waits for the
// organization, and a wrong number looks the same as a wrong sum, so that nobody learns by guessing which accounts exist.
import { sql } from 'kysely';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { FieldProblem } from '#contract/errors';
import type { addAccount as endpoint } from '#contract/ledger';
import { fitsHouse, housesByIds, organizationsByIds, type Pair, premisesOf } from '#modules/housing';
import { homesOf, personIdOf } from '#platform/actor';
import { addWorkingDays } from '#platform/calendar';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { type Day, dayIn } from '#platform/time';
import type { Tx } from '#platform/tables';
import { lockName, type Work } from '#platform/work';
import { type Account, accountsByIds, accountsByNumbers, accountsByUnified, accountsOfPremises, isUnifiedNumber, normalNumber } from './accounts.queries.ts';
import { linkAccount, type LinkProof } from './create-accounts.ts';
import { PROOF_OF_ROLE, ROLES_OF_PAYERS } from './follow-rights.ts';
import type { AccountKey } from './post-transfers.ts';
import './ledger.events.ts';

/** What billing tells the ledger, which stands below it. Both answer nothing for what they do not know. */
export type BillsPort = {
  /** The account of a bill by its number as printed. */
  accountOfBill(tx: Tx, number: string): Promise<AccountKey | undefined>;
  /** The sum of the account's last posted bill. */
  lastBillKopecks(tx: Tx, account: AccountKey): Promise<bigint | undefined>;
};

const TRIES_A_DAY = 5;
/** Working days that the organization has (ACC-2), by the day of the request: its last day stays with it. */
const decideTerms: readonly { readonly fromDay: Day; readonly workingDays: number }[] = [{ fromDay: '0000-01-01', workingDays: 5 }];

/** The last day on which the organization answers a request of the day. `terms` are for tests. */
export const answerBy = (askedOn: Day, terms = decideTerms): Day => addWorkingDays(askedOn, terms.findLast(({ fromDay }) => fromDay <= askedOn)!.workingDays);

const MOSCOW = 'Europe/Moscow';

type Body = BodyOf<typeof endpoint>;

/** POST /api/v1/accounts. Answers `linked`, or `waiting` with the last day of the organization's term. */
export async function addAccount(work: Work, body: Body, bills: BillsPort): Promise<AnswerOf<typeof endpoint>> {
  const personId = found(personIdOf(work.actor));
  checkForm(body);
  const [organization] = await organizationsByIds(work.tx, [body.organizationId]);
  if (!organization || organization.kind === 'authority')
    refuseFields([{ pointer: '/organizationId', code: 'unknown', detail: 'Такой организации нет. Выберите её из списка' }]);
  await lockName(work.tx, `link ${personId}`);
  await countTries(work, personId);
  const account = await findAccount(work.tx, body, bills);
  if (account && (await isLinked(work.tx, personId, account))) refuse('accounts.alreadyLinked');
  const proof = account && (await proofOf(work, account, { body, bills }));
  if (!account && (await hasAnother(work, body)))
    refuseFields([{ pointer: '/number', code: 'unknown', detail: 'У вашей квартиры в этой организации счёт с другим номером. Сверьте номер с квитанцией' }]);
  const requestId = deriveId(work.id, 'link request');
  const decideBy = answerBy(dayIn(MOSCOW, work.now));
  await replaceEarlier(work, personId, body);
  await work.tx
    .insertInto('ledger.link_request')
    .values({
      id: requestId,
      person_id: personId,
      organization_id: body.organizationId,
      number: body.number.trim(),
      address: body.address.trim(),
      flat: body.flat.trim(),
      contract: body.contract?.trim() || null,
      sum_given: body.lastBillKopecks !== undefined,
      candidate_house_id: account?.houseId ?? null,
      candidate_id: account?.accountId ?? null,
      status: proof ? 'linked' : 'waiting',
      asked_at: work.now.toISOString(),
      decide_by: decideBy,
      decided_at: proof ? work.now.toISOString() : null,
    })
    .execute();
  if (account && proof) {
    await linkAccount(work, {
      personId,
      houseId: account.houseId,
      accountId: account.accountId,
      premisesId: account.premisesId,
      proof,
      contract: body.contract?.trim() || null,
    });
    return { status: 'linked', requestId, decideBy: null, account: { houseId: account.houseId, accountId: account.accountId } };
  }
  work.journal({
    stream: `person:${personId}`,
    action: 'account.asked',
    object: { kind: 'linkRequest', id: requestId },
    personId,
    organizationId: body.organizationId,
  });
  work.emit('link.asked', { requestId, organizationId: body.organizationId }, [`organization:${body.organizationId}`]);
  return { status: 'waiting', requestId, decideBy, account: null };
}

/** What proves the right to the account at once: a role in its home (confirmed ownership, an accepted invitation), else the sum of its last bill. */
async function proofOf({ tx, actor }: Work, account: Account, { body, bills }: { body: Body; bills: BillsPort }): Promise<LinkProof | undefined> {
  const role = ROLES_OF_PAYERS.find((one) => homesOf(actor, [one]).some(({ premisesId }) => premisesId === account.premisesId));
  if (role) return PROOF_OF_ROLE[role];
  return body.lastBillKopecks !== undefined && (await bills.lastBillKopecks(tx, account)) === BigInt(body.lastBillKopecks) ? 'last_bill' : undefined;
}

/** Whether the organization keeps another account of the typed home, and the home is the person's own: then nothing is given away by saying that the number is wrong. */
async function hasAnother({ tx, actor }: Work, body: Body): Promise<boolean> {
  for (const home of homesOf(actor, ROLES_OF_PAYERS)) {
    if (await standsAt(tx, home, body))
      return (await accountsOfPremises(tx, [home])).some(({ organizationId, closedOn }) => organizationId === body.organizationId && closedOn === null);
  }
  return false;
}

/** Fields that cannot be right whatever accounts there are. */
function checkForm({ number, address, flat }: Body): void {
  const problems: FieldProblem[] = [];
  if (!/[\p{L}\d]/u.test(number))
    problems.push({ pointer: '/number', code: 'number', detail: 'Введите номер счёта, как в квитанции: в нём есть цифры или буквы' });
  else if (!/^[\p{L}\d\s\-/.]{1,30}$/u.test(number.trim()))
    problems.push({ pointer: '/number', code: 'number', detail: 'В номере не больше 30 знаков: цифры, буквы, дефис, точка и дробь' });
  if (!/\p{L}/u.test(address) || !/\d/.test(address))
    problems.push({ pointer: '/address', code: 'address', detail: 'Введите улицу и номер дома, например: Липовая, 14' });
  if (flat.trim() !== '' && !/^[\d\p{L}/-]{1,10}$/u.test(flat.trim()))
    problems.push({ pointer: '/flat', code: 'flat', detail: 'Введите номер квартиры, например 37 или 12А' });
  if (problems.length > 0) refuseFields(problems);
}

async function countTries(work: Work, personId: string): Promise<void> {
  const since = new Date(work.now.getTime() - 86_400_000).toISOString();
  const { tries } = await work.tx
    .selectFrom('ledger.link_request')
    .select((on) => on.fn.countAll<bigint>().as('tries'))
    .where('person_id', '=', personId)
    .where('asked_at', '>', since)
    .executeTakeFirstOrThrow();
  if (tries >= BigInt(TRIES_A_DAY)) refuse('accounts.tooManyTries');
}

/** The account that the number names, when it is of this organization and stands at the typed address. */
async function findAccount(tx: Tx, body: Body, bills: BillsPort): Promise<Account | undefined> {
  const typed = body.number.trim();
  const unified = normalNumber(typed);
  const keys: AccountKey[] = [];
  const byNumber = await accountsByNumbers(tx, body.organizationId, [typed, typed.replace(/\s+/g, '')]);
  keys.push(...byNumber.values());
  if (isUnifiedNumber(unified)) keys.push(...((await accountsByUnified(tx, [unified])).get(unified) ?? []));
  const ofBill = keys.length === 0 ? await bills.accountOfBill(tx, typed) : undefined;
  if (ofBill) keys.push(ofBill);
  const accounts = (await accountsByIds(tx, keys)).filter((account) => account.organizationId === body.organizationId && account.closedOn === null);
  for (const account of accounts) if (await standsAt(tx, account, body)) return account;
  return undefined;
}

async function standsAt(tx: Tx, account: Pair, { address, flat }: Body): Promise<boolean> {
  const [premises] = await premisesOf(tx, [account]);
  const [house] = await housesByIds(tx, [account.houseId]);
  if (!premises || !house) return false;
  const isFlat = premises.kind === 'detached_house' ? flat.trim() === '' : premises.number.toLowerCase() === flat.trim().toLowerCase();
  return isFlat && fitsHouse(address, house);
}

const isLinked = async (tx: Tx, personId: string, { accountId }: AccountKey): Promise<boolean> =>
  (await tx
    .selectFrom('ledger.account_link')
    .select('account_id')
    .where('person_id', '=', personId)
    .where('account_id', '=', accountId)
    .where('status', '=', 'linked')
    .executeTakeFirst()) !== undefined;

/** The organization sees the last request for a number, not each try. */
async function replaceEarlier(work: Work, personId: string, body: Body): Promise<void> {
  await work.tx
    .updateTable('ledger.link_request')
    .set({ status: 'replaced', version: sql`version + 1` })
    .where('person_id', '=', personId)
    .where('organization_id', '=', body.organizationId)
    .where('number', '=', body.number.trim())
    .where('status', '=', 'waiting')
    .execute();
}
