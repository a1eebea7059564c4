// Makes a draft: which accounts, how much, how. Nothing is reserved until the payer confirms by the code.
import type { InputOf } from '#contract/endpoint';
import { formatKopecks } from '#contract/russian';
import type { makePayment as makePaymentEndpoint } from '#contract/payments';
import { contactsOf, personNames } from '#modules/identity';
import { refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { kopecksFromJson, sumKopecks } from '#platform/money';
import type { Work } from '#platform/work';
import { payerOf } from './payer.ts';
import { type PayableAccount, payableAccounts } from './payable-accounts.ts';
import { loadPayment, type PartRow } from './payment-row.ts';
import { DRAFT_HOURS } from './payment-states.ts';
import { type PaymentView, paymentView } from './payment-view.ts';
import { holdMethod } from './saved-method.ts';
import { PAYMENT_LIMIT_KOPECKS } from './payments.policy.ts';

type Wanted = InputOf<typeof makePaymentEndpoint>['body'];
export type PlannedPart = { readonly account: PayableAccount; readonly kopecks: bigint };

/** The parts of a payment from what was wanted and what may be paid; refuses naming the part. Pure. */
export function planParts(wanted: Wanted['parts'], accounts: readonly PayableAccount[]): PlannedPart[] {
  const problem = (place: number, member: string, code: 'payments.accountUnknown' | 'payments.accountTwice' | 'payments.nothingToPay', detail: string): never =>
    refuseFields([{ pointer: `/parts/${place}/${member}`, code, detail }], code);
  const seen = new Set<string>();
  const parts = wanted.map(({ houseId, accountId, kopecks }, place): PlannedPart => {
    const account = accounts.find((one) => one.accountId === accountId && one.houseId === houseId);
    if (!account) return problem(place, 'accountId', 'payments.accountUnknown', 'Этого счёта среди ваших нет');
    if (seen.has(accountId)) return problem(place, 'accountId', 'payments.accountTwice', `Счёт ${account.number} выбран дважды`);
    seen.add(accountId);
    const sum = kopecks === undefined ? account.toPayKopecks : kopecksFromJson(kopecks);
    if (sum <= 0n) return problem(place, 'kopecks', 'payments.nothingToPay', `По счёту ${account.number} долга нет. Чтобы заплатить вперёд, укажите сумму`);
    return { account, kopecks: sum };
  });
  const total = sumKopecks(parts.map((part) => part.kopecks));
  if (total > PAYMENT_LIMIT_KOPECKS) refuse('payments.tooMuch', { limit: formatKopecks(PAYMENT_LIMIT_KOPECKS) });
  return parts;
}

/** Command. Refuses with payments.accountUnknown, .accountTwice, .nothingToPay, .tooMuch, .methodGone. */
export async function makePayment(work: Work, { body }: { body: Wanted }): Promise<PaymentView> {
  const { personId } = payerOf(work.actor);
  const contact = await receiptContact(work, personId, body.email);
  const plan = planParts(body.parts, await payableAccounts(work.tx, personId));
  const method = await chosenMethod(work, personId, body);
  const id = deriveId(work.id, 'payment');
  const at = work.now.toISOString();
  const until = new Date(work.now.getTime() + DRAFT_HOURS * 3_600_000).toISOString();
  const total = sumKopecks(plan.map((part) => part.kopecks));
  await work.tx
    .insertInto('payments.payment')
    .values({
      person_id: personId,
      id,
      status: 'draft',
      ...method,
      total_kopecks: total,
      ...contact,
      time_zone: plan[0]!.account.timeZone,
      payer_name: (await personNames(work.tx, [personId])).get(personId)?.full ?? '',
      expires_at: until,
      ask_at: until,
      created_at: at,
      updated_at: at,
    })
    .execute();
  await work.tx.insertInto('payments.payment_part').values(plan.map((part, place) => partRow({ personId, paymentId: id }, part, place))).execute();
  await work.tx.insertInto('payments.payment_owner').values({ payment_id: id, person_id: personId }).execute();
  work.journal({ stream: `person:${personId}`, action: 'payment.made', object: { kind: 'payment', id }, personId, facts: { kopecks: total.toString(), accounts: plan.length, method: method.method } });
  return paymentView((await loadPayment(work.tx, { personId, paymentId: id }))!);
}

type ChosenMethod = { method: string; method_id: string | null; last4: string | null; saves_method: boolean };

/** How it is paid: a saved method says itself what it is; an account is linked to be kept, a QR code never is. */
async function chosenMethod(work: Work, personId: string, { method, savedMethodId, save }: Wanted): Promise<ChosenMethod> {
  if (savedMethodId === undefined) return { method, method_id: null, last4: null, saves_method: method === 'account' || (method !== 'qr' && save === true) };
  const saved = await holdMethod(work.tx, { personId, methodId: savedMethodId });
  if (!saved) return refuse('payments.methodGone');
  return { method: saved.kind, method_id: saved.id, last4: saved.last4, saves_method: false };
}

/** Where the receipt goes: the address given, else the person's own, else the telephone. The law wants one of them. */
async function receiptContact(work: Work, personId: string, given: string | undefined): Promise<{ email: string | null; phone: string | null }> {
  if (given !== undefined) return { email: given, phone: null };
  const own = (await contactsOf(work.tx, [personId])).get(personId);
  if (!own?.email && !own?.phone) refuseFields([{ pointer: '/email', code: 'required', detail: 'Введите почту: на неё по закону приходит чек' }]);
  return { email: own.email, phone: own.email ? null : own.phone };
}

const partRow = (key: { personId: string; paymentId: string }, { account, kopecks }: PlannedPart, place: number): PartRow => ({
  person_id: key.personId,
  payment_id: key.paymentId,
  account_id: account.accountId,
  house_id: account.houseId,
  premises_id: account.premisesId,
  organization_id: account.organizationId,
  account_number: account.number,
  address: account.address,
  payee: account.payee,
  payee_inn: account.payeeInn,
  kopecks,
  place,
});
