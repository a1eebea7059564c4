// «Почему столько?» (CHG-2): boxes of the formula, the same in words, where each number is from.
import { Link } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { getChargeReason } from '#contract/billing';
import type { getCases } from '#contract/cases';
import { formatKopecks } from '#contract/russian';
import { caseStatuses } from '#contract/statuses/cases';
import { outcomeWords } from '#features/cases/words.ts';
import { DefinitionList } from '#ui/definitions.tsx';
import { Formula } from '#ui/formula.tsx';
import { Day } from '#ui/format.tsx';
import { PhoneLink } from '#ui/phone.tsx';
import { lookOf, Status } from '#ui/status.tsx';

export type Reason = AnswerOf<typeof getChargeReason>;

export type LineCases = AnswerOf<typeof getCases>['rows'];

/** What was asked about the line and how it was decided; a dispute is begun here. */
function Disputes({ cases, dispute }: { cases: LineCases; dispute: string }) {
  const isGoing = cases.some(({ kind, status }) => kind === 'dispute' && (status === 'open' || status === 'answered'));
  return (
    <>
      {cases.map((one) => (
        <p key={one.id}>
          <Status tone={lookOf({ rows: caseStatuses, is: one.status, side: 'person' }).tone}>{outcomeWords(one)}</Status>{' '}
          {one.decision ?? (
            <>
              Ответят до <Day day={one.decideBy} />
            </>
          )}{' '}
          <Link to={`/cases/${one.houseId}/${one.id}`}>Открыть спор</Link>
        </p>
      ))}
      {!isGoing && (
        <p>
          <Link className="go" to={dispute}>
            Оспорить
          </Link>
        </p>
      )}
    </>
  );
}

export function Why({ reason, cases, dispute }: { reason: Reason; cases: LineCases; dispute: string }) {
  const { explanation, service, totalKopecks, organization, phone } = reason;
  const facts = [
    { name: 'Откуда тариф', value: explanation.tariffFrom },
    { name: 'Откуда объём', value: explanation.volumeFrom },
    { name: 'Что изменилось за месяц', value: explanation.changed },
    { name: 'Перерасчёт внутри суммы', value: reason.recalculationKopecks === 0 ? null : formatKopecks(reason.recalculationKopecks) },
    {
      name: 'Кто ответит',
      value: (
        <>
          {organization} <PhoneLink phone={phone} />
        </>
      ),
    },
  ];
  return (
    <section className="explain" aria-labelledby="why">
      <h2 id="why">{`Почему столько: ${service.toLowerCase()}, ${formatKopecks(totalKopecks)}`}</h2>
      <p>{explanation.counted}</p>
      {explanation.formula.map((row) => (
        <Formula
          key={row.map((box) => box.value).join(' ')}
          parts={row.map(({ operator, value, caption }) => ({ ...(operator !== '' && { sign: operator }), value, says: caption }))}
        />
      ))}
      <DefinitionList items={facts.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]))} />
      <Disputes cases={cases} dispute={dispute} />
    </section>
  );
}
