// The printable payment code of an account (PAY-1, GOST R 56042): any bank's application reads it from paper or from the screen.
import type { AnswerOf } from '#contract/endpoint';
import type { getPaymentQr as getPaymentQrEndpoint } from '#contract/payments';
import { buildPaymentText, type PaymentFields, paymentQr } from '#modules/billing';
import { organizationsByIds, type Organization } from '#modules/housing';
import { found, refuse } from '#platform/errors';
import { kopecksFromJson, kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import { payerOf } from './payer.ts';
import { nextDueDay, overdueSince, type PayableAccount, payableAccounts } from './payable-accounts.ts';

const NAME_AT_MOST = 160;
const BANK_AT_MOST = 45;

/** The fields of the code; undefined while the organization has not told its bank. Pure. */
export function paymentFields(account: PayableAccount, organization: Organization): PaymentFields | undefined {
  const { name, bankName, bic, settlementAccount, correspondentAccount, inn, kpp } = organization;
  if (!bankName || !bic || !settlementAccount) return undefined;
  return {
    Name: name.slice(0, NAME_AT_MOST),
    PersonalAcc: settlementAccount,
    BankName: bankName.slice(0, BANK_AT_MOST),
    BIC: bic,
    CorrespAcc: correspondentAccount ?? '0',
    PayeeINN: inn,
    ...(kpp && { KPP: kpp }),
    Purpose: `Оплата ЖКУ, лицевой счёт ${account.number}`,
    PersAcc: account.number,
    PayerAddress: account.address,
  };
}

/** Query: the code and the requisites beside it, for an account that the person may pay. `kopecks`: another sum than the full debt. */
export async function getPaymentQr(
  { db, actor, now }: Reading,
  { houseId, accountId }: { houseId: string; accountId: string },
  kopecks?: number,
): Promise<AnswerOf<typeof getPaymentQrEndpoint>> {
  const { personId } = payerOf(actor);
  const account = found((await payableAccounts(db, personId)).find((one) => one.accountId === accountId && one.houseId === houseId));
  const organization = found((await organizationsByIds(db, [account.organizationId]))[0]);
  const fields = paymentFields(account, organization);
  if (!fields) return refuse('payments.noRequisites');
  const sumKopecks = kopecks === undefined ? account.toPayKopecks : kopecksFromJson(kopecks);
  return {
    payee: account.payee,
    accountNumber: account.number,
    address: account.address,
    kopecks: kopecksToJson(sumKopecks),
    dueDay: nextDueDay(account.timeZone, now),
    overdueSince: overdueSince(account, now),
    requisites: [
      { name: 'Получатель', value: organization.name },
      { name: 'ИНН', value: organization.inn },
      ...(organization.kpp ? [{ name: 'КПП', value: organization.kpp }] : []),
      { name: 'Банк', value: fields.BankName },
      { name: 'БИК', value: fields.BIC },
      { name: 'Расчётный счёт', value: fields.PersonalAcc },
      ...(fields.CorrespAcc === '0' ? [] : [{ name: 'Корреспондентский счёт', value: fields.CorrespAcc }]),
      { name: 'Лицевой счёт', value: account.number },
    ],
    // Nothing owed: the payer types the sum in the bank's application.
    qr: paymentQr(buildPaymentText(fields, sumKopecks > 0n ? { sumKopecks } : {})),
  };
}
