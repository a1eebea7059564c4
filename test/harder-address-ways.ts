// Harder ways to write an address: several faults at once, other transliterations, flats in every form, ordinal names, initials, any order.
import { kindInFull, longForms } from '../server/modules/addresses/address-words.ts';
import { each, inLatin, nextKey, onOtherKeys, slip, typedOnOtherKeys, type Way, type Written } from './address-typing.ts';

const OTHER_LATIN: readonly Readonly<Record<string, string>>[] = [
  { х: 'h', ц: 'c', й: 'j', ы: 'y', ю: 'ju', я: 'ja', щ: 'sch', ь: "'", ж: 'j' },
  { х: 'x', ц: 'cz', й: 'j', ы: 'y', ю: 'yu', я: 'ya', щ: 'shh', ь: '', э: 'e' },
  { х: 'h', ц: 'ts', й: 'i', ы: 'i', ю: 'iu', я: 'ia', щ: 'sch', ь: '', е: 'e' },
  { х: 'kh', ц: 'ts', й: 'y', ы: 'i', ю: 'u', я: 'ya', щ: 'sh', ь: '', е: 'ye' },
];
const LOOK_ALIKE: Readonly<Record<string, string>> = { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', х: 'x', у: 'y', к: 'k' };
const WAYS_OF_KIND: Readonly<Record<string, readonly string[]>> = {
  ул: ['ул ', 'ул.', 'улица ', 'Ул. ', 'УЛ '],
  'пр-кт': ['пр-т ', 'просп. ', 'проспект ', 'пр. ', 'пр-кт.'],
  проезд: ['пр-д ', 'проезд ', 'пр. '],
  пер: ['пер.', 'пер-к ', 'переулок ', 'пер '],
  'б-р': ['бул. ', 'бульвар ', 'б-р '],
  пл: ['пл. ', 'площадь '],
  ш: ['ш. ', 'шоссе '],
  наб: ['наб. ', 'набережная '],
  тракт: ['тракт ', 'тр-т '],
  мкр: ['мкр. ', 'мкр-н ', 'микрорайон '],
  туп: ['туп. ', 'тупик '],
};
const ORDINALS = ['первая', 'вторая', 'третья', 'четвертая', 'пятая', 'шестая', 'седьмая', 'восьмая', 'девятая', 'десятая'];
const GENITIVE = ['первого', 'второго', 'третьего', 'четвертого', 'пятого', 'шестого', 'седьмого', 'восьмого', 'девятого', 'десятого'];

const pick = <Value>({ any }: Written, values: readonly Value[]): Value => values[any(values.length)]!;
const someKind = (house: Written): string => pick(house, WAYS_OF_KIND[house.kind] ?? [`${kindInFull(house.kind)} `]);
const flat = ({ any }: Written): number => 21 + any(180);
const wordsOf = ({ street }: Written): string[] => street.split(' ');
const withSlip = (house: Written): Written | undefined => {
  const { any } = house;
  const ways = [
    (word: string, at: number) => word.slice(0, at) + nextKey(word[at]!, any) + word.slice(at + 1),
    (word: string, at: number) => word.slice(0, at) + word.slice(at + 1),
    (word: string, at: number) => `${word.slice(0, at)}${'аоеи'[any(4)]}${word.slice(at)}`,
    (word: string, at: number) => word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2),
  ];
  const street = slip(house, pick(house, ways));
  return street === '' ? undefined : { ...house, street };
};
/** Written with a slip by another way; slips of short names say nothing. */
const slipped =
  (write: Way): Way =>
  (house) => {
    const other = withSlip(house);
    return other ? write(other) : '';
  };
const buildingOf = (house: Written): string =>
  house.building ? house.main + pick(house, ['к', ' к ', ' корп ', ' корп.', ', корпус ', ' к.', '/', '-', ' кор ', ', к. ']) + house.building : '';
const letterOf = (house: Written): string =>
  house.letter
    ? house.main +
      pick(house, [
        house.letter,
        ` ${house.letter}`,
        `-${house.letter}`,
        house.letter.toUpperCase(),
        ` ${house.letter.toUpperCase()}`,
        `"${house.letter.toUpperCase()}"`,
        ` литера ${house.letter}`,
        `/${house.letter}`,
        ` лит. ${house.letter}`,
      ])
    : '';
const glued = (text: string): string => text.toLowerCase().replaceAll(' ', '');
const shuffled = (house: Written, parts: string[]): string => {
  for (let left = parts.length - 1; left > 0; left -= 1) {
    const other = house.any(left + 1);
    [parts[left], parts[other]] = [parts[other]!, parts[left]!];
  }
  return parts.join(', ');
};
/** The number in front of a name and what stands behind it: «8 Марта», «1-я Новая». */
const ordinalOf = (house: Written): { number: number; rest: string; isOrdinal: boolean } | undefined => {
  const found = /^(\d+)(-[яйе])? (.+)$/u.exec(house.street);
  return found ? { number: Number(found[1]), rest: found[3]!, isOrdinal: found[2] !== undefined } : undefined;
};
const initialsOf = (house: Written): { first: string; last: string } | undefined => {
  const words = wordsOf(house);
  return words.length === 2 && words.every((word) => /^[А-Я][а-яё]{3,}$/u.test(word)) && /(?:ого|его|ова|ева|ина|ой|ера|ана|ко)$/u.test(words[1]!)
    ? { first: words[0]!, last: words[1]! }
    : undefined;
};
const inflected = ({ street }: Written): string => (/[а-я]ая$/u.test(street) ? street.replaceAll(/ая(?= |$)/gu, 'ой') : '');

export const HARDER_WAYS: Readonly<Record<string, Way>> = {
  translit_slip: slipped(({ street, number }) => inLatin(`${street} ${number}`)),
  translit_other: (house) => {
    const letters = pick(house, OTHER_LATIN);
    return inLatin(each(`${house.street} ${house.number}`.toLowerCase(), (sign) => letters[sign] ?? sign));
  },
  translit_kind: (house) => inLatin(`${someKind(house)}${house.street} d ${house.number}`),
  translit_flat: (house) => inLatin(`${house.street} ${house.number} кв ${flat(house)}`),
  translit_building: (house) =>
    house.building ? inLatin(`${house.street} ${house.main}${pick(house, ['к', ' к', ' корп ', ' корпус ', '/'])}${house.building}`) : '',
  translit_prefix: ({ street, number, any }) => (street.length < 7 ? '' : inLatin(`${street.slice(0, Math.max(6, street.length - 2 - any(3)))} ${number}`)),
  translit_city: ({ place, street, number, any }) => inLatin(any(2) === 0 ? `${place} ${street} ${number}` : `g. ${place}, ul ${street}, ${number}`),
  layout_slip: slipped(({ street, number }) => onOtherKeys(`${street} ${number}`)),
  layout_glued: ({ kind, street, number }) => onOtherKeys(glued(`${kind}.${street}д.${number}`)),
  layout_signs: (house) => typedOnOtherKeys(`${house.kind}.${pick(house, ['', ' '])}${house.street}, ${pick(house, ['', 'д.', 'д. '])}${house.number}`),
  layout_kind: (house) => onOtherKeys(`${someKind(house)}${house.street} ${pick(house, ['', 'д ', 'дом '])}${house.number}`),
  layout_flat: (house) => onOtherKeys(`${house.street} ${house.number} кв ${flat(house)}`),
  layout_building: (house) => (house.building ? onOtherKeys(`${house.street} ${house.main}${pick(house, ['к', ' к', ' корп '])}${house.building}`) : ''),
  layout_prefix: ({ street, number, any }) => (street.length < 7 ? '' : onOtherKeys(`${street.slice(0, Math.max(6, street.length - 2 - any(3)))} ${number}`)),
  layout_city: ({ place, street, number }) => onOtherKeys(`${place} ${street} ${number}`),
  layout_caps: ({ street, number }) => onOtherKeys(`${street} ${number}`).toUpperCase(),
  glued_number: ({ street, number }) => glued(`${street}${number}`),
  glued_kind: (house) => glued(`${pick(house, [kindInFull(house.kind), `${house.kind}.`])}${house.street} ${house.number}`),
  glued_building: (house) => (house.building ? glued(`${house.street}${house.main}к${house.building}`) : ''),
  glued_commas: (house) => (house.building ? '' : glued(`${house.kind}.${house.street},${house.number},кв.${flat(house)}`)),
  glued_slip: slipped(({ kind, street, number }) => glued(`${kind}.${street}д.${number}`)),
  glued_words: (house) => (wordsOf(house).length > 1 && !/\d/u.test(house.street) ? `${wordsOf(house).join('')} ${house.number}` : ''),
  flat_dash: (house) => `${house.street} ${house.number}${pick(house, ['-', ' - ', '–', ' — '])}${flat(house)}`,
  flat_comma: (house) => `${someKind(house)}${house.street}, ${house.number}, ${flat(house)}`,
  flat_written: (house) =>
    `${someKind(house)}${house.street} ${house.number}${pick(house, [' кв.', ', кв. ', 'кв', ' квартира ', ' №', ', кварт. ', ' кв №', ', оф. '])}${flat(house)}`,
  flat_building: (house) => (house.building ? `${house.street} ${buildingOf(house)}${pick(house, ['-', ' кв ', ', кв.', ' квартира '])}${flat(house)}` : ''),
  flat_first: (house) => `кв. ${flat(house)}, ${someKind(house)}${house.street}, д. ${house.number}`,
  flat_slip: slipped((house) => `${house.street} ${house.number} кв ${flat(house)}`),
  flat_porch: (house) => `${house.street} ${house.number}, подъезд ${1 + house.any(6)}, этаж ${1 + house.any(9)}, кв ${flat(house)}`,
  yo_everywhere: ({ street, number }) => (street.includes('е') ? `${street.replaceAll('е', 'ё')} ${number}` : ''),
  ordinal_ending: (house) => {
    const found = ordinalOf(house);
    return found
      ? `${found.number}${pick(house, found.isOrdinal ? ['-я', '-ая', 'я', 'ая'] : ['-е', '-го', 'е', '-ое', '-ого'])} ${found.rest.toLowerCase()} ${house.number}`
      : '';
  },
  ordinal_word: (house) => {
    const found = ordinalOf(house);
    return found && found.number <= 10 ? `${(found.isOrdinal ? ORDINALS : GENITIVE)[found.number - 1]} ${found.rest} ${house.number}` : '';
  },
  ordinal_behind: (house) => {
    const found = ordinalOf(house);
    return found ? `${found.rest} ${found.number}${found.isOrdinal ? '-я' : ''}, ${pick(house, ['', 'д. ', 'дом '])}${house.number}` : '';
  },
  initials: (house) => {
    const found = initialsOf(house);
    return found
      ? `${pick(house, [`${found.first[0]}. ${found.last}`, `${found.first[0]}.${found.last}`, `${found.last} ${found.first[0]}.`, `${found.first[0]} ${found.last}`])} ${house.number}`
      : '';
  },
  initials_kind: (house) => {
    const found = initialsOf(house);
    return found ? `${someKind(house)}${found.first[0]}.${pick(house, ['', ' '])}${found.last}, д. ${house.number}` : '';
  },
  named_after: (house) =>
    /(?:ого|его|ова|ева|ина)$/u.test(house.street) ? `${someKind(house)}${pick(house, ['им. ', 'имени ', 'им '])}${house.street}, ${house.number}` : '',
  rank_short: (house) => {
    const short = [...longForms].find(([, long]) => wordsOf(house).some((word) => word.toLowerCase() === long));
    return short
      ? `${house.street
          .toLowerCase()
          .replace(short[1], pick(house, [`${short[0]}.`, `${short[0]}. `, `${short[0]} `]))
          .replaceAll('  ', ' ')} ${house.number}`
      : '';
  },
  shuffled: (house) => shuffled(house, [`${someKind(house)}${house.street}`, `г. ${house.place}`, `д. ${house.number}`]),
  house_first: (house) =>
    `${pick(house, ['дом ', 'д. ', 'д.', ''])}${house.number}${pick(house, [', ', ' '])}${pick(house, [`${house.street} ${kindInFull(house.kind)}`, someKind(house) + house.street])}`,
  house_between: ({ place, street, number, kind }) => `${place} ${number} ${street} ${kind}`,
  kind_behind: (house) => `${house.place} г, ${house.street} ${house.kind}, ${house.number} д`,
  capitals: (house) => `${someKind(house)}${house.street} Д ${house.number}`.toUpperCase(),
  no_spaces: (house) => `${house.place},${house.kind}.${house.street},д.${house.number}`,
  building_forms: (house) => (house.building ? `${someKind(house)}${house.street} ${buildingOf(house)}` : ''),
  building_slip: slipped((house) => (house.building ? `${house.street} ${buildingOf(house)}` : '')),
  letter_forms: (house) => (house.letter ? `${someKind(house)}${house.street} ${letterOf(house)}` : ''),
  city_forms: (house) =>
    `${pick(house, [`г ${house.place}`, `город ${house.place}`, `${house.place} г.`, `РФ, ${house.place}`, `Россия, г. ${house.place}`])}, ${someKind(house)}${house.street} ${house.number}`,
  city_slip: (house) =>
    `${slip({ ...house, street: house.place }, (word, at) => word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2))} ${house.street} ${house.number}`,
  kind_forms: (house) => `${someKind(house)}${house.street} ${house.number}`,
  kind_slip: slipped((house) => `${someKind(house)}${house.street}, д. ${house.number}`),
  two_slips: (house) => {
    const other = house.street.length < 9 ? undefined : withSlip(house);
    const again = other && withSlip(other);
    return again ? `${again.street} ${house.number}` : '';
  },
  inflected: (house) => (inflected(house) === '' ? '' : `${pick(house, ['улица ', 'на ', 'по ул. ', 'дом на улице '])}${inflected(house)} ${house.number}`),
  look_alike: ({ street, number }) => `${each(street, (sign) => LOOK_ALIKE[sign] ?? sign)} ${number}`,
  soft_sign_left_out: ({ street, number }) => (/[ьъ]/u.test(street) ? `${street.replaceAll(/[ьъ]/gu, '')} ${number}` : ''),
  doubled_left_out: ({ street, number }) => (/([а-я])\1/u.test(street) ? `${street.replaceAll(/([а-я])\1/gu, '$1')} ${number}` : ''),
  hyphen: (house) => (house.street.includes('-') && !/\d/u.test(house.street) ? `${house.street.replaceAll('-', pick(house, [' ', '']))} ${house.number}` : ''),
  prefix_slip: slipped(({ street, number, any }) => (street.length < 8 ? '' : `${street.slice(0, Math.max(7, street.length - 2 - any(3)))} ${number}`)),
  signs: (house) => `${pick(house, ['«', '"', ''])}${house.street}${pick(house, ['»; ', '" - ', ' № ', ' д.№', '. д ', ' _ '])}${house.number}`,
};
