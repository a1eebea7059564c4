// Consent to pay an account by itself (PAY-5): a code bound to the account, the method, the sum and the limit (CONF-1), then one row in force.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { askAutopaymentCode as askEndpoint, setAutopayment as setEndpoint } from '#contract/autopayments';
import { formatKopecks } from '#contract/russian';
import { requestConfirmation, useConfirmation } from '#modules/identity';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { kopecksFromJson } from '#platform/money';
import { dayIn } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { type AutopaymentKey, type AutopaymentRow, keyOf, lockAutopayment, lookAgain, passOverMissed } from './autopayment-row.ts';
import { termsWords } from './autopayment-words.ts';
import { payerOf } from './payer.ts';
import { type PayableAccount, payableAccounts } from './payable-accounts.ts';
import { methodWords } from './payment-words.ts';
import { mostKopecks } from './payments.policy.ts';
import { holdMethod, isExpired, type SavedMethodRow } from './saved-method.ts';

type OfAccount = { houseId: string; accountId: string };
type Terms = BodyOf<typeof askEndpoint>;
type Body = BodyOf<typeof setEndpoint>;
type Agreed = { readonly key: AutopaymentKey; readonly account: PayableAccount; readonly method: SavedMethodRow; readonly content: object };

/** Everything that the consent rests on, as it is now. Refuses with object.notFound, accounts.suspended, payments.methodGone, input.invalid. */
async function agree(work: Work, { houseId, accountId }: OfAccount, terms: Terms): Promise<Agreed> {
  const { personId } = payerOf(work.actor);
  const account = found((await payableAccounts(work.tx, personId)).find((one) => one.accountId === accountId && one.houseId === houseId));
  if (account.isSuspended) refuse('accounts.suspended');
  const method = (await holdMethod(work.tx, { personId, methodId: terms.methodId })) ?? refuse('payments.methodGone');
  if (isExpired(method, work.now)) refuseFields([{ pointer: '/methodId', code: 'expired', detail: 'Срок этой карты истёк. Выберите другой способ' }]);
  const [limit, most] = [kopecksFromJson(terms.limitKopecks), mostKopecks(work.now)];
  if (limit > most) refuseFields([{ pointer: '/limitKopecks', code: 'maximum', detail: `Предел может быть не больше ${formatKopecks(most)}` }]);
  if (terms.fixedKopecks !== null && terms.fixedKopecks > terms.limitKopecks)
    refuseFields([{ pointer: '/fixedKopecks', code: 'maximum', detail: `Сумма больше предела ${formatKopecks(limit)}. Уменьшите сумму или увеличьте предел` }]);
  const { methodId, monthDay, fixedKopecks, limitKopecks, noticeDays } = terms;
  return {
    key: { personId, houseId, accountId },
    account,
    method,
    content: { houseId, accountId, organizationId: account.organizationId, methodId, monthDay, fixedKopecks, limitKopecks, noticeDays },
  };
}

const wordsOf = ({ account, method }: Agreed, terms: Terms): string =>
  `Автоплатёж: ${account.payee}, счёт ${account.number}, ${termsWords({ monthDay: terms.monthDay, fixedKopecks: terms.fixedKopecks === null ? null : kopecksFromJson(terms.fixedKopecks), limitKopecks: kopecksFromJson(terms.limitKopecks) })}, ${methodWords(method.kind, method.last4)}`;

const PURPOSE = 'autopayment';

/** Command: sends the code; its message names what will be agreed to. */
export async function askAutopaymentCode(work: Work, account: OfAccount, terms: Terms): Promise<AnswerOf<typeof askEndpoint>> {
  const agreed = await agree(work, account, terms);
  const words = wordsOf(agreed, terms);
  const { confirmationId, sentTo, expiresAt } = await requestConfirmation(work, { purpose: PURPOSE, content: agreed.content, words });
  return { confirmationId, sentTo, expiresAt, words };
}

/** Command: puts the consent into force, in place of the one before. Nothing of a day that has passed is made up for. */
export async function setAutopayment(work: Work, account: OfAccount, { confirmationId, code, ...terms }: Body): Promise<AnswerOf<typeof setEndpoint>> {
  const agreed = await agree(work, account, terms);
  await useConfirmation(work, { confirmationId, code, purpose: PURPOSE, content: agreed.content });
  const { key } = agreed;
  await lockName(work.tx, `autopayment ${key.personId} ${key.accountId}`);
  const earlier = await lockAutopayment(work.tx, key);
  const row = rowOf(work, agreed, { terms, confirmationId, earlier });
  if (earlier) await work.tx.updateTable('payments.autopayment').set(row).where('person_id', '=', row.person_id).where('id', '=', row.id).execute();
  else await work.tx.insertInto('payments.autopayment').values(row).execute();
  await passOverMissed(work, row);
  await lookAgain(work, row);
  const facts = {
    methodId: row.method_id,
    monthDay: row.month_day,
    fixedKopecks: row.fixed_kopecks?.toString() ?? null,
    limitKopecks: row.limit_kopecks.toString(),
    noticeDays: row.notice_days,
  };
  work.journal({
    stream: `person:${key.personId}`,
    action: 'autopayment.set',
    object: { kind: 'autopayment', id: row.id },
    personId: key.personId,
    houseId: key.houseId,
    facts,
  });
  work.emit('autopayment.changed', keyOf(row), [`person:${key.personId}`]);
  return { version: row.version };
}

function rowOf(
  work: Work,
  { key, account }: Agreed,
  { terms, confirmationId, earlier }: { terms: Terms; confirmationId: string; earlier: AutopaymentRow | undefined },
): AutopaymentRow {
  const at = work.now.toISOString();
  return {
    person_id: key.personId,
    id: earlier?.id ?? deriveId(work.id, 'autopayment'),
    house_id: key.houseId,
    account_id: key.accountId,
    time_zone: account.timeZone,
    month_day: terms.monthDay,
    fixed_kopecks: terms.fixedKopecks === null ? null : kopecksFromJson(terms.fixedKopecks),
    limit_kopecks: kopecksFromJson(terms.limitKopecks),
    method_id: terms.methodId,
    notice_days: terms.noticeDays,
    state: 'active',
    active_from: dayIn(account.timeZone, work.now),
    look_at: at,
    confirmation_id: confirmationId,
    created_at: earlier?.created_at ?? at,
    updated_at: at,
    version: (earlier?.version ?? 0) + 1,
  };
}
