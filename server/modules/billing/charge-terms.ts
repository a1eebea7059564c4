// From the terms of a charge line to its formula: one function for each way of charging, after Rules 354, annex 2 (formulas by the law's
// order: ПП № 354 of 06.05.2011), the Housing Code (capital repair, article 169; penalty, article 155). Pure and deterministic (CALC-4).
import type { ChargeMethod, ChargeTerms, FormulaBox, TermsOf } from '#contract/charge-terms';
import { formatMonthName } from '#contract/russian';
import { decimal, decimalText, rounded, total } from '#platform/decimal';
import { splitByLargestRemainder, sumKopecks, type Kopecks } from '#platform/money';
import {
  accruedKopecks,
  discountKopecks,
  formulaKopecks,
  formulaRows,
  moneyFactor,
  offKopecks,
  partKopecks,
  type Discount,
  type Factor,
  type Formula,
  type Part,
  type Product,
} from './charge-formula.ts';
import {
  times,
  over,
  product,
  tariffFactor,
  partFactor,
  personsFactor,
  areaFactor,
  houseAreaFactor,
  withExcess,
  single,
  meterProducts,
  normProducts,
} from './charge-factors.ts';
import { penaltyParts, recalculationParts } from './recalculation-terms.ts';

const meterParts = ({ pieces, unit, source }: TermsOf<'meter'>): Part[] =>
  single(meterProducts(pieces, unit, source.kind === 'average' ? 'в среднем за месяц' : undefined));

function normParts(terms: TermsOf<'norm'>): Part[] {
  const plain = terms.pieces.filter(({ plain: isPlain }) => isPlain);
  const measured = terms.tampered?.measured?.pieces ?? [];
  const raised = terms.pieces.filter(({ plain: isPlain }) => !isPlain);
  const besides = [...meterProducts(measured, terms.unit, 'по счётчику за остальные дни'), ...normProducts({ ...terms, pieces: plain }, measured.length)];
  return withExcess(normProducts({ ...terms, pieces: raised }, measured.length + plain.length), terms.raised, besides);
}

function wasteParts(terms: TermsOf<'waste'>): Part[] {
  const { base } = terms;
  return single(
    terms.pieces.map(({ norm, tariff, part }, index) =>
      product(
        base.by === 'person' ? personsFactor('persons', base.persons, base.personsAre) : areaFactor(base.area),
        times(`norm.${index}`, [norm, terms.unit], base.by === 'person' ? 'норма накопления на человека' : `норма накопления на 1\u00a0м²`),
        tariffFactor(index, tariff, terms.unit),
        partFactor(index, part),
      ),
    ),
  );
}

/** What a heated flat takes itself. */
function ownHeatFactors(own: Exclude<TermsOf<'heatingByFlats'>['own'], { by: 'cutOff' }>, { unit, area }: TermsOf<'heatingByFlats'>): Factor[] {
  if (own.by === 'meter') return [times('volume.own', [own.volume, unit], 'ваш счётчик тепла')];
  if (own.by === 'average')
    return [
      times('volume.metered', [own.meteredVolume, unit], 'взяли квартиры со счётчиками'),
      areaFactor(area),
      over('houseArea.metered', [own.meteredArea, 'м²'], 'квартиры со счётчиками'),
    ];
  return [
    times('houseVolume', [own.houseVolume, unit], 'тепло всего дома'),
    areaFactor(area),
    over('houseArea.heated', [own.heatedArea, 'м²'], 'квартиры с общим отоплением и общие места'),
  ];
}

function heatingByFlatsParts(terms: TermsOf<'heatingByFlats'>): Part[] {
  const { own } = terms;
  return single(
    terms.pieces.flatMap(({ tariff, part }, index) => {
      const price = [tariffFactor(index, tariff, terms.unit), partFactor(index, part)] as const;
      const common = product(
        times('houseVolume.common', [terms.commonVolume, terms.unit], 'тепло общих мест: что осталось после квартир'),
        areaFactor(terms.area),
        houseAreaFactor(terms.houseArea),
        ...price,
      );
      return own.by === 'cutOff' ? [common] : [product(...ownHeatFactors(own, terms), ...price), common];
    }),
  );
}

function hotWaterParts(terms: TermsOf<'hotWater'>): Part[] {
  const factorsOf = (use: TermsOf<'hotWater'>['use']) =>
    use.by === 'meter'
      ? [times('volume', [use.volume, terms.unit], 'потратили за месяц')]
      : [personsFactor('persons', use.persons, use.personsAre ?? 'registered'), times('norm', [use.norm, terms.unit], 'норматив на человека')];
  return withExcess(
    terms.pieces.flatMap(({ tariff, heatTariff, part, use }, index) => [
      product(...factorsOf(use ?? terms.use), tariffFactor(`water.${index}`, tariff, terms.unit), partFactor(index, part)),
      product(
        ...factorsOf(use ?? terms.use),
        times('norm.heat', [terms.heatPerUnit, terms.heatUnit], `тепла, чтобы нагреть 1\u00a0${terms.unit}`),
        tariffFactor(`heat.${index}`, heatTariff, terms.heatUnit),
        partFactor(index, part),
      ),
    ]),
    terms.raised,
  );
}

/** The kopecks by which a supplier's sum differs from volume × tariff; null when no volume came. */
export function givenDifference(terms: TermsOf<'given'>): Kopecks | null {
  const { detail, sumKopecks } = terms;
  if (!detail) return null;
  return BigInt(sumKopecks) - partKopecks({ title: '', products: [givenProduct(detail)] });
}

const givenProduct = (detail: NonNullable<TermsOf<'given'>['detail']>): Product =>
  product(times('volume', [detail.volume, detail.unit], 'объём по данным поставщика'), tariffFactor(0, detail.tariff, detail.unit));

function givenParts(terms: TermsOf<'given'>): Part[] {
  const difference = givenDifference(terms);
  const tolerance = BigInt(terms.detail?.toleranceKopecks ?? 0);
  if (!terms.detail || difference === null || difference > tolerance || -difference > tolerance) {
    return single([product(moneyFactor('given', BigInt(terms.sumKopecks), 'сумма из реестра поставщика'))]);
  }
  const byVolume: Part = { title: 'объём на тариф', products: [givenProduct(terms.detail)] };
  if (difference === 0n) return [byVolume];
  return [
    byVolume,
    { title: 'округление поставщика', products: [product({ ...moneyFactor('rounding', difference, 'округление поставщика'), role: 'rounding' })] },
  ];
}

/** Split over the accounts of a flat that answer for shares of it, not over rooms. */
export const isOfShares = ({ weightUnit }: TermsOf<'roomShare'>): boolean => weightUnit.startsWith('доля');

const OF_ROOMS = { own: 'ваша комната', all: 'все комнаты', rest: 'чтобы комнаты вместе дали сумму квартиры' } as const;
const OF_SHARES = { own: 'ваша доля', all: 'вся квартира', rest: 'чтобы доли вместе дали взнос квартиры' } as const;

/** The room's part of the flat's sum by its weight, and the kopeck by which the split over all rooms differs from it. */
function roomShareParts(terms: TermsOf<'roomShare'>): Part[] {
  const { weights, room, weightUnit } = terms;
  const flatKopecks = accruedKopecks(formulaFrom(terms.flat));
  const scale = Math.max(...weights.map((weight) => decimal(weight).scale));
  const kopecks = splitByLargestRemainder(
    flatKopecks,
    weights.map((weight) => rounded(weight, scale).value),
  )[room];
  if (kopecks === undefined) throw new RangeError(`No weight of room ${room}`);
  const whole = decimalText(rounded(total(weights), scale));
  const [words, unit] = isOfShares(terms) ? [OF_SHARES, ''] : [OF_ROOMS, weightUnit];
  const byWeight: Part = {
    title: 'ваша часть',
    products: [
      product(
        moneyFactor('flat', flatKopecks, 'начислили на всю квартиру'),
        times('share', [weights[room]!, unit], words.own),
        over('share.all', [whole, unit], words.all),
      ),
    ],
  };
  const difference = kopecks - partKopecks(byWeight);
  if (difference === 0n) return [byWeight];
  return [byWeight, { title: 'округление', products: [product({ ...moneyFactor('rounding', difference, words.rest), role: 'rounding' })] }];
}

/** The line itself less its discounts, and each recalculation, as parts of one sum. */
function correctedParts(terms: TermsOf<'corrected'>): Part[] {
  const base = terms.base ? formulaFrom(terms.base) : null;
  return [
    ...(base?.parts ?? []),
    ...(base?.discounts ?? []).flatMap((discount): Part[] => {
      const off = offKopecks(base!, discount);
      return off === 0n ? [] : [{ title: discount.title, products: [{ sign: -1, factors: [moneyFactor(discount.key, off, discount.title)] }] }];
    }),
    ...terms.recalculations.flatMap((recalculation) =>
      formulaFrom(recalculation).parts.map((part) => ({
        ...part,
        title: `перерасчёт: ${recalculation.reason}${recalculation.ground.by === 'tampered' ? `, ${part.title}` : ''}`,
      })),
    ),
  ];
}

const builders: { readonly [M in ChargeMethod]: (terms: TermsOf<M>) => readonly Part[] } = {
  meter: meterParts,
  norm: normParts,
  unitRate: (terms) => single(terms.pieces.map(({ tariff, part }, index) => product(tariffFactor(index, tariff, terms.unit), partFactor(index, part)))),
  areaRate: (terms) =>
    single(terms.pieces.map(({ tariff, part }, index) => product(areaFactor(terms.area), tariffFactor(index, tariff, 'м²'), partFactor(index, part)))),
  areaNorm: (terms) =>
    single(
      terms.pieces.map(({ norm, tariff, part }, index) =>
        product(
          areaFactor(terms.area),
          times(`norm.${index}`, [norm, terms.unit], `норматив на 1\u00a0м²`),
          tariffFactor(index, tariff, terms.unit),
          partFactor(index, part),
        ),
      ),
    ),
  heatingByHouse: (terms) =>
    single(
      terms.pieces.map(({ tariff, part }, index) =>
        product(
          times(
            'houseVolume',
            [terms.houseVolume, terms.unit],
            terms.source.kind === 'average' ? 'берёт весь дом в среднем за месяц' : `взял весь дом за ${formatMonthName(terms.period)}`,
          ),
          areaFactor(terms.area),
          houseAreaFactor(terms.houseArea),
          tariffFactor(index, tariff, terms.unit),
          partFactor(index, part),
        ),
      ),
    ),
  heatingByFlats: heatingByFlatsParts,
  heatingByNorm: (terms) =>
    withExcess(
      terms.pieces.map(({ norm, tariff, part }, index) =>
        product(
          areaFactor(terms.area),
          times(`norm.${index}`, [norm, terms.unit], `норматив на 1\u00a0м²`),
          tariffFactor(index, tariff, terms.unit),
          partFactor(index, part),
          terms.season === null ? null : { ...times('season', [String(terms.season), 'мес.'], 'отопительных месяцев: плата разделена на весь год'), of: '12' },
        ),
      ),
      terms.raised,
    ),
  houseNeeds: (terms) =>
    single(
      terms.pieces.map(({ tariff, part }, index) =>
        product(
          ...(terms.need.by === 'norm'
            ? [
                times('norm', [terms.need.norm, terms.unit], `норматив на 1\u00a0м² общего имущества`),
                times('commonArea', [terms.need.commonArea, 'м²'], 'подъезды, лестницы и другие общие места'),
              ]
            : [
                times(
                  'houseVolume',
                  [terms.need.volume, terms.unit],
                  terms.source.kind === 'average' ? 'тратят на общие нужды всего дома в среднем за месяц' : 'потратили на общие нужды всего дома',
                ),
              ]),
          areaFactor(terms.area),
          houseAreaFactor(terms.houseArea),
          tariffFactor(index, tariff, terms.unit),
          partFactor(index, part),
        ),
      ),
    ),
  waste: wasteParts,
  capitalRepair: (terms) =>
    single(
      terms.pieces.map(({ tariff, part }, index) =>
        product(
          areaFactor(terms.area),
          times(`tariff.${index}`, [tariff.value, '₽'], `взнос за 1\u00a0м²`),
          terms.share && { ...times('share', [String(terms.share.numerator), ''], 'ваша доля'), of: String(terms.share.denominator) },
          partFactor(index, part),
        ),
      ),
    ),
  hotWater: hotWaterParts,
  given: givenParts,
  recalculation: recalculationParts,
  penalty: penaltyParts,
  roomShare: roomShareParts,
  corrected: correctedParts,
};

function discountsOf(terms: ChargeTerms): Discount[] {
  const { benefit } = terms;
  const subsidy = 'subsidy' in terms ? terms.subsidy : undefined;
  return [
    ...(benefit === null
      ? []
      : [
          benefit.by === 'percent'
            ? { key: 'benefit' as const, title: benefit.title, percent: benefit.percent }
            : { key: 'benefit' as const, title: benefit.title, kopecks: BigInt(benefit.kopecks) },
        ]),
    ...(subsidy ? [{ key: 'subsidy' as const, title: subsidy.title, kopecks: BigInt(subsidy.kopecks) }] : []),
  ];
}

/** The formula of the terms. Throws RangeError where a divisor is zero: the contract's schema refuses such terms. */
export function formulaFrom(terms: ChargeTerms): Formula {
  return { caption: `за ${formatMonthName(terms.period)}`, ...uncaptioned(terms) };
}

function uncaptioned(terms: ChargeTerms): Omit<Formula, 'caption'> {
  const build = builders[terms.method] as (terms: ChargeTerms) => readonly Part[];
  return { parts: build(terms), discounts: discountsOf(terms) };
}

export type CountedLine = TermsOf<'roomShare'>['flat'];

/** The terms that hold volumes and prices: beneath the recalculations, of the flat that a room has a share of. Null where only recalculations are. */
export function countedLine(terms: ChargeTerms): CountedLine | null {
  if (terms.method === 'corrected') return terms.base && countedLine(terms.base);
  return terms.method === 'roomShare' ? terms.flat : terms;
}

/** The sum of the line made again from its terms alone, benefit and subsidy taken off. */
export function sumOfTerms(terms: ChargeTerms): Kopecks {
  return formulaKopecks(uncaptioned(terms));
}

/** The columns of a bill: charged before benefits, the recalculations, what benefit and subsidy take off, the part of the charge that a raised coefficient added. */
export function columnsOfTerms(terms: ChargeTerms): {
  accruedKopecks: Kopecks;
  recalculationKopecks: Kopecks;
  discountKopecks: Kopecks;
  excessKopecks: Kopecks;
} {
  if (terms.method === 'corrected') {
    const base = terms.base ? columnsOfTerms(terms.base) : { accruedKopecks: 0n, recalculationKopecks: 0n, discountKopecks: 0n, excessKopecks: 0n };
    return { ...base, recalculationKopecks: base.recalculationKopecks + sumKopecks(terms.recalculations.map(sumOfTerms)) };
  }
  const formula = formulaFrom(terms);
  const accrued = accruedKopecks(formula);
  const raised = 'raised' in terms && terms.raised !== null;
  const isRecalculation = terms.method === 'recalculation';
  return {
    accruedKopecks: isRecalculation ? 0n : accrued,
    recalculationKopecks: isRecalculation ? accrued : 0n,
    discountKopecks: discountKopecks(formula),
    excessKopecks: raised ? partKopecks(formula.parts[1]!) : 0n,
  };
}

/** The rows of boxes for the screen; each row ends with a box «=», the last one with the sum of the line. */
export function formulaOf(terms: ChargeTerms): FormulaBox[][] {
  const rows = formulaRows(formulaFrom(terms));
  return terms.method === 'roomShare' ? [...formulaOf(terms.flat), ...rows] : rows;
}
