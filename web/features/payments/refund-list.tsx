// Money given back, for the payer and for the accountant.
import { formatKopecks } from '#contract/russian';
import { refundStatuses } from '#contract/statuses/payments';
import { DefinitionList } from '#ui/definitions.tsx';
import { When } from '#ui/format.tsx';
import { StatusOf } from '#ui/status.tsx';
import type { Payment } from './payment-sheet.tsx';

/** `receiptOf` gives the address of a refund's receipt, where the reader may open it. */
export function RefundList({ refunds, timeZone, receiptOf }: { refunds: Payment['refunds']; timeZone: string; receiptOf?: (refundId: string) => string }) {
  return refunds.map((refund) => (
    <DefinitionList
      key={refund.id}
      items={[
        { name: formatKopecks(refund.kopecks), value: <StatusOf rows={refundStatuses} is={refund.status} /> },
        { name: 'Счёт', value: <span className="num">{refund.accountNumber}</span> },
        { name: 'Причина', value: refund.reason },
        { name: refund.doneAt ? 'Вернули' : 'Начали', value: <When instant={refund.doneAt ?? refund.orderedAt} timeZone={timeZone} /> },
        ...(refund.receiptNumber
          ? [
              {
                name: 'Чек возврата',
                value: receiptOf ? (
                  <a className="code" href={receiptOf(refund.id)}>
                    {refund.receiptNumber}
                  </a>
                ) : (
                  <span className="code">{refund.receiptNumber}</span>
                ),
              },
            ]
          : []),
      ]}
    />
  ));
}
