// Pieces that several payment pages share.
import type { AnswerOf } from '#contract/endpoint';
import type { getPayment } from '#contract/payments';
import { formatInstant, formatKopecks } from '#contract/russian';
import { BillLines } from '#ui/bill.tsx';
import type { Definition } from '#ui/definitions.tsx';
import { When, unbroken } from '#ui/format.tsx';

export type Payment = AnswerOf<typeof getPayment>;

export const PAY_STEPS = ['Что оплатить', 'Проверка и код', 'Страница банка', 'Чек'] as const;

/** Every payee with its account and sum, home by home, and the whole. */
export function Payees({ payment }: { payment: Payment }) {
  return (
    <>
      {[...Map.groupBy(payment.parts, (part) => part.address)].map(([address, parts]) => (
        <div key={address}>
          <h3 className="lbl">{unbroken(address)}</h3>
          <BillLines lines={parts.map((part) => ({ name: part.payee, kopecks: part.kopecks, says: `счёт ${part.accountNumber}` }))} />
        </div>
      ))}
      {payment.bills.length > 0 && (
        <BillLines lines={payment.bills.map((bill) => ({ name: bill.name, kopecks: bill.kopecks, says: `${bill.payee}, УИН ${bill.number}` }))} />
      )}
      <BillLines lines={[{ name: 'Комиссия', kopecks: 0 }]} total={{ name: payment.receipt ? 'Списали всего' : 'Спишем всего', kopecks: payment.kopecks }} />
    </>
  );
}

/** Where the same is chosen anew; a state bill’s sum may have changed, its page knows. */
export const againPath = (payment: Payment): string =>
  payment.bills.length > 0 ? `/state-bills/pay?${payment.bills.map((bill) => `number=${bill.number}`).join('&')}` : `/pay?again=${payment.id}`;

/** A question to the payee that names the payment: the person only adds what is wrong. */
export const questionPath = ({ createdAt, timeZone, receipt }: Payment, { houseId, accountId, kopecks }: Payment['parts'][number]): string =>
  `/cases/new?${new URLSearchParams({ house: houseId, account: accountId, text: `Платёж ${formatKopecks(kopecks)}, ${formatInstant(createdAt, timeZone)}${receipt ? `, чек № ${receipt.number}` : ''}. ` }).toString()}`;

/** «Оплатить 9 196,61 ₽». */
export const payWords = (payment: Payment): string => `Оплатить ${formatKopecks(payment.kopecks)}`;

/** What stands on the receipt. */
export function receiptFacts(payment: Payment): Definition[] {
  const { receipt } = payment;
  if (!receipt) return [];
  return [
    { name: 'Когда', value: <When instant={payment.paidAt ?? receipt.issuedAt} timeZone={payment.timeZone} /> },
    { name: 'Откуда', value: payment.methodWords },
    { name: 'Номер', value: <span className="code">{receipt.number}</span> },
    ...(receipt.fiscal
      ? [
          { name: 'ФН', value: <span className="code">{receipt.fiscal.drive}</span> },
          { name: 'ФД', value: <span className="code">{receipt.fiscal.document}</span> },
          { name: 'ФПД', value: <span className="code">{receipt.fiscal.sign}</span> },
        ]
      : [
          {
            name: 'Кассовый чек',
            value:
              receipt.fiscalState === 'failed'
                ? 'Касса не ответила, пришлём позже'
                : receipt.fiscalState === 'none'
                  ? 'Не требуется'
                  : 'Готовится, покажем здесь',
          },
        ]),
  ];
}

/** A code drawn for a bank's application; the white ground keeps it readable in the dark. */
export function CodePicture({ picture, label }: { picture: { side: number; path: string }; label: string }) {
  return (
    <svg className="paycode" viewBox={`0 0 ${picture.side} ${picture.side}`} width="220" height="220" role="img" aria-label={label} shapeRendering="crispEdges">
      <path fill="#fff" d={`M0 0h${picture.side}v${picture.side}H0z`} />
      <path fill="#000" d={picture.path} />
    </svg>
  );
}
