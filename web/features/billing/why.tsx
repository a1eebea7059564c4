// «Почему столько?» (CHG-2): boxes of the formula, the same in words, where each number is from.
import type { AnswerOf } from '#contract/endpoint';
import type { getChargeReason } from '#contract/billing';
import { formatKopecks } from '#contract/russian';
import { DefinitionList } from '#ui/definitions.tsx';
import { Formula } from '#ui/formula.tsx';
import { PhoneLink } from '#ui/phone.tsx';

export type Reason = AnswerOf<typeof getChargeReason>;

export function Why({ reason }: { reason: Reason }) {
  const { explanation, service, totalKopecks, organization, phone } = reason;
  const facts = [
    { name: 'Откуда тариф', value: explanation.tariffFrom }, { name: 'Откуда объём', value: explanation.volumeFrom }, { name: 'Что изменилось за месяц', value: explanation.changed },
    { name: 'Перерасчёт внутри суммы', value: reason.recalculationKopecks === 0 ? null : formatKopecks(reason.recalculationKopecks) }, { name: 'Кто ответит', value: <>{organization} <PhoneLink phone={phone} /></> },
  ];
  return (
    <section className="explain" aria-labelledby="why">
      <h2 id="why">{`Почему столько: ${service.toLowerCase()}, ${formatKopecks(totalKopecks)}`}</h2>
      <p>{explanation.counted}</p>
      {explanation.formula.map((row) => (
        <Formula key={row.map((box) => box.value).join(' ')} parts={row.map(({ operator, value, caption }) => ({ ...(operator !== '' && { sign: operator }), value, says: caption }))} />
      ))}
      <DefinitionList items={facts.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]))} />
    </section>
  );
}
