// Formulas of what corrects or adds to a charge: recalculations by their ground, instalments, penalties. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { formatDayShort, formatMonthName } from '#contract/russian';
import { chain, compare } from '#platform/decimal';
import type { Kopecks } from '#platform/money';
import { moneyFactor, partKopecks, type Part, type Product } from './charge-formula.ts';
import { times, over, product, excessOf, single, normProducts } from './charge-factors.ts';

export type InstalmentGround = Extract<TermsOf<'recalculation'>['ground'], { by: 'instalment' }>;

/** Of the first part there is no interest yet: all the rest is put off. */
function instalmentParts({ month, part, parts, sumKopecks, partKopecks, restKopecks, percent }: InstalmentGround): Part[] {
  const own = product(moneyFactor('part', BigInt(partKopecks), `часть ${part} из ${parts}`));
  if (part === 1)
    return single([own, { sign: -1, factors: [moneyFactor('deferred', BigInt(sumKopecks), `разделили начисленное за ${formatMonthName(month)}`)] }]);
  const interest = product(moneyFactor('rest', BigInt(restKopecks), 'оставалось оплатить'), {
    ...times('percent', [percent, '%'], 'годовых, за один месяц из двенадцати'),
    of: '12',
  });
  return [
    { title: 'часть рассрочки', products: [own] },
    { title: 'проценты за рассрочку', products: [interest] },
  ];
}

/** What of a part of an instalment is interest. */
export const interestOf = (ground: InstalmentGround): Kopecks => (ground.part === 1 ? 0n : partKopecks(instalmentParts(ground)[1]!));

/** A recalculation by its ground. */
export function recalculationParts({ ground }: TermsOf<'recalculation'>): Part[] {
  if (ground.by === 'decision') return single([product(moneyFactor('sum', BigInt(ground.sumKopecks), 'по решению'))]);
  if (ground.by === 'instalment') return instalmentParts(ground);
  if (ground.by === 'months') {
    return single(
      ground.months.flatMap(({ month, wasKopecks, becameKopecks }): Product[] => [
        product(moneyFactor(`became.${month}`, BigInt(becameKopecks), `должно быть за ${formatMonthName(month)}`)),
        { sign: -1, factors: [moneyFactor(`was.${month}`, BigInt(wasKopecks), `начислили за ${formatMonthName(month)}`)] },
      ]),
    );
  }
  const charged = moneyFactor('month', BigInt(ground.monthKopecks), 'начислили за месяц');
  if (ground.by === 'tampered') {
    const products = normProducts(ground);
    return [
      { title: `по нормативу за ${formatMonthName(ground.month)}`, products },
      excessOf(products, ground.coefficient),
      {
        title: 'начислили за эти дни',
        products: [
          { sign: -1, factors: [charged, { ...times('days', [String(ground.charged.days), 'дн.'], 'дней вмешательства'), of: String(ground.charged.of) }] },
        ],
      },
    ];
  }
  if (ground.by === 'absence') {
    return single([
      {
        sign: -1,
        factors: [
          charged,
          { ...times('persons.absent', [String(ground.absentPersons), 'чел.'], 'отсутствовали'), of: String(ground.persons) },
          { ...times('days', [String(ground.days), 'дн.'], 'полных дней отсутствия'), of: String(ground.of) },
        ],
      },
    ]);
  }
  if (ground.by === 'days')
    return single([{ sign: -1, factors: [charged, { ...times('days', [String(ground.days), 'дн.'], 'дней без услуги'), of: String(ground.of) }] }]);
  // A reduction stops at the whole fee of the month.
  const capped = compare(chain([ground.percent, ground.steps]), '100') > 0;
  const reduction = capped
    ? [times('percent', ['100', '%'], 'снижение не больше всей платы за месяц')]
    : [
        times('percent', [ground.percent, '%'], `снижение за 1\u00a0${ground.stepUnit}`),
        times('days.steps', [ground.steps, ground.stepUnit], 'сверх допустимого'),
      ];
  return single([{ sign: -1, factors: [charged, ...reduction] }]);
}

/** Penalties by months of debt and stretches of days (Housing Code, article 155). */
export function penaltyParts({ stretches }: TermsOf<'penalty'>): Part[] {
  const months = [...new Set(stretches.map(({ month }) => month))].sort();
  return months.map((month) => ({
    title: `пени на долг за ${formatMonthName(month)}`,
    products: stretches
      .filter((stretch) => stretch.month === month)
      .map(({ debtKopecks, days, percent, divisor, from, to }) => {
        const key = `${month}.${from}`;
        return product(
          moneyFactor(`debt.${key}`, BigInt(debtKopecks), `долг с ${formatDayShort(from)} по ${formatDayShort(to)}`),
          times(`days.${key}`, [String(days), 'дн.'], 'дней просрочки'),
          times(`percent.${key}`, [percent, '%'], 'ключевая ставка, с пределом по закону'),
          over(`divisor.${key}`, [divisor, ''], `в день 1/${divisor} ставки`),
        );
      }),
  }));
}
