// People, places, days and sums for made papers, drawn from one seed: the same papers everywhere. Nobody and nothing of it exists.

export type Sum = { readonly text: string; readonly kopecks: bigint };
export type PaperDay = { readonly digits: string; readonly words: string; readonly iso: string };
/** What a writing draws from. `full`: surname, first name, patronymic. */
export type Words = {
  readonly any: (below: number) => number;
  readonly one: <T>(from: readonly T[]) => T;
  readonly digits: (count: number) => string;
  readonly full: () => string;
  readonly short: () => string;
  readonly street: () => string;
  readonly address: () => string;
  readonly company: () => string;
  readonly day: () => PaperDay;
  readonly sum: () => Sum;
  readonly cadastral: () => string;
};

const SURNAMES = [
  'Берёзкин',
  'Ветров',
  'Громов',
  'Дроздов',
  'Ельцов',
  'Журавлёв',
  'Зимин',
  'Ивушкин',
  'Калинин',
  'Лосев',
  'Мельников',
  'Озеров',
  'Полевой',
  'Рябинин',
  'Соколов',
  'Тополев',
];
const NAMES = ['Андрей', 'Борис', 'Виктор', 'Глеб', 'Денис', 'Егор', 'Захар', 'Игорь', 'Кирилл', 'Максим', 'Никита', 'Олег'];
const PATRONYMICS = ['Алексеевич', 'Борисович', 'Викторович', 'Дмитриевич', 'Иванович', 'Петрович', 'Сергеевич', 'Юрьевич'];
const STREETS = ['Липовая аллея', 'ул. Садовая', 'ул. Восточная', 'пр-кт Мира', 'ул. Энтузиастов', 'пер. Речной', 'ул. 8 Марта', 'бульвар Строителей'];
const COMPANIES = [
  'ООО «УК Липовый двор»',
  'ООО «Жилсервис»',
  'ТСЖ «Восточное»',
  'АО «Теплосеть»',
  'ООО «Комфорт-Сити»',
  'МУП «Водоканал»',
  'ПАО «Энергосбыт»',
  'ИП Громов А. В.',
];
const MONTHS = ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'];

/** A small generator of random numbers (mulberry32). */
export function wordsFrom(seed: number): Words {
  let state = seed;
  const any = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
  const one = <T>(from: readonly T[]): T => from[any(from.length)]!;
  const digits = (count: number): string => Array.from({ length: count }, (_, n) => String(n === 0 ? 1 + any(9) : any(10))).join('');
  return {
    any,
    one,
    digits,
    full: () => `${one(SURNAMES)} ${one(NAMES)} ${one(PATRONYMICS)}`,
    short: () => `${one(SURNAMES)} ${one(NAMES)[0]!}. ${one(PATRONYMICS)[0]!}.`,
    street: () => `${one(STREETS)}, д. ${1 + any(90)}`,
    address: () => `г. Липовск, ${one(STREETS)}, д. ${1 + any(90)}, кв. ${1 + any(200)}`,
    company: () => one(COMPANIES),
    day() {
      const [day, month, year] = [1 + any(28), 1 + any(12), 2019 + any(8)];
      const two = (number: number): string => String(number).padStart(2, '0');
      return {
        digits: `${two(day)}.${two(month)}.${year}`,
        words: `${any(2) === 0 ? `«${two(day)}»` : String(day)} ${MONTHS[month - 1]!} ${year} г.`,
        iso: `${year}-${two(month)}-${two(day)}`,
      };
    },
    sum() {
      const [roubles, kopecks] = [500 + any(60_000), any(100)];
      return {
        text: `${String(roubles).replace(/(\d)(?=\d{3}$)/, '$1 ')},${String(kopecks).padStart(2, '0')}`,
        kopecks: BigInt(roubles) * 100n + BigInt(kopecks),
      };
    },
    cadastral: () => `66:41:0${digits(6)}:${digits(1 + any(4))}`,
  };
}
