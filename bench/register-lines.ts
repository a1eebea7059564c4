// The text of registers, made line by line from the numbers of the accounts: these count up from FIRST_NUMBER.
const FIRST_NUMBER = 10_000_000;
export const SERVICES = [
  'Газ',
  'Отопление',
  'Обращение с ТКО',
  'ХВС',
  'ГВС',
  'Водоотведение',
  'Электроэнергия',
  'Содержание жилья',
  'Капитальный ремонт',
  'Домофон',
];

export type RegisterStep = 'receive' | 'check' | 'load' | 'takeBack';
/** `rows`: a charge for each service of an account, or a payment of an account. */
export type RegisterFacts = { kind: 'charges' | 'payments'; month: string; rows: number };

export const accountNumber = (n: number): string => String(FIRST_NUMBER + n);

/** In pieces as an upload comes. */
const PIECE = 1 << 16;

function* pieces(lines: Iterable<string>): Generator<Buffer> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(piece);
}

export const chargeLines = ({ month, rows }: RegisterFacts): Generator<Buffer> => pieces(chargeTexts(month, rows));

function* chargeTexts(month: string, rows: number): Generator<string> {
  const period = month.split('-').toReversed().join('.');
  yield 'Лицевой счёт;Период;Услуга;Начислено;Перерасчёт;К оплате;Объём;Единица;Тариф\r\n';
  for (let n = 0; n < rows / SERVICES.length; n += 1) {
    const kopecks = String(n % 100).padStart(2, '0');
    for (const [at, service] of SERVICES.entries())
      yield `${accountNumber(n)};${period};${service};${100 * (at + 1)},${kopecks};;${100 * (at + 1)},${kopecks};1,5;м3;66,67\r\n`;
  }
}

/** A bank's register with its control line. */
export const paymentLines = ({ month, rows }: RegisterFacts): Generator<Buffer> => pieces(paymentTexts(month, rows));

function* paymentTexts(month: string, rows: number): Generator<string> {
  const [year, at] = month.split('-');
  for (let n = 0; n < rows; n += 1)
    yield `12-${at}-${year};10-15-33;7003;0454;0001;OP-${month}-${n};${accountNumber(n)};;;${at}${year!.slice(2)};30.00;29.70;0.30\r\n`;
  yield `=${rows};${rows * 30}.00;${((rows * 2970) / 100).toFixed(2)};${((rows * 30) / 100).toFixed(2)};123456;13-${at}-${year}\r\n`;
}
