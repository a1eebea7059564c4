// A word as it sounds, in Latin letters: the same for «Щербакова», «shcherbakova» and «Щербакова» with a doubled letter. Pure.

const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'Z',
  з: 'z',
  и: 'i',
  й: 'i',
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
  х: 'h',
  ц: 'ts',
  ч: 'C',
  ш: 'S',
  щ: 'W',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
};
// The long ones first: «shch» before «sh».
const LATIN: readonly (readonly [string, string])[] = [
  ['shch', 'W'],
  ['sch', 'W'],
  ['sh', 'S'],
  ['ch', 'C'],
  ['zh', 'Z'],
  ['kh', 'h'],
  ['tz', 'ts'],
  ['yo', 'e'],
  ['jo', 'e'],
  ['ye', 'e'],
  ['je', 'e'],
  ['x', 'ks'],
  ['w', 'v'],
  ['q', 'k'],
  ['y', 'i'],
  ['j', 'i'],
  ['c', 'ts'],
];

/** The sound of a word in lower case, Cyrillic or Latin: one letter a sound, doubled ones once. */
export function skeletonOf(word: string): string {
  let sound = '';
  for (let at = 0; at < word.length;) {
    const letter = word[at]!;
    const own = CYRILLIC[letter];
    if (own !== undefined) {
      sound += own;
      at += 1;
      continue;
    }
    const pair = LATIN.find(([spelling]) => word.startsWith(spelling, at));
    sound += pair ? pair[1] : letter >= 'a' && letter <= 'z' ? letter : letter === "'" ? '' : letter;
    at += pair ? pair[0].length : 1;
  }
  return /^\d+$/u.test(word) ? sound : sound.replaceAll(/(.)\1+/gu, '$1');
}

const QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const RUSSIAN = 'ёйцукенгшщзхъфывапролджэячсмитьбю';

/** The letters of the same keys, of every one. */
export const onOtherKeys = (typed: string): string => Array.from(typed, (key) => RUSSIAN[QWERTY.indexOf(key)] ?? key).join('');

/**
 * What the same keys give on a Russian keyboard, where a dot stands on the key of a stroke. A comma or a dot before a letter, or a comma at the
 * end of a house number, is a letter.
 */
export function otherLayout(written: string): string {
  const typed = written.replaceAll(/(?<=[a-z[\];'`,.])\/|\/(?=\s)/gu, '\u2024').replaceAll('?', '\u201a');
  let text = '';
  for (let at = 0; at < typed.length; at += 1) {
    const key = typed[at]!;
    const place = QWERTY.indexOf(key);
    const isMark =
      (key === ',' || key === '.') &&
      !/[a-z[\];'`,.]/u.test(typed[at + 1] ?? ' ') &&
      !(key === ',' && at === typed.length - 1 && /\d/u.test(typed[at - 1] ?? ''));
    text += place < 0 || isMark ? key : RUSSIAN[place];
  }
  return text.replaceAll('\u2024', '.').replaceAll('\u201a', ',');
}

/** Latin letters that look like Russian ones, for words of both: «Лeнина», «12A». */
const LOOKALIKES: Readonly<Record<string, string>> = { a: 'а', b: 'в', c: 'с', e: 'е', h: 'н', k: 'к', m: 'м', o: 'о', p: 'р', t: 'т', x: 'х', y: 'у' };
export const lookalike = (word: string): string => word.replaceAll(/[a-z]/gu, (letter) => LOOKALIKES[letter] ?? letter);
