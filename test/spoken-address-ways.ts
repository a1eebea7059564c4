// Ways in which people write an address on their own: a number in words, brackets, what stands on an envelope, words around the address.
import { kindInFull } from '../server/modules/addresses/address-words.ts';
import type { Way, Written } from './address-typing.ts';

const ONES = [
  'один',
  'два',
  'три',
  'четыре',
  'пять',
  'шесть',
  'семь',
  'восемь',
  'девять',
  'десять',
  'одиннадцать',
  'двенадцать',
  'тринадцать',
  'четырнадцать',
  'пятнадцать',
  'шестнадцать',
  'семнадцать',
  'восемнадцать',
  'девятнадцать',
];
const TENS = ['двадцать', 'тридцать', 'сорок', 'пятьдесят', 'шестьдесят', 'семьдесят', 'восемьдесят', 'девяносто'];
const HUNDREDS = ['сто', 'двести', 'триста'];
const BUILDINGS = ['первый', 'второй', 'третий', 'четвертый', 'пятый', 'шестой', 'седьмой', 'восьмой', 'девятый', 'десятый'];
/** 136 as «сто тридцать шесть»; '' beyond 399. */
function inWords(number: number): string {
  if (number < 1 || number >= 400) return '';
  const [hundreds, rest] = [Math.floor(number / 100), number % 100];
  return [HUNDREDS[hundreds - 1], ...(rest < 20 ? [ONES[rest - 1]] : [TENS[Math.floor(rest / 10) - 2], ONES[(rest % 10) - 1]])].filter(Boolean).join(' ');
}

const pick = <Value>({ any }: Written, values: readonly Value[]): Value => values[any(values.length)]!;
const flat = ({ any }: Written): number => 21 + any(180);
const spoken = ({ main, number }: Written): string => (main === number ? inWords(Number(main)) : '');
const when = (isSo: unknown, text: () => string): string => (isSo ? text() : '');
const CITY = ['екб', 'Екб', 'г.Екб', 'ебург', 'екат', 'г екат', 'Е-бург'];

export const SPOKEN_WAYS: Readonly<Record<string, Way>> = {
  lower_flat: (house) => `${house.street.toLowerCase()} ${house.number} кв ${flat(house)}`,
  city_short: (house) => `${pick(house, CITY)} ${house.street.toLowerCase()} ${house.number}`,
  city_short_kind: (house) => `${pick(house, CITY)}, ${house.kind} ${house.street}, ${house.number}-${flat(house)}`,
  kind_glued_flat: (house) => when(house.building, () => `${house.kind} ${house.street.toLowerCase()} д${house.main}к${house.building}-${flat(house)}`),
  glued_flat_word: (house) => when(house.building, () => `${house.street} д${house.main}к${house.building}кв${flat(house)}`),
  envelope: (house) =>
    `6200${10 + house.any(90)}, Россия, Свердловская область, город ${house.place}, ${kindInFull(house.kind)} ${house.street}, дом ${house.number}, квартира ${flat(house)}`,
  envelope_behind: (house) =>
    `${house.kind}. ${house.street}, д. ${house.number}, кв. ${flat(house)}, г. ${house.place}, Свердловская обл., 6200${10 + house.any(90)}`,
  brackets_house: (house) => `${house.street} (${pick(house, ['д. ', 'дом ', ''])}${house.number})`,
  brackets_flat: (house) => `${house.street}, ${house.number} (кв. ${flat(house)})`,
  brackets_region: (house) => `${house.place} (Свердловская обл.), ${house.street}, ${house.number}`,
  building_letters: (house) => when(house.building, () => `${house.street}, д.${house.main}, корп. ${house.building}, кв. ${flat(house)}`),
  building_first: (house) => when(house.building, () => `${house.street} корпус ${house.building} дом ${house.main}`),
  building_ordinal: (house) =>
    when(
      house.building && Number(house.building) <= 10,
      () =>
        `${house.street} ${house.main} ${pick(house, [`корпус ${BUILDINGS[Number(house.building) - 1]}`, `${house.building}-й корпус`, `${BUILDINGS[Number(house.building) - 1]} корпус`])}`,
    ),
  letter_quoted: (house) =>
    when(
      house.letter,
      () =>
        `${house.street}, ${house.main}${pick(house, [`"${house.letter}"`, ` «${house.letter!.toUpperCase()}»`, `(${house.letter})`, `-${house.letter!.toUpperCase()}`, `, лит. ${house.letter!.toUpperCase()}`, ` литер ${house.letter}`, ` литера ${house.letter!.toUpperCase()}`])}`,
    ),
  fraction_word: (house) => when(house.building, () => `${house.street} ${house.main} дробь ${house.building}`),
  number_words: (house) => when(spoken(house), () => `${house.street} ${spoken(house)}`),
  number_words_house: (house) => when(spoken(house), () => `${kindInFull(house.kind)} ${house.street} дом ${spoken(house)}`),
  number_words_flat: (house) => when(spoken(house), () => `${house.street} дом ${spoken(house)} квартира ${inWords(flat(house))}`),
  number_words_building: (house) =>
    when(house.building && inWords(Number(house.main)), () => `${house.street} ${inWords(Number(house.main))} корпус ${inWords(Number(house.building))}`),
  number_sign: (house) => `${house.street} ${pick(house, ['№', '№ ', 'N', 'дом №', 'дом номер ', 'д. N ', 'номер '])}${house.number}`,
  asked_for: (house) =>
    pick(house, [
      `адрес: ${house.street} ${house.number}`,
      `мой адрес ${house.street} ${house.number}`,
      `я живу на ${house.street} ${house.number}`,
      `наш дом ${house.street} ${house.number}`,
      `дом по адресу ${house.kind}. ${house.street}, ${house.number}`,
    ]),
  porch_before: (house) => `${house.street} ${house.number} ${1 + house.any(6)} подъезд ${1 + house.any(9)} этаж кв. ${flat(house)}`,
  lines: (house) => `г. ${house.place}\n${kindInFull(house.kind)} ${house.street}\nд. ${house.number}\t кв. ${flat(house)}`,
  semicolons: (house) => `${house.place};${house.street};${house.number};${flat(house)}`,
  kind_behind_short: (house) => `${house.street} ${house.kind}. ${house.number}`,
  number_between_kind: (house) => `${house.street}, ${house.kind}., д. ${house.number}, Екатеринбург г, Свердловская обл`,
  region_number: (house) => `66 регион, ${house.place}, ${house.street}, ${house.number}`,
  doubled: (house) => `${house.place} ${house.place} ${house.street} ${house.number}`,
  dots_everywhere: (house) => `${house.kind}.${house.street}.${house.number}`,
  underscored: (house) => `${house.street.replaceAll(' ', '_')}_${house.number}`,
};
