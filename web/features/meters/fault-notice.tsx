// What a mark of the organization on a meter means for those who live there.
import { METER_FAULTS } from '#contract/meter-fault-words';
import { Day } from '#ui/format.tsx';
import { Notice } from '#ui/notice.tsx';
import { PhoneLink } from '#ui/phone.tsx';
import type { Meter } from './words.ts';

const WHAT_TO_DO = {
  broken: 'Замените счётчик или почините и поверьте его, затем позовите принять: ',
  sealTorn: 'Позовите поставить пломбу: ',
  tampered: 'Позовите устранить вмешательство и опломбировать счётчик, а если с актом не согласны, попросите проверить ещё раз: ',
  noAccess: 'Договоритесь, когда придут проверить счётчик: ',
} as const;

export function FaultNotice({ meter: { fault, organization } }: { meter: Meter }) {
  if (fault === null) return null;
  return (
    <Notice tone="wait" heading={METER_FAULTS[fault.kind]}>
      <p>
        С <Day day={fault.fromDay} />, основание: {fault.act}.{' '}
        {fault.kind === 'tampered'
          ? 'Пока вмешательство не устранят, закон велит начислять по нормативу с коэффициентом 10, а не по показаниям. Не согласны с актом: напишите в организацию или в жилищную инспекцию.'
          : 'Пока это так, начисляем не по показаниям: три месяца по среднему, потом по нормативу, а он с надбавкой.'}
        {fault.kind === 'noAccess' && ' После проверки пересчитаем по счётчику.'}
      </p>
      <p>
        {WHAT_TO_DO[fault.kind]}
        {organization}
        {fault.phone && (
          <>
            {' '}
            <PhoneLink phone={fault.phone} />
          </>
        )}
      </p>
    </Notice>
  );
}
