// The columns of our own tables, the headings people give them, and which column of a file is which.
import { RegisterRefusal } from './register-check.ts';
import type { ColumnMapping, RegisterField, RegisterWish } from './register-format.ts';
import { kindNames } from './register-texts.ts';

export type OwnKind = 'charges' | 'payments' | 'readings';
/** Where each field stands; a field without a column is absent. */
export type OwnColumns = { kind: OwnKind; headings: string[]; places: Partial<Record<RegisterField, number>> };

/** The heading we write ourselves, and the others we understand (lower case, «е» for «ё», signs as spaces). */
type Column = { heading: string; also: readonly string[] };

const common = {
  account: {
    heading: 'Лицевой счёт',
    also: ['лс', 'л с', 'номер лс', 'номер л с', 'номер лицевого счета', 'лицевой', 'счет', 'номер счета', 'код плательщика', 'платежный код', 'account'],
  },
  unifiedAccount: { heading: 'ЕЛС', also: ['единый лицевой счет', 'номер елс', 'идентификатор жку', 'ижку'] },
  period: {
    heading: 'Период',
    also: ['месяц', 'расчетный период', 'расчетный месяц', 'период начисления', 'период оплаты', 'расчетный период мм гггг', 'за период'],
  },
  payerName: { heading: 'ФИО', also: ['плательщик', 'фио плательщика', 'абонент', 'собственник', 'наниматель', 'владелец'] },
  address: { heading: 'Адрес', also: ['адрес помещения', 'адрес плательщика'] },
  serviceName: { heading: 'Услуга', also: ['наименование услуги', 'название услуги', 'вид услуги', 'вид начисления', 'вид коммунального ресурса', 'ресурс'] },
} as const satisfies Partial<Record<RegisterField, Column>>;

const tables: Record<OwnKind, { columns: Partial<Record<RegisterField, Column>>; required: readonly (readonly RegisterField[])[] }> = {
  charges: {
    columns: {
      ...common,
      serviceCode: { heading: 'Код услуги', also: ['услуга код'] },
      accrued: {
        heading: 'Начислено',
        also: ['начисление', 'сумма', 'сумма начисления', 'начислено за период', 'всего начислено', 'всего начислено за расчетный период', 'сумма начислено'],
      },
      recalculation: { heading: 'Перерасчёт', also: ['перерасчеты', 'перерасчеты всего', 'сумма перерасчета', 'корректировка'] },
      discount: { heading: 'Льготы, субсидии', also: ['льготы', 'льгота', 'субсидия', 'субсидии', 'скидка', 'льготы субсидии компенсации'] },
      total: { heading: 'К оплате', also: ['итого к оплате', 'сумма к оплате', 'всего к оплате', 'итого по услуге'] },
      accountTotal: {
        heading: 'Итого по счёту',
        also: ['итого по лицевому счету', 'итого по лс', 'всего по счету', 'всего по лицевому счету', 'итого', 'всего'],
      },
      volume: { heading: 'Объём', also: ['количество', 'кол во', 'расход', 'объем потребления', 'объем услуги'] },
      unit: { heading: 'Единица', also: ['ед', 'ед изм', 'единица измерения', 'единицы измерения'] },
      tariff: { heading: 'Тариф', also: ['цена', 'тариф за единицу', 'размер платы'] },
      balance: {
        heading: 'Долг на начало',
        also: ['долг', 'задолженность', 'входящее сальдо', 'сальдо', 'сальдо на начало', 'начальное сальдо', 'баланс', 'задолженность за предыдущие периоды'],
      },
      meters: { heading: 'Счётчики', also: ['показания', 'показания счетчиков'] },
    },
    required: [['account'], ['period'], ['serviceName', 'serviceCode'], ['accrued', 'total']],
  },
  payments: {
    columns: {
      account: common.account,
      unifiedAccount: common.unifiedAccount,
      period: common.period,
      payerName: common.payerName,
      address: common.address,
      operation: {
        heading: 'Операция',
        also: ['номер операции', 'ид операции', 'id операции', 'код операции', 'идентификатор операции', 'суип', 'номер платежа', 'транзакция'],
      },
      sum: { heading: 'Сумма', also: ['сумма платежа', 'сумма оплаты', 'оплачено', 'оплачено денежных средств', 'платеж'] },
      fee: { heading: 'Комиссия', also: ['сумма комиссии', 'комиссия банка'] },
      paidOn: { heading: 'Дата оплаты', also: ['дата платежа', 'дата операции', 'дата'] },
      billId: { heading: 'ИПД', also: ['идентификатор платежного документа', 'номер платежного документа'] },
      method: { heading: 'Способ', also: ['способ оплаты'] },
      meters: { heading: 'Показания', also: ['счетчики', 'показания счетчиков'] },
    },
    required: [['account'], ['operation'], ['sum'], ['paidOn']],
  },
  readings: {
    columns: {
      account: common.account,
      serviceName: common.serviceName,
      period: common.period,
      meterSerial: {
        heading: 'Номер счётчика',
        also: [
          'счетчик',
          'заводской номер',
          'серийный номер',
          'заводской серийный номер пу',
          'номер пу',
          'номер прибора учета',
          'прибор учета',
          'номер пу в гис жкх',
          'номер на пульте',
          'клавиша',
        ],
      },
      zone1: { heading: 'Т1', also: ['t1', 'показание', 'показания', 'показание т1', 'текущее показание', 'день'] },
      zone2: { heading: 'Т2', also: ['t2', 'показание т2', 'ночь'] },
      zone3: { heading: 'Т3', also: ['t3', 'показание т3', 'полупик'] },
      takenOn: { heading: 'Дата снятия', also: ['дата снятия показаний', 'дата снятия показания', 'дата показаний', 'дата показания', 'дата'] },
    },
    // A phone's key-pad asks for the account; the meter is a key or the only one of its service.
    required: [['meterSerial', 'account'], ['zone1']],
  },
};

/** What the errors file adds (register-errors-file.ts): loaded again, these are passed over. */
export const errorHeadings = ['Строка', 'Что не так'] as const;

/** Our own heading of a field, for texts and files. */
export function headingOf(kind: OwnKind, field: RegisterField): string {
  return tables[kind].columns[field]?.heading ?? field;
}

/** «Сумма, руб.» and «СУММА (РУБ)» → «сумма». */
export function normalHeading(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim()
    .replace(/ (руб|рублей|р)$/, '');
}

const fieldsByHeading = new Map(
  (Object.keys(tables) as OwnKind[]).map((kind) => {
    const names = new Map<string, RegisterField>();
    for (const [field, column] of Object.entries(tables[kind].columns)) {
      for (const name of [column.heading, ...column.also]) names.set(normalHeading(name), field as RegisterField);
    }
    return [kind, names] as const;
  }),
);

/** Whether a line is one of headings: at least two that we know, or two that a mapping names. Values never sound so. */
export function looksLikeHeadings(cells: readonly string[], mapping?: ColumnMapping): boolean {
  const remembered = rememberedFields(mapping);
  const names = cells.map((cell) => normalHeading(cell));
  return (Object.keys(tables) as OwnKind[]).some(
    (kind) => new Set(names.filter((name) => remembered.has(name) || fieldsByHeading.get(kind)?.has(name))).size >= 2,
  );
}

type Candidate = OwnColumns & { row: number; missing: RegisterField[]; repeated: { field: RegisterField; headings: string[] }[]; matched: number };

/**
 * Which of the first rows holds the headings, which table they make and where each field stands.
 * @throws RegisterRefusal file.headingsMissing, file.columnMissing, file.columnRepeated, file.wrongKind
 */
export function findColumns(rows: readonly { row: number; cells: readonly string[] }[], wish: RegisterWish): OwnColumns & { row: number } {
  const kinds = Object.keys(tables) as OwnKind[];
  const candidates = rows.flatMap(({ row, cells }) => kinds.map((kind) => candidateOf({ row, kind, headings: cells.map((cell) => cell.trim()) }, wish)));
  const wanted = candidates.filter(({ kind }) => wish.kind === undefined || kind === wish.kind);
  const whole = wanted.filter(({ missing }) => missing.length === 0).toSorted((a, b) => b.matched - a.matched || a.row - b.row)[0];
  if (whole !== undefined) {
    const twice = whole.repeated[0];
    if (twice === undefined) return whole;
    throw new RegisterRefusal('file.columnRepeated', {
      row: whole.row,
      facts: { column: headingOf(whole.kind, twice.field), found: twice.headings.map((heading) => `«${heading}»`).join(', ') },
    });
  }
  const other = wish.kind && candidates.find(({ missing, matched }) => missing.length === 0 && matched > 2);
  if (other && wish.kind)
    throw new RegisterRefusal('file.wrongKind', { row: other.row, facts: { found: kindNames[other.kind], wanted: kindNames[wish.kind] } });
  const nearest = wanted.toSorted((a, b) => b.matched - a.matched || a.missing.length - b.missing.length || a.row - b.row)[0];
  if (nearest === undefined || nearest.matched === 0) throw new RegisterRefusal('file.headingsMissing');
  const column = nearest.missing.map((field) => headingOf(nearest.kind, field)).join('», «');
  const found = nearest.headings.filter((heading) => heading !== '').map((heading) => `«${heading.slice(0, 60)}»`);
  throw new RegisterRefusal('file.columnMissing', { row: nearest.row, facts: { column, found: found.slice(0, 40).join(', ') } });
}

function candidateOf({ row, kind, headings }: { row: number; kind: OwnKind; headings: string[] }, wish: RegisterWish): Candidate {
  const remembered = rememberedFields(wish.mapping);
  const known = fieldsByHeading.get(kind);
  const places: Partial<Record<RegisterField, number>> = {};
  const repeated: Candidate['repeated'] = [];
  const told = new Set(Object.values(wish.mapping ?? {}));
  for (const [place, heading] of headings.entries()) {
    const name = normalHeading(heading);
    const byMapping = remembered.get(name);
    const field = byMapping === undefined ? known?.get(name) : byMapping;
    // A column named by the mapping takes the field from one that only sounds like it.
    if (field === null || field === undefined || !(field in tables[kind].columns) || (byMapping === undefined && told.has(field))) continue;
    const earlier = places[field];
    if (earlier === undefined) places[field] = place;
    else repeated.push({ field, headings: [headings[earlier] ?? '', heading] });
  }
  const missing = tables[kind].required.filter((oneOf) => !oneOf.some((field) => field in places || given(field, wish))).map((oneOf) => oneOf[0]);
  return { row, kind, headings, places, repeated, missing: missing.filter((field) => field !== undefined), matched: Object.keys(places).length };
}

function given(field: RegisterField, wish: RegisterWish): boolean {
  return (field === 'period' && wish.period !== undefined) || (field === 'serviceName' && wish.serviceName !== undefined);
}

function rememberedFields(mapping: ColumnMapping = {}): Map<string, RegisterField | null> {
  return new Map(Object.entries(mapping).map(([heading, field]) => [normalHeading(heading), field]));
}
