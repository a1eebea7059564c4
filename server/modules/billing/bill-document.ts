// A bill as strings ready to be placed, for bill.typ and bill-html.ts alike. Pure: all wording and all sums are decided here.
import { formatDay, formatDayDigits, formatDecimal, formatKopecks, formatMonth, formatMonthName, formatSum, counted } from '#contract/russian';
import { qrSvg } from '#platform/qr-code';
import { countBill, lineTotalKopecks, type BillFacts, type BillLine, type VolumeMethod } from './bill-facts.ts';
import { isSameAccount } from './payee-parts.ts';
import { buildPaymentText, paymentQr } from './payment-qr.ts';

export type Pair = readonly [what: string, value: string];
/** One cell text per column of `columns`; `part` is indented. */
export type ServiceRow = { readonly kind: 'group' | 'line' | 'part' | 'sum'; readonly cells: readonly string[] };
export type TextTable = { readonly title: string; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
export type Bars = {
  readonly title: string;
  readonly alt: string;
  readonly first: string;
  readonly last: string;
  readonly bars: readonly { readonly label: string; readonly value: string; readonly permille: number }[];
};

export type BillDocument = {
  readonly title: string;
  readonly subtitle: string;
  readonly author: string;
  /** The day inside the PDF. */
  readonly madeOn: string;
  readonly toPay: { readonly label: string; readonly sum: string; readonly due: string };
  readonly who: readonly Pair[];
  readonly identifiers: readonly Pair[];
  readonly performer: { readonly name: string; readonly facts: readonly Pair[] };
  readonly payees: TextTable;
  readonly code: { readonly svg: string; readonly alt: string; readonly caption: string };
  readonly meters: TextTable | null;
  /** The first column is the service; the others are aligned to the right. */
  readonly services: { readonly title: string; readonly columns: readonly string[]; readonly rows: readonly ServiceRow[] };
  readonly totals: readonly { readonly label: string; readonly sum: string; readonly isTotal: boolean }[];
  readonly insurance: string | null;
  readonly recalculations: readonly string[];
  readonly charts: readonly Bars[];
  readonly norms: TextTable | null;
  readonly house: TextTable | null;
  readonly instalments: TextTable | null;
  readonly note: string | null;
  readonly foot: string;
};

const NOTHING = '—';
const METHODS: Record<VolumeMethod, string> = { meter: 'счётчик', norm: 'норматив', average: 'среднее', other: 'иначе' };

/** Throws BillTotalError when parts and total differ, PaymentFieldError when the payment code cannot be written. */
export function billDocument(facts: BillFacts): BillDocument {
  const { chargesKopecks, totalKopecks } = countBill(facts);
  const isOverpaid = totalKopecks < 0n;
  const month = formatMonth(facts.month);
  return {
    title: facts.kind === 'debt' ? `Счёт на оплату долга, ${month}` : `Счёт за ${month}`,
    subtitle: `Платёжный документ № ${facts.number} от ${formatDayDigits(facts.issuedOn)}`,
    author: facts.performer.name,
    madeOn: facts.issuedOn,
    toPay: isOverpaid
      ? { label: 'Переплата, платить не нужно', sum: formatKopecks(-totalKopecks), due: 'Учтём в следующем счёте' }
      : { label: 'К оплате', sum: formatKopecks(totalKopecks), due: totalKopecks === 0n ? 'Платить не нужно' : `до ${formatDay(facts.dueOn)}` },
    who: who(facts),
    identifiers: identifiers(facts),
    performer: { name: facts.performer.name, facts: performer(facts) },
    payees: payees(facts),
    code: code(facts, totalKopecks),
    meters: meters(facts),
    services: services(facts, chargesKopecks),
    totals: totals(facts, chargesKopecks, totalKopecks),
    insurance: facts.insurance && insuranceText(facts.insurance),
    recalculations: [
      ...facts.recalculations.map((one) => `Перерасчёт, ${one.service.toLowerCase()}: ${signed(one.kopecks)} ₽. ${one.reason}`),
      ...(facts.grounds ?? []).map((one) => `${one.what}: ${signed(one.kopecks)} ₽. ${one.reason}`),
    ],
    charts: facts.consumption.map(bars),
    norms: table(
      'Нормативы потребления',
      ['Услуга', 'Ед.', 'В квартире', 'На м² общих мест'],
      facts.reference.norms.map((one) => [one.service, one.unit, decimal(one.flat), decimal(one.common)]),
    ),
    house: table(
      'Объёмы по дому',
      ['Услуга', 'Ед.', 'По счётчику', 'В квартирах', 'Общие нужды'],
      facts.reference.house.map((one) => [one.service, one.unit, decimal(one.meter), decimal(one.premises), decimal(one.common)]),
    ),
    instalments: instalments(facts),
    note: facts.note,
    foot: [`Счёт № ${facts.number} за ${month}`, `лицевой счёт ${facts.account}`, facts.check && `проверка: ${facts.check.address}, код ${facts.check.code}`]
      .filter(Boolean)
      .join(' · '),
  };
}

function insuranceText({ name, kopecks, insurer, payTo }: NonNullable<BillFacts['insurance']>): string {
  const what = insurer === undefined ? name : `${name} (${insurer})`;
  const how = payTo === undefined ? '' : ` Захотите застраховать, заплатите страховщику сами: ${payTo}. Не захотите — ничего не должны.`;
  return `${what}: ${formatKopecks(kopecks)}${how === '' ? '' : ' в месяц'}. Это добровольно и в сумму к оплате не входит.${how}`;
}

const decimal = (text: string | null) => (text === null ? NOTHING : formatDecimal(text, { maxDecimals: 6 }));
const prices = (tariff: BillLine['tariff']) =>
  [tariff]
    .flat()
    .map((one) => formatDecimal(one, { minDecimals: 2, maxDecimals: 6 }))
    .join('\n') || NOTHING;
const area = (text: string) => `${formatDecimal(text)} м²`;
const signed = (kopecks: number | bigint) => (BigInt(kopecks) > 0n ? `+${formatSum(kopecks)}` : formatSum(kopecks));
const orNothing = (kopecks: number | bigint) => (BigInt(kopecks) === 0n ? NOTHING : formatSum(kopecks));

function table(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): TextTable | null {
  return rows.length === 0 ? null : { title, columns, rows };
}

function who(facts: BillFacts): Pair[] {
  const { areas, persons } = facts;
  const extra = [areas.living && `жилая ${area(areas.living)}`, areas.heated && `отапливаемая ${area(areas.heated)}`].filter(Boolean);
  const people = [
    `прописано ${persons.registered}`,
    persons.temporary > 0 && `временно ${persons.temporary}`,
    persons.owners !== null && counted(persons.owners, ['собственник', 'собственника', 'собственников']),
  ];
  return [
    ['Плательщик', facts.payer],
    ['Адрес', facts.address],
    ['Площадь', [area(areas.total), ...extra].join(', ')],
    ['Жильцы', people.filter(Boolean).join(', ')],
  ];
}

function identifiers(facts: BillFacts): Pair[] {
  const { unifiedAccount, service, bill } = facts.identifiers;
  return [
    ['Лицевой счёт', facts.account],
    ['ЕЛС', unifiedAccount ?? NOTHING],
    ['ИЖКУ', service ?? NOTHING],
    ['ИПД', bill ?? NOTHING],
  ];
}

function performer({ performer: one }: BillFacts): Pair[] {
  const pairs: (readonly [string, string | null])[] = [
    ['ИНН / КПП', one.kpp === null ? one.inn : `${one.inn} / ${one.kpp}`],
    ['ОГРН', one.ogrn],
    ['Адрес', one.address],
    ['Телефон', one.phones.join(', ')],
    ['Аварийная служба', one.emergencyPhone],
    ['Почта и сайт', [one.email, one.site].filter(Boolean).join(', ')],
  ];
  return pairs.filter((pair): pair is Pair => Boolean(pair[1]));
}

function payees(facts: BillFacts): TextTable {
  return {
    title: facts.payees.length > 1 ? 'Кому платить' : 'Реквизиты для оплаты',
    columns: ['Получатель', 'ИНН / КПП', 'Банк, БИК', 'Счёт', 'Сумма, ₽'],
    rows: facts.payees.map((one) => [
      one.name,
      one.kpp === null ? one.inn : `${one.inn} / ${one.kpp}`,
      `${one.bankName}, ${one.bic}`,
      one.correspondentAccount === null ? `р/с ${one.settlementAccount}` : `р/с ${one.settlementAccount}\nк/с ${one.correspondentAccount}`,
      formatSum(one.sumKopecks),
    ]),
  };
}

function code(facts: BillFacts, totalKopecks: bigint): BillDocument['code'] {
  // The code pays one payee: where there are several, only what is his.
  const payee = facts.payees.find((one) => isSameAccount(one, { bic: facts.paymentCode.BIC, settlementAccount: facts.paymentCode.PersonalAcc }));
  const sumKopecks = payee === undefined ? totalKopecks : BigInt(payee.sumKopecks);
  const text = buildPaymentText(facts.paymentCode, sumKopecks > 0n ? { sumKopecks } : {});
  const isPart = sumKopecks > 0n && sumKopecks !== totalKopecks;
  return {
    svg: qrSvg(paymentQr(text)),
    alt: `QR-код для оплаты в приложении банка: получатель ${facts.paymentCode.Name}${sumKopecks > 0n ? `, ${formatKopecks(sumKopecks)}` : ''}`,
    caption: isPart
      ? `Наведите камеру в приложении банка. Код платит ${formatKopecks(sumKopecks)}: ${facts.paymentCode.Name}. Остальное платят по таблице «Кому платить»`
      : 'Наведите камеру в приложении банка',
  };
}

function meters(facts: BillFacts): TextTable | null {
  return table(
    'Показания счётчиков',
    ['Услуга', 'Счётчик', 'Ед.', 'Прошлое', 'Новое', 'Расход', 'Поверка до'],
    facts.meters.map((one) => [
      one.service,
      one.meter,
      one.unit,
      decimal(one.previous),
      decimal(one.current),
      decimal(one.consumption),
      one.verifiedUntil === null ? NOTHING : formatDayDigits(one.verifiedUntil),
    ]),
  );
}

function services(facts: BillFacts, chargesKopecks: bigint): BillDocument['services'] {
  const lines = [...facts.groups.flatMap((group) => group.lines), ...(facts.capitalRepair ? [facts.capitalRepair] : [])];
  // A column that nobody uses is noise: the common property and the raised coefficient appear only where they occur.
  const hasCommon = lines.some((line) => line.commonKopecks !== 0 || line.commonVolume !== null);
  const hasExcess = lines.some((line) => line.excess !== null);
  const cells = (line: BillLine): string[] => [
    line.service,
    line.unit,
    line.volumeMethod === null ? NOTHING : METHODS[line.volumeMethod],
    decimal(line.volume),
    ...(hasCommon ? [decimal(line.commonVolume)] : []),
    prices(line.tariff),
    formatSum(line.accruedKopecks),
    ...(hasCommon ? [orNothing(line.commonKopecks)] : []),
    ...(hasExcess ? [line.excess === null ? NOTHING : `${formatSum(line.excess.kopecks)} (×${formatDecimal(line.excess.ratio)})`] : []),
    line.recalculationKopecks === 0 ? NOTHING : signed(line.recalculationKopecks),
    line.benefitKopecks === 0 ? NOTHING : signed(-line.benefitKopecks),
    formatSum(lineTotalKopecks(line)),
  ];
  const columns = [
    'Услуга',
    'Ед.',
    'Считали',
    'Объём',
    ...(hasCommon ? ['Объём на общие нужды'] : []),
    'Тариф, ₽',
    'Начислено, ₽',
    ...(hasCommon ? ['Общие нужды, ₽'] : []),
    ...(hasExcess ? ['Повышение, ₽'] : []),
    'Перерасчёт, ₽',
    'Льгота, ₽',
    'Итого, ₽',
  ];
  const groups = [...facts.groups, ...(facts.capitalRepair ? [{ title: 'Капитальный ремонт', lines: [facts.capitalRepair] }] : [])].filter(
    (group) => group.lines.length > 0,
  );
  const rows = groups.flatMap((group): ServiceRow[] => [
    { kind: 'group', cells: [group.title] },
    ...group.lines.map((line): ServiceRow => ({ kind: line.isPart === true ? 'part' : 'line', cells: cells(line) })),
  ]);
  return {
    title: `Начислено за ${formatMonthName(facts.month)}`,
    columns,
    rows: [...rows, { kind: 'sum', cells: ['Всего начислено', formatSum(chargesKopecks)] }],
  };
}

function totals(facts: BillFacts, chargesKopecks: bigint, totalKopecks: bigint): BillDocument['totals'] {
  const { payments } = facts;
  const last = payments.lastOn === null ? '' : `, последняя оплата ${formatDayDigits(payments.lastOn)}`;
  const rows: [string, bigint, always?: boolean][] = [
    [facts.debtKopecks < 0 ? 'Аванс на начало месяца' : 'Долг на начало месяца', BigInt(facts.debtKopecks), true],
    [`Оплачено, учтено по ${formatDayDigits(payments.countedUpTo)}${last}`, -BigInt(payments.kopecks), true],
    ['Начислено за месяц', chargesKopecks, true],
    ['Пени', BigInt(facts.penaltyKopecks), true],
    ['Штраф исполнителя в вашу пользу', -BigInt(facts.performerPenaltyKopecks)],
    ['Государственная пошлина', BigInt(facts.stateDutyKopecks)],
    ['Судебные расходы', BigInt(facts.courtCostsKopecks)],
  ];
  const shown = rows
    .filter(([, kopecks, always]) => always === true || kopecks !== 0n)
    .map(([label, kopecks]) => ({ label, sum: formatSum(kopecks), isTotal: false }));
  const total = totalKopecks < 0n ? { label: 'Переплата', sum: formatSum(-totalKopecks) } : { label: 'Итого к оплате', sum: formatSum(totalKopecks) };
  return [...shown, { ...total, isTotal: true }];
}

function instalments(facts: BillFacts): TextTable | null {
  return table(
    'Рассрочка',
    ['Услуга', 'За этот месяц, ₽', 'За прошлые, ₽', 'Процент', 'Процент, ₽', 'К оплате, ₽'],
    facts.instalments.map((one) => [
      one.service,
      formatSum(one.thisMonthKopecks),
      formatSum(one.earlierKopecks),
      `${formatDecimal(one.percent)} %`,
      formatSum(one.percentKopecks),
      formatSum(one.totalKopecks),
    ]),
  );
}

/** Bars of one service. Lengths are the only numbers a template computes with: thousandths of the longest. */
function bars(chart: BillFacts['consumption'][number]): Bars {
  const longest = Math.max(...chart.months.map(({ volume }) => Number(volume ?? 0)), 0);
  const known = chart.months.map(({ month, volume }) => ({
    label: formatMonthName(month).slice(0, 3),
    value: volume === null ? NOTHING : formatDecimal(volume, { maxDecimals: 2 }),
    permille: longest > 0 ? Math.round((Math.max(0, Number(volume ?? 0)) / longest) * 1000) : 0,
  }));
  const words = chart.months.map(({ month }, index) => `${formatMonth(month)} ${known[index]!.value}`).join(', ');
  const end = (index: number) => (chart.months[index] ? formatMonth(chart.months[index].month) : '');
  return {
    title: `${chart.service}, ${chart.unit}`,
    alt: `${chart.service}, ${chart.unit}: ${words}`,
    first: end(0),
    last: end(chart.months.length - 1),
    bars: known,
  };
}
