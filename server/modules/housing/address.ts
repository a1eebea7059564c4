// How an address is written. Pure.

export type HouseAddress = {
  region: string;
  district: string | null;
  city: string;
  street: string;
  number: string;
  building: string | null;
  postalCode?: string | null;
};
export type PremisesNumber = { number: string; kind: string };

// «улица» is what everybody takes for granted; a prospekt or a lane is part of the name.
const shortStreet = (street: string): string => street.replace(/^(?:улица|ул\.?)\s+|\s+(?:улица|ул\.?)$/iu, '');
const PREMISES_WORD: Readonly<Record<string, string>> = { flat: 'кв. ', room: 'комн. ', commercial: 'пом. ', parking: 'м/м ' };

const premisesWords = ({ number, kind }: PremisesNumber): string[] => (kind === 'detached_house' ? [] : [`${PREMISES_WORD[kind] ?? 'пом. '}${number}`]);

/** «Липовая, 14, кв. 37»; in a village without streets «д. Ключи, 14»; of the house alone «Липовая, 14». */
export const shortAddress = (house: HouseAddress, premises?: PremisesNumber): string =>
  [
    house.street === '' ? house.city : shortStreet(house.street),
    house.number + (house.building ? `, корп. ${house.building}` : ''),
    ...(premises ? premisesWords(premises) : []),
  ].join(', ');

/** With region and city: «620014, Свердловская область, г. Липовск, улица Липовая, д. 14, кв. 37». */
export const fullAddress = (house: HouseAddress, premises?: PremisesNumber): string =>
  [
    ...(house.postalCode ? [house.postalCode] : []),
    house.region,
    ...(house.district ? [house.district] : []),
    /^(г|п|пгт|с|д|ст)\.? /iu.test(house.city) ? house.city : `г. ${house.city}`,
    ...(house.street === '' ? [] : [house.street]),
    `д. ${house.number}`,
    ...(house.building ? [`корп. ${house.building}`] : []),
    ...(premises ? premisesWords(premises) : []),
  ].join(', ');

const NOISE = new Set([
  'г',
  'город',
  'ул',
  'улица',
  'д',
  'дом',
  'кв',
  'квартира',
  'корп',
  'корпус',
  'к',
  'стр',
  'строение',
  'обл',
  'область',
  'р-н',
  'район',
  'россия',
  'рф',
]);
/** What tells one address from another: letters' case, «ё» and words like «дом» do not matter. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/[^\p{L}\p{N}/-]+/u)
    .filter((word) => word !== '' && !NOISE.has(word));

/** Whether what a person typed can mean this house: each word stands in its address, and the street and the number are among them. */
export function fitsHouse(typed: string, house: HouseAddress): boolean {
  const given = wordsOf(typed);
  const known = new Set(wordsOf(fullAddress(house)));
  const needed = wordsOf(`${house.street === '' ? house.city : shortStreet(house.street)} ${house.number} ${house.building ?? ''}`);
  return given.every((word) => known.has(word)) && needed.every((word) => given.includes(word));
}
