// A made-up directory of any size, in the form of a houses list: names from roots and endings, so that it holds nobody's data.
import fs from 'node:fs';
import { once } from 'node:events';

const ROOTS = [
  'Берез',
  'Сосн',
  'Луг',
  'Реч',
  'Камен',
  'Зелен',
  'Солнеч',
  'Ясен',
  'Тополь',
  'Вишн',
  'Ягод',
  'Полев',
  'Лес',
  'Горн',
  'Ключев',
  'Родник',
  'Звезд',
  'Медов',
  'Снеж',
  'Озер',
  'Заводск',
  'Мостов',
  'Кузнеч',
  'Ткацк',
  'Гончар',
  'Плотнич',
  'Парков',
  'Дубрав',
  'Осин',
  'Рябин',
  'Кленов',
  'Черемух',
  'Маков',
  'Василь',
  'Жемчуг',
  'Янтар',
  'Алмаз',
  'Рудн',
  'Степн',
  'Ветрян',
  'Мельнич',
  'Паромн',
  'Якорн',
  'Морск',
  'Маяк',
];
const MIDDLES = ['', 'ов', 'ин', 'ен', 'ел', 'ар', 'ун', 'ич', 'ет', 'ил', 'ор', 'ам', 'еш', 'ур', 'од'];
const ENDINGS = ['ная', 'ский', 'ова', 'ина', 'енко', 'ской', 'ного', 'ая', 'евича', 'овых', 'янская', 'ецкий'];
const FIRST_WORDS = ['', '', '', '', 'Верхняя ', 'Старых ', '2-я ', 'Академика ', 'Новая '];
const KINDS = ['ул', 'ул', 'ул', 'ул', 'пер', 'пр-кт', 'проезд', 'б-р'];
const HEADING = 'house_id,locality,street_type,street,house,letter,fraction,korpus,address_raw,flats';

/** A small generator of random numbers: the same list from the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** Rows of `houses` houses as lines of CSV: towns from large to small, 20 to 120 houses a street. */
function* lines(houses: number): Generator<string> {
  const any = randomFrom(11);
  const pick = (words: readonly string[]): string => words[any(words.length)]!;
  const name = (): string => `${pick(FIRST_WORDS)}${pick(ROOTS)}${pick(MIDDLES)}${pick(ENDINGS)}`;
  let made = 0;
  yield HEADING;
  for (let town = 0; ; town += 1) {
    const place = `${pick(ROOTS)}${pick(MIDDLES)}ск-${town}`;
    for (let street = town < 20 ? 2_000 : town < 300 ? 300 : 40; street > 0; street -= 1) {
      const before = `"г. ${place}",${pick(KINDS)},${name()}`;
      for (let house = 20 + any(100); house > 0; house -= 1) {
        yield `g${made},${before},${house},${any(12) === 0 ? pick(['А', 'Б', 'В']) : ''},,${any(12) === 0 ? 1 + any(4) : ''},обл. ${ROOTS[town % 40]!}ская,${any(40)}`;
        made += 1;
        if (made === houses) return;
      }
    }
  }
}

/** Writes the list to a file. */
export async function writeAddressList(file: string, houses: number): Promise<void> {
  const out = fs.createWriteStream(file);
  let chunk = '';
  for (const line of lines(houses)) {
    chunk += `${line}\n`;
    if (chunk.length < 1 << 18) continue;
    if (!out.write(chunk)) await once(out, 'drain');
    chunk = '';
  }
  out.end(chunk);
  await once(out, 'finish');
}
