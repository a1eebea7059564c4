// Charges of the state and the payments told of them: what the stand-in of the state payments system keeps.
import { join } from 'node:path';
import { openJournal } from '../journal.ts';

/** A charge. Days are ISO; money is whole kopecks. `payer`: the 22 characters of the format. */
export type StateCharge = {
  number: string;
  payer: string;
  purpose: string;
  totalKopecks: number;
  billDate: string;
  paymentTerm: string;
  discount?: { percent: number; until: string };
  cancelled?: boolean;
  payee: { name: string; inn: string; kpp: string; account: string; bic: string; kbk: string; oktmo: string };
};
/** `paymentId` УИП. */
export type StatePayment = { paymentId: string; number: string; kopecks: number; paymentDate: string };
type Line = { charge: StateCharge } | { payment: StatePayment };

export type ChargeBook = {
  find(wanted: { numbers: readonly string[] } | { payers: readonly string[] }): StateCharge[];
  put(charge: StateCharge): void;
  /** False: that payment was told before. */
  pay(payment: StatePayment): boolean;
  payments(): readonly StatePayment[];
  restKopecks(charge: StateCharge): number;
};

/** Opens the book of a data folder; an empty one gets the charges of the demo town, counted from `today`. */
export function openChargeBook(dataDir: string, today: string): ChargeBook {
  const { lines, journal } = openJournal<Line>(join(dataDir, 'treasury.jsonl'));
  const charges = new Map<string, StateCharge>();
  const payments = new Map<string, StatePayment>();
  const take = (line: Line): void =>
    void ('charge' in line ? charges.set(line.charge.number, line.charge) : payments.set(line.payment.paymentId, line.payment));
  const write = (added: readonly Line[]): void => {
    journal.append(added);
    added.forEach(take);
  };
  lines.forEach(take);
  if (lines.length === 0) write(demoCharges(today).map((charge) => ({ charge })));
  const restKopecks = (charge: StateCharge): number => {
    const own = [...payments.values()].filter((one) => one.number === charge.number);
    const paid = own.reduce((sum, one) => sum + one.kopecks, 0);
    const { discount } = charge;
    const inTime = discount ? own.filter((one) => one.paymentDate <= discount.until).reduce((sum, one) => sum + one.kopecks, 0) : 0;
    return discount && inTime >= reduced(charge.totalKopecks, discount.percent) ? 0 : charge.totalKopecks - paid;
  };
  return {
    find: (wanted) =>
      'numbers' in wanted
        ? wanted.numbers.flatMap((number) => charges.get(number) ?? [])
        : [...charges.values()].filter((one) => wanted.payers.includes(one.payer) && restKopecks(one) > 0),
    put: (charge) => write([{ charge }]),
    pay: (payment) => {
      if (payments.has(payment.paymentId)) return false;
      write([{ payment }]);
      return true;
    },
    payments: () => [...payments.values()],
    restKopecks,
  };
}

const reduced = (totalKopecks: number, percent: number): number => Number((BigInt(totalKopecks) * BigInt(100 - percent) + 50n) / 100n);

/** The number with its check digit: weights 1 to 10 over and over, modulo 11; with 10 the weights begin at 3; with 10 again it is 0. */
export function chargeNumber(body: string): string {
  const sum = (first: number) => Array.from(body, Number).reduce((total, digit, index) => total + digit * (((index + first - 1) % 10) + 1), 0) % 11;
  const [one, two] = [sum(1), sum(3)];
  return `${body}${one < 10 ? one : two < 10 ? two : 0}`;
}

const dayFrom = (today: string, days: number): string => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);

const TAX_OFFICE = {
  name: 'Управление ФНС по Свердловской области (учебное)',
  inn: '6670000039',
  kpp: '667001001',
  account: '03100643000000018500',
  bic: '017003983',
  oktmo: '65701000',
};
const TRAFFIC_POLICE = {
  name: 'Госавтоинспекция Свердловской области (учебная)',
  inn: '6670000046',
  kpp: '667001001',
  account: '03100643000000016200',
  bic: '016577551',
  oktmo: '65701000',
};

// The people of the demo town by their documents: the tax number of Галина, the driving licence of Артём.
const demoCharges = (today: string): StateCharge[] => [
  {
    number: chargeNumber('1820660123456789012'),
    payer: '1210000000660000000005',
    purpose: `Налог на имущество физических лиц за ${Number(today.slice(0, 4)) - 1} год`,
    totalKopecks: 214_700,
    billDate: dayFrom(today, -40),
    paymentTerm: dayFrom(today, 9),
    payee: { ...TAX_OFFICE, kbk: '18210601020041000110' },
  },
  {
    number: chargeNumber('1881056626112000001'),
    payer: '1220000000006600000014',
    purpose: 'Штраф за превышение скорости, ч. 2 ст. 12.9 КоАП',
    totalKopecks: 75_000,
    discount: { percent: 25, until: dayFrom(today, 6) },
    billDate: dayFrom(today, -24),
    paymentTerm: dayFrom(today, 46),
    payee: { ...TRAFFIC_POLICE, kbk: '18811601123010001140' },
  },
  {
    number: chargeNumber('1881056626111000002'),
    payer: '1000000000000000000000',
    purpose: 'Госпошлина за выдачу водительского удостоверения',
    totalKopecks: 200_000,
    billDate: dayFrom(today, -2),
    paymentTerm: dayFrom(today, 28),
    payee: { ...TRAFFIC_POLICE, kbk: '18810807141011000110' },
  },
];
