// A state bill as a sheet: what for, how much today, until when, what became of it.
import type { AnswerOf } from '#contract/endpoint';
import { formatDay, formatKopecks } from '#contract/russian';
import type { getStateBills } from '#contract/state-bills';
import { stateBillStates } from '#contract/statuses/treasury';
import { Actions, ButtonLink, GoLink } from '#ui/button.tsx';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { Day } from '#ui/format.tsx';
import { StatusOf } from '#ui/status.tsx';

export type StateBills = AnswerOf<typeof getStateBills>;
export type StateBill = StateBills['bills'][number];

const KINDS: Readonly<Record<StateBill['kind'], string>> = { fine: 'Штраф', duty: 'Госпошлина', tax: 'Налог', other: 'Госплатёж' };

export const payPath = (bills: readonly StateBill[]): string => `/state-bills/pay?${bills.map((bill) => `number=${bill.number}`).join('&')}`;

/** `alone`: nothing else on the page is to be paid, so this is the page’s main step. */
export function StateBillSheet({ bill, alone = false }: { bill: StateBill; alone?: boolean }) {
  const open = bill.state === 'open';
  return (
    <Card
      heading={open ? `${KINDS[bill.kind]}, ${formatKopecks(bill.kopecks)}` : KINDS[bill.kind]}
      level={3}
      aside={<StatusOf rows={stateBillStates} is={bill.overdue ? 'overdue' : bill.state} />}
    >
      <p>{bill.name}</p>
      {open && bill.discountUntil !== null && (
        <p>
          <b>{`Скидка ${bill.discountPercent} % до ${formatDay(bill.discountUntil)} включительно. Потом ${formatKopecks(bill.fullKopecks)}.`}</b>
        </p>
      )}
      {bill.state === 'paid' && (
        <p className="hint">{bill.confirmed ? 'Ведомство знает об оплате.' : 'Сообщаем ведомству об оплате: обычно это занимает минуту.'}</p>
      )}
      {bill.state === 'paidElsewhere' && <p className="hint">Оплачено не с вашего кабинета.</p>}
      <DefinitionList
        items={[
          { name: 'Кому', value: bill.payee },
          {
            name: 'Начислено',
            value: (
              <>
                {formatKopecks(bill.fullKopecks)}, <Day day={bill.issuedOn} />
              </>
            ),
          },
          ...(bill.dueOn === null ? [] : [{ name: 'Оплатить до', value: <Day day={bill.dueOn} /> }]),
          { name: 'УИН', value: <span className="code">{bill.number}</span> },
        ]}
      />
      {bill.can.pay && (
        <Actions>
          <ButtonLink kind={alone ? 'main' : 'alt'} to={payPath([bill])}>
            {`Оплатить ${formatKopecks(bill.kopecks)}`}
            <span className="vh">{`, УИН ${bill.number}`}</span>
          </ButtonLink>
        </Actions>
      )}
      {bill.paymentId !== null && (
        <p className="row">
          <GoLink to={`/payments/${bill.paymentId}`}>
            {bill.state === 'paid' ? 'Платёж и чек' : 'Платёж'}
            <span className="vh">{` по УИН ${bill.number}`}</span>
          </GoLink>
        </p>
      )}
    </Card>
  );
}
