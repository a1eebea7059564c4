// What is worth knowing of a paper: its number, date, sum and the cadastral number (DOCS-2). Pure.

export type KeyFields = {
  readonly number: string | null;
  readonly datedOn: string | null;
  readonly sumKopecks: bigint | null;
  readonly cadastralNumber: string | null;
};

const MONTHS = ['янв', 'фев', 'мар', 'апр', 'ма[йя]', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'];
const NUMBER = /(?:№|N[°o]?(?=\s*\d))\s*([0-9А-ЯA-Zа-яa-z][0-9А-ЯA-Zа-яa-z/-]{0,39})/gu;
/** What else has a number in the heading of a paper: its sheets, a flat, an account, a passport, a meter. */
const OTHER_THING =
  /(?:лист\p{L}*|раздел\p{L}*|кв\.|(?:квартир|квартал|подъезд|участк|помещени|пломб|форм|приложени|прибор|счетчик|счётчик)\p{L}*|дома?|заводской|л\/с|сч\.|лицев\p{L}* сч[её]т\p{L}*|паспорт\p{L}*[^\n№]{0,30})\s*$/iu;
const BEFORE_LETTERS = 60;
const DIGIT_DAY = /(?<!\d)(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?!\d)/;
const WORD_DAY = new RegExp(`(?<!\\d)[«"„]?(\\d{1,2})[»"“]?\\s+(${MONTHS.join('|')})[а-я]*\\s+((?:19|20)\\d\\d)`, 'i');
const SUM =
  /(?:итого?(?![а-яё])(?: к оплате)?|всего к оплате|к оплате|всего|сумма|цена|стоимость)[^\d\n]{0,40}?(\d{1,3}(?:[ \u00a0]\d{3})+|\d{1,12})(?:[.,](\d{2}))?(?!\d)\s*(?:₽|р\.|руб)?/gi;
const CADASTRAL = /(?<!\d)(\d{2}:\d{2}:\d{6,7}:\d{1,10})(?!\d)/;
const TITLE_LETTERS = 600;
const MOST_KOPECKS = 10n ** 15n;

/** Whatever is found; a number only where it has a digit and stands near the beginning, where a paper names itself. */
export function keyFieldsOf(text: string): KeyFields {
  const title = text.slice(0, TITLE_LETTERS);
  return { number: numberOf(title), datedOn: dayOf(title) ?? dayOf(text), sumKopecks: sumOf(text), cadastralNumber: CADASTRAL.exec(text)?.[1] ?? null };
}

function numberOf(title: string): string | null {
  const own = [...title.matchAll(NUMBER)].find(({ index }) => !OTHER_THING.test(title.slice(Math.max(0, index - BEFORE_LETTERS), index)));
  const number = own?.[1]!.replace(/[-/]+$/, '');
  return number !== undefined && /\d/.test(number) ? number : null;
}

function dayOf(text: string): string | null {
  const [digits, words] = [DIGIT_DAY.exec(text), WORD_DAY.exec(text)];
  const first = digits && words ? (digits.index <= words.index ? digits : words) : (digits ?? words);
  if (!first) return null;
  const month = first === digits ? Number(first[2]) : MONTHS.findIndex((one) => new RegExp(`^${one}`, 'i').test(first[2]!)) + 1;
  const day = `${first[3]}-${String(month).padStart(2, '0')}-${first[1]!.padStart(2, '0')}`;
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : null;
}

/** The last of the sums that are named so: totals stand at the end. */
function sumOf(text: string): bigint | null {
  const last = [...text.matchAll(SUM)].at(-1);
  if (!last) return null;
  const kopecks = BigInt(last[1]!.replaceAll(/\D/g, '')) * 100n + BigInt(last[2] ?? '0');
  return kopecks > 0n && kopecks < MOST_KOPECKS ? kopecks : null;
}
