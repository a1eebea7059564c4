// How hands and keyboards change what is written: slips, letters as they are heard, the other alphabet, the other layout. For questions of the
// address search.

const ROWS = ['йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'];
const LATIN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
};
const QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю';
const HEARD: Readonly<Record<string, string>> = { о: 'а', е: 'и', я: 'е', а: 'о' };

/** A house to be written about; `letter` and `building` as the parts of its number. */
export type Written = {
  place: string;
  street: string;
  kind: string;
  number: string;
  main: string;
  building: string | null;
  letter: string | null;
  any(below: number): number;
};
/** A way of writing; an empty answer says that this house cannot be written so. */
export type Way = (house: Written) => string;
export const each = (text: string, letter: (sign: string) => string): string => Array.from(text).map(letter).join('');
export const inLatin = (text: string): string => each(text.toLowerCase().replaceAll('ё', 'е'), (sign) => LATIN[sign] ?? sign);
export const onOtherKeys = (text: string): string => each(text.toLowerCase(), (sign) => QWERTY[RUSSIAN.indexOf(sign)] ?? sign);
/** As it comes from a keyboard: the dot and the comma stand on other keys, too. */
export const typedOnOtherKeys = (text: string): string =>
  onOtherKeys(text.replaceAll('.', '\u2024').replaceAll(',', '\u201a')).replaceAll('\u2024', '/').replaceAll('\u201a', '?');

/** Changes one letter inside the longest word. */
export function slip({ street, any }: Written, change: (word: string, at: number) => string): string {
  const longest = street.split(/[\s-]/u).reduce((a, b) => (b.length > a.length ? b : a));
  return longest.length < 5 ? '' : street.replace(longest, change(longest, 1 + any(longest.length - 2)));
}
export function nextKey(letter: string, any: Written['any']): string {
  const row = ROWS.find((keys) => keys.includes(letter)) ?? ROWS[0]!;
  const at = row.indexOf(letter);
  return (any(2) === 0 ? row[at - 1] : row[at + 1]) ?? row[at - 1] ?? 'о';
}
export const asHeard = (word: string, at: number): string => {
  const place = Array.from(word).findIndex((letter, n) => n >= Math.min(at, 2) && n > 0 && HEARD[letter] !== undefined && n < word.length - 2);
  return place < 0 ? word : word.slice(0, place) + HEARD[word[place]!] + word.slice(place + 1);
};
