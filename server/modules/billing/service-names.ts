// Which of our services a name or code in a supplier's register means. Pure.
import type { Service } from '#modules/directory';

/** «Отопление (ТЭ), руб.» → «отопление тэ руб». */
export const normalServiceName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

/** What people call the services besides their full and short names. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  maintenance: [
    'содержание жилья',
    'содержание',
    'содержание и ремонт',
    'содержание и ремонт жилого помещения',
    'содержание общего имущества',
    'содержание жилого фонда',
  ],
  lift: ['лифт'],
  current_repair: ['текущий ремонт'],
  rent: ['найм', 'наем', 'плата за наем'],
  common_cold_water: ['хвс одн', 'хвс сои', 'холодная вода одн', 'холодная вода сои', 'холодное водоснабжение одн'],
  common_hot_water: ['гвс одн', 'гвс сои', 'горячая вода одн', 'горячее водоснабжение одн'],
  common_sewage: ['водоотведение одн', 'водоотведение сои'],
  common_electricity: ['электроэнергия одн', 'электроэнергия сои', 'электроснабжение одн'],
  cold_water: ['хвс', 'холодная вода', 'хол вода', 'водоснабжение'],
  hot_water: ['гвс', 'горячая вода', 'гор вода', 'гвс теплоноситель'],
  hot_water_heat: ['гвс тепло', 'гвс тепловая энергия', 'подогрев', 'подогрев воды'],
  sewage: ['канализация', 'водоотведение', 'стоки'],
  electricity: ['электроэнергия', 'свет', 'электричество', 'эл энергия', 'ээ'],
  gas: ['газ'],
  heating: ['тепло', 'теплоснабжение', 'отопление', 'тепловая энергия'],
  waste: ['тко', 'обращение с тко', 'вывоз мусора', 'мусор', 'вывоз тко'],
  intercom: ['домофон'],
  antenna: ['антенна'],
  security: ['охрана', 'консьерж'],
  parking: ['парковка', 'машиноместо'],
  capital_repair: ['капремонт', 'кап ремонт', 'капитальный ремонт', 'взнос на капремонт'],
  penalty: ['пени', 'пеня', 'неустойка'],
  state_duty: ['госпошлина', 'гос пошлина', 'пошлина', 'возмещение госпошлины'],
  court_costs: ['судебные издержки', 'возмещение судебных расходов'],
  performer_fine: ['штраф исполнителя услуг', 'штраф исполнителя коммунальных услуг', 'штраф ук'],
};

/**
 * Answers the code for what stands in a register: its own code when it is one of ours, else the organization's own name of a service
 * (`names`: normal name → code), else a name that everybody uses.
 */
export function serviceFinder(
  services: readonly Service[],
  names: ReadonlyMap<string, string>,
): (given: { serviceCode?: string | undefined; serviceName?: string | undefined }) => string | undefined {
  const codes = new Set(services.map(({ code }) => code));
  const known = new Map<string, string>();
  for (const { code, name, shortName } of services) for (const called of [name, shortName, ...(ALSO[code] ?? [])]) known.set(normalServiceName(called), code);
  const byName = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : (names.get(normalServiceName(text)) ?? known.get(normalServiceName(text)));
  return ({ serviceCode, serviceName }) =>
    serviceCode !== undefined && codes.has(serviceCode.toLowerCase()) ? serviceCode.toLowerCase() : (byName(serviceCode) ?? byName(serviceName));
}
