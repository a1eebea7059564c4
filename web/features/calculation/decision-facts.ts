// What was typed as a decision: its facts, or what is wrong with it by field. Runs on the server.
import type { breakKinds, DecisionFacts, defectKinds, roomNorms, subsidyKinds } from '#contract/decisions';
import { numberErrorText, parseDecimal, parseKopecks } from '#contract/russian';
import { textOf } from '#web/form.ts';

type Wrong = Record<string, string>;
type Facts<K extends DecisionFacts['kind']> = Extract<DecisionFacts, { kind: K }>;

/** What a clock on the wall of the zone shows, as an instant; null for no time. */
function instantAt(typed: string, timeZone: string): string | null {
  const asUtc = Date.parse(`${typed}:00.000Z`);
  if (Number.isNaN(asUtc)) return null;
  const shown =
    new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(asUtc).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const offset = shown.replace('GMT', '') || 'Z';
  return new Date(`${typed}:00.000${offset}`).toISOString();
}

/** Reads fields and notes what is wrong with them; `timeZone`: of the house. */
function reader(form: FormData, wrong: Wrong, timeZone: string) {
  const text = (name: string): string => textOf(form, name);
  const required = (name: string, detail: string): string => {
    if (text(name) === '') wrong[name] = detail;
    return text(name);
  };
  const decimal = (name: string, places: number): string => {
    const number = parseDecimal(text(name), places);
    if (typeof number === 'string') return number;
    wrong[name] = numberErrorText(number.error, places);
    return '';
  };
  return {
    text,
    required,
    decimal,
    optional: (name: string, places: number): string | null => (text(name) === '' ? null : decimal(name, places)),
    account: () => required('account', 'Введите номер счёта'),
    anyAccount: () => (text('account') === '' ? null : text('account')),
    people: (name: string): number => {
      if (!/^[1-9]\d?$/.test(text(name))) wrong[name] = 'Введите число от 1 до 99';
      return Number(text(name));
    },
    month: (name: string): string => {
      if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text(name))) wrong[name] = 'Введите месяц, например 2026-12';
      return text(name);
    },
    instant: (name: string): string => {
      const typed = instantAt(text(name).slice(0, 16), timeZone);
      if (typed === null) wrong[name] = 'Введите день и время';
      return typed ?? '';
    },
    services: (): string[] => {
      const services = form.getAll('services').filter((one) => typeof one === 'string');
      if (services.length === 0) wrong['services'] = 'Отметьте хотя бы одну услугу';
      return services;
    },
  };
}
type Read = ReturnType<typeof reader>;

const day = 'Введите день';
const makers: { readonly [K in DecisionFacts['kind']]: (read: Read, wrong: Wrong) => Facts<K> } = {
  absence: ({ account, people, required }) => ({
    kind: 'absence',
    account: account(),
    persons: people('persons'),
    leftOn: required('leftOn', day),
    returnedOn: required('returnedOn', day),
    appliedOn: required('appliedOn', day),
  }),
  break: ({ text, anyAccount, instant }) => ({
    kind: 'break',
    houseId: text('houseId'),
    account: anyAccount(),
    serviceCode: text('serviceCode'),
    breakKind: text('breakKind') as keyof typeof breakKinds,
    fromAt: instant('fromAt'),
    toAt: instant('toAt'),
  }),
  quality: ({ text, anyAccount, decimal, optional, instant }) => ({
    kind: 'quality',
    houseId: text('houseId'),
    account: anyAccount(),
    serviceCode: text('serviceCode'),
    defect: text('defect') as keyof typeof defectKinds,
    measured: decimal('measured', 4),
    roomNorm: text('defect') === 'coldRoom' && text('roomNorm') !== '' ? (text('roomNorm') as `${keyof typeof roomNorms}`) : null,
    coldPrice: optional('coldPrice', 6),
    fromAt: instant('fromAt'),
    toAt: instant('toAt'),
  }),
  benefit: ({ text, account, required, decimal, optional, people, services }) => ({
    kind: 'benefit',
    account: account(),
    title: required('title', 'Назовите льготу'),
    percent: decimal('percent', 2),
    services: services(),
    covers: text('family') === '' ? 'holder' : 'family',
    holders: people('holders'),
    areaStandard: optional('areaStandard', 2),
    fromDay: required('fromDay', 'Введите первый день'),
    toDay: text('toDay') === '' ? null : text('toDay'),
  }),
  subsidy: ({ text, account, required, decimal, month, services }, wrong) => {
    const sum = (): number => {
      const kopecks = parseKopecks(text('sum'));
      if (typeof kopecks === 'bigint' && kopecks > 0n) return Number(kopecks);
      wrong['sum'] = 'Введите сумму в месяц, больше нуля';
      return 1;
    };
    return {
      kind: 'subsidy',
      account: account(),
      what: text('what') as keyof typeof subsidyKinds,
      title: required('title', 'Назовите, как в решении'),
      fromMonth: month('fromMonth'),
      toMonth: text('toMonth') === '' ? null : month('toMonth'),
      services: services(),
      amount: text('by') === 'share' ? { by: 'share', percent: decimal('percent', 2) } : { by: 'sum', kopecks: sum() },
    };
  },
};

/** `needsDocument`: what is only looked at may go without one. `timeZone`: of the house where it is. */
export function decisionFactsOf(
  form: FormData,
  { needsDocument, timeZone }: { needsDocument: boolean; timeZone: string },
): { facts: DecisionFacts } | { wrong: Wrong } {
  const wrong: Wrong = {};
  const kind = textOf(form, 'kind') as DecisionFacts['kind'];
  if (!(kind in makers)) return { wrong: { kind: 'Выберите, что вносите' } };
  if (needsDocument && textOf(form, 'document').length < 3) wrong['document'] = 'Назовите документ: без него решение не внести';
  const facts = makers[kind](reader(form, wrong, timeZone), wrong);
  return Object.keys(wrong).length > 0 ? { wrong } : { facts };
}
