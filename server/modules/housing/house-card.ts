// The passport of a house by the format of each field (HOME-1, HOME-5). Pure.
import type { FieldProblem } from '#contract/errors';
import { ENERGY_CLASSES, heatingWords, type HouseField, repairAccountWords, timeZoneWords } from '#contract/house-keeping';
import { checkCadastralNumber, checkHouseNumber } from '#contract/identifiers';
import type { NewHouse } from './housing.commands.ts';
import { area, bad, checkFields, type FieldCheck, good, oneOf, whole, words, wrongField } from './card-checks.ts';

export type HouseCard = Required<Omit<NewHouse, 'houseId' | 'fiasId' | 'heatingMonths' | 'managerId'>>;

const OLDEST = 1700;
const named = (example: string, to = 100): FieldCheck => ({ check: words({ to, example }) });
const energyClass = (text: string): ReturnType<FieldCheck['check']> => {
  const value = text.toUpperCase().replace('А', 'A').replace('В', 'B').replace('С', 'C').replace('Е', 'E');
  return (ENERGY_CLASSES as readonly string[]).includes(value) ? good(value) : bad(`Класс — буква от A++ до G, или «нет»`);
};
const checksFor = (year: number): Readonly<Record<HouseField, FieldCheck>> => ({
  region: named('Свердловская область'),
  district: { ...named('Сысертский район'), mayBeAbsent: true },
  city: named('Екатеринбург'),
  street: { ...named('улица Липовая', 200), mayBeAbsent: true },
  number: { check: checkHouseNumber },
  building: {
    check: (text) =>
      /^[\p{Script=Cyrillic}\d]{1,4}(\/[\p{Script=Cyrillic}\d]{1,4})?$/u.test(text)
        ? good(text.toUpperCase())
        : bad('Корпус — это цифры или буква: 2, А; если корпуса нет, напишите «нет»'),
    mayBeAbsent: true,
  },
  postalCode: { check: (text) => (/^[1-6]\d{5}$/.test(text) ? good(text) : bad('Индекс — шесть цифр, как 620014')), mayBeAbsent: true },
  timeZone: { check: oneOf(Object.keys(timeZoneWords)) },
  cadastralNumber: { check: checkCadastralNumber, mayBeAbsent: true },
  yearBuilt: { check: whole({ from: OLDEST, to: year, detail: `Введите год постройки от ${OLDEST} до ${year}` }) },
  floors: { check: whole({ to: 150, detail: 'Введите число этажей от 1 до 150' }) },
  entrances: { check: whole({ to: 50, detail: 'Введите число подъездов от 1 до 50' }) },
  flats: { check: whole({ from: 0, to: 5_000, detail: 'Введите число квартир от 0 до 5000' }) },
  areaTotal: { check: area },
  areaCommon: { check: area },
  series: { check: (text) => (text.length <= 100 ? good(text) : bad('Серия дома короче: как 137 или II-49')), mayBeAbsent: true },
  walls: named('панель'),
  energyClass: { check: energyClass, mayBeAbsent: true },
  lifts: { check: whole({ from: 0, to: 50, detail: 'Введите число лифтов от 0 до 50' }) },
  condition: named('удовлетворительное; крыша требует ремонта', 200),
  heating: { check: oneOf(Object.keys(heatingWords)) },
  repairAccount: { check: oneOf(Object.keys(repairAccountWords)) },
});

/** The highest floor and entrance of premises that the house has already. */
export type Within = { readonly floor: number; readonly entrance: number };

/** The passport as it is kept, or every field that does not hold. `year`: this one. */
export function checkHouse(
  typed: Readonly<Record<HouseField, string>>,
  { year, within }: { year: number; within?: Within },
): { ok: true; card: HouseCard } | { ok: false; fields: FieldProblem[] } {
  const { values, fields } = checkFields(typed, checksFor(year));
  const [floors, entrances] = [Number(values.floors), Number(values.entrances)];
  if (within && values.floors !== null && floors < within.floor)
    fields.push(wrongField('floors', `В доме есть помещение на ${within.floor} этаже: сначала исправьте его карточку`));
  if (within && values.entrances !== null && entrances < within.entrance)
    fields.push(wrongField('entrances', `В доме есть помещение в подъезде ${within.entrance}: сначала исправьте его карточку`));
  if (fields.length > 0) return { ok: false, fields };
  const { region, city, number, timeZone, areaTotal, areaCommon, walls, condition } = values as Record<HouseField, string>;
  return {
    ok: true,
    card: {
      region,
      district: values.district,
      city,
      street: values.street ?? '',
      number,
      building: values.building,
      postalCode: values.postalCode,
      timeZone,
      cadastralNumber: values.cadastralNumber,
      yearBuilt: Number(values.yearBuilt),
      floors,
      entrances,
      flats: Number(values.flats),
      areaTotal,
      areaCommon,
      series: values.series,
      walls,
      energyClass: values.energyClass,
      lifts: Number(values.lifts),
      condition,
      heating: values.heating as 'norm',
      repairAccount: values.repairAccount as 'regional',
    },
  };
}
