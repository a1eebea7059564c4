// Money given back, for the payer and for the accountant.
import { type RefundStatus, refundWords } from '#contract/refunds';
import { formatKopecks } from '#contract/russian';
import { DefinitionList } from '#ui/definitions.tsx';
import { When } from '#ui/format.tsx';
import { Status, type Tone } from '#ui/status.tsx';
import type { Payment } from './payment-sheet.tsx';

const tones: Readonly<Record<RefundStatus, Tone>> = { starting: 'go', unknown: 'go', done: 'ok', refused: 'bad' };

/** `receiptOf` gives the address of a refund's receipt, where the reader may open it. */
export function RefundList({ refunds, timeZone, receiptOf }: { refunds: Payment['refunds']; timeZone: string; receiptOf?: (refundId: string) => string }) {
  return refunds.map((refund) => (
    <DefinitionList key={refund.id} items={[
      { name: formatKopecks(refund.kopecks), value: <Status tone={tones[refund.status]}>{refundWords[refund.status]}</Status> },
      { name: 'Счёт', value: <span className="num">{refund.accountNumber}</span> },
      { name: 'Причина', value: refund.reason },
      { name: refund.doneAt ? 'Вернули' : 'Начали', value: <When instant={refund.doneAt ?? refund.orderedAt} timeZone={timeZone} /> },
      ...(refund.receiptNumber ? [{ name: 'Чек возврата', value: receiptOf ? <a className="code" href={receiptOf(refund.id)}>{refund.receiptNumber}</a> : <span className="code">{refund.receiptNumber}</span> }] : []),
    ]} />
  ));
}
