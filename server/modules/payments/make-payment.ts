// Makes a draft: which accounts, how much, how. Nothing is reserved until the payer confirms by the code.
import type { InputOf } from '#contract/endpoint';
import { formatKopecks } from '#contract/russian';
import type { makePayment as makePaymentEndpoint } from '#contract/payments';
import { contactsOf, personNames } from '#modules/identity';
import { refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { kopecksFromJson, sumKopecks } from '#platform/money';
import type { Tx } from '#platform/tables';
import type { Day } from '#platform/time';
import type { Work } from '#platform/work';
import { payerOf } from './payer.ts';
import { type PayableAccount, payableAccounts } from './payable-accounts.ts';
import { type BillRow, loadPayment, type PartRow, type PaymentKey } from './payment-row.ts';
import { DRAFT_HOURS } from './payment-states.ts';
import { type PaymentView, paymentView } from './payment-view.ts';
import { holdMethod } from './saved-method.ts';
import { mostKopecks } from './payments.policy.ts';

type Wanted = InputOf<typeof makePaymentEndpoint>['body'];
export type PlannedPart = { readonly account: PayableAccount; readonly kopecks: bigint };

/** The parts of a payment from what was wanted and what may be paid; refuses naming the part. Pure. */
export function planParts(wanted: Wanted['parts'], accounts: readonly PayableAccount[], now: Date): PlannedPart[] {
  const problem = (
    place: number,
    member: string,
    code: 'payments.accountUnknown' | 'payments.accountTwice' | 'payments.nothingToPay' | 'payments.accountClosed',
    detail: string,
  ): never => refuseFields([{ pointer: `/parts/${place}/${member}`, code, detail }], code);
  const seen = new Set<string>();
  const parts = wanted.map(({ houseId, accountId, kopecks }, place): PlannedPart => {
    const account = accounts.find((one) => one.accountId === accountId && one.houseId === houseId);
    if (!account) return problem(place, 'accountId', 'payments.accountUnknown', 'Этого счёта среди ваших нет');
    if (seen.has(accountId)) return problem(place, 'accountId', 'payments.accountTwice', `Счёт ${account.number} выбран дважды`);
    seen.add(accountId);
    const sum = kopecks === undefined ? account.toPayKopecks : kopecksFromJson(kopecks);
    if (sum <= 0n) return problem(place, 'kopecks', 'payments.nothingToPay', `По счёту ${account.number} долга нет. Чтобы заплатить вперёд, укажите сумму`);
    if (account.isClosed && sum > account.toPayKopecks)
      return problem(
        place,
        'kopecks',
        'payments.accountClosed',
        `Счёт ${account.number} закрыт, долг по нему ${formatKopecks(account.toPayKopecks)}. Больше по нему заплатить нельзя`,
      );
    return { account, kopecks: sum };
  });
  const total = sumKopecks(parts.map((part) => part.kopecks));
  if (total > mostKopecks(now)) refuse('payments.tooMuch', { limit: formatKopecks(mostKopecks(now)) });
  return parts;
}

/** Command. Refuses with payments.accountUnknown, .accountTwice, .nothingToPay, .accountClosed, .tooMuch, .methodGone. */
export async function makePayment(work: Work, { body }: { body: Wanted }): Promise<PaymentView> {
  const { personId } = payerOf(work.actor);
  const contact = await receiptContact(work, personId, body.email);
  const plan = planParts(body.parts, await payableAccounts(work.tx, personId), work.now);
  const method = await chosenMethod(work, personId, body);
  const key = { personId, paymentId: deriveId(work.id, 'payment') };
  await writeDraft(work, key, { plan, timeZone: plan[0]!.account.timeZone, method, contact, source: 'person' });
  return paymentView((await loadPayment(work.tx, key))!);
}

/** A bill of an outside payee. `goodUntil`: the last day on which the sum is enough, null when it does not change. */
export type PayeeBill = {
  readonly number: string;
  readonly name: string;
  readonly payee: string;
  readonly payeeInn: string;
  readonly kopecks: bigint;
  readonly goodUntil: Day | null;
};

export type Draft = {
  readonly plan: readonly PlannedPart[];
  readonly bills?: readonly PayeeBill[];
  readonly timeZone: string;
  readonly method: ChosenMethod;
  readonly contact: ReceiptContact;
  readonly source: 'person' | 'autopayment';
};

/** Writes a draft with its parts: by a person on the page, or by the portal under the person's consent. */
export async function writeDraft(work: Work, key: PaymentKey, { plan, bills = [], timeZone, method, contact, source }: Draft): Promise<void> {
  const { personId, paymentId } = key;
  const at = work.now.toISOString();
  const until = new Date(work.now.getTime() + DRAFT_HOURS * 3_600_000).toISOString();
  const total = sumKopecks([...plan, ...bills].map((part) => part.kopecks));
  const payer = (await personNames(work.tx, [personId])).get(personId)?.full ?? '';
  await work.tx
    .insertInto('payments.payment')
    .values({
      person_id: personId,
      id: paymentId,
      status: 'draft',
      ...method,
      total_kopecks: total,
      ...contact,
      time_zone: timeZone,
      payer_name: payer,
      source,
      expires_at: until,
      ask_at: until,
      created_at: at,
      updated_at: at,
    })
    .execute();
  if (plan.length > 0)
    await work.tx
      .insertInto('payments.payment_part')
      .values(plan.map((part, place) => partRow(key, part, place)))
      .execute();
  if (bills.length > 0)
    await work.tx
      .insertInto('payments.payment_bill')
      .values(bills.map((bill, place) => billRow(key, bill, place)))
      .execute();
  await work.tx.insertInto('payments.payment_owner').values({ payment_id: paymentId, person_id: personId }).execute();
  work.journal({
    stream: `person:${personId}`,
    action: 'payment.made',
    object: { kind: 'payment', id: paymentId },
    personId,
    facts: { kopecks: total.toString(), accounts: plan.length, ...(bills.length > 0 && { bills: bills.length }), method: method.method, source },
  });
}

export type ChosenMethod = { method: string; method_id: string | null; last4: string | null; saves_method: boolean };

/** How it is paid: a saved method says itself what it is; an account is linked to be kept, a QR code never is. */
export async function chosenMethod(work: Work, personId: string, { method, savedMethodId, save }: Omit<Wanted, 'parts'>): Promise<ChosenMethod> {
  if (savedMethodId === undefined) return { method, method_id: null, last4: null, saves_method: method === 'account' || (method !== 'qr' && save === true) };
  const saved = await holdMethod(work.tx, { personId, methodId: savedMethodId });
  if (!saved) return refuse('payments.methodGone');
  return { method: saved.kind, method_id: saved.id, last4: saved.last4, saves_method: false };
}

type ReceiptContact = { email: string | null; phone: string | null };

/** Where the receipt goes: the address given, else the person's own, else the telephone. The law wants one of them. */
export async function receiptContact(work: Work, personId: string, given: string | undefined): Promise<ReceiptContact> {
  if (given !== undefined) return { email: given, phone: null };
  return (
    (await ownContact(work.tx, personId)) ?? refuseFields([{ pointer: '/email', code: 'required', detail: 'Введите почту: на неё по закону приходит чек' }])
  );
}

/** The person's own e-mail, else telephone; null without either. */
export async function ownContact(tx: Tx, personId: string): Promise<ReceiptContact | null> {
  const own = (await contactsOf(tx, [personId])).get(personId);
  if (!own?.email && !own?.phone) return null;
  return { email: own.email, phone: own.email ? null : own.phone };
}

const partRow = (key: PaymentKey, { account, kopecks }: PlannedPart, place: number): PartRow => ({
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

const billRow = ({ personId, paymentId }: PaymentKey, { payeeInn, goodUntil, ...bill }: PayeeBill, place: number): BillRow => ({
  person_id: personId,
  payment_id: paymentId,
  ...bill,
  payee_inn: payeeInn,
  good_until: goodUntil,
  place,
});
