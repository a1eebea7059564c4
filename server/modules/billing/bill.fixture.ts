// A made-up bill of a usual flat for tests and measurements. The sums agree to the kopeck.
import type { BillFacts, BillLine } from './bill-facts.ts';

const line = ([service, unit, volume, tariff]: readonly [string, string, string, string], accruedKopecks: number, more: Partial<BillLine> = {}): BillLine => ({
  service,
  unit,
  volume,
  volumeMethod: null,
  commonVolume: null,
  tariff,
  accruedKopecks,
  commonKopecks: 0,
  excess: null,
  recalculationKopecks: 0,
  benefitKopecks: 0,
  ...more,
});
const months = (volumes: string[]) => volumes.map((volume, index) => ({ month: index < 3 ? `2025-${10 + index}` : `2026-${String(index - 2).padStart(2, '0')}`, volume }));

const yard = { name: 'ООО «УК Липовый двор»', inn: '6670000014', kpp: '667001001', bankName: 'УРАЛЬСКИЙ БАНК ПАО СБЕРБАНК', bic: '046577674', settlementAccount: '40702810016540000001', correspondentAccount: '30101810500000000674' };

export const usualBill: BillFacts = {
  kind: 'current',
  number: '66ЕК000001-10',
  month: '2026-10',
  issuedOn: '2026-11-01',
  dueOn: '2026-11-16',
  account: '1000000001',
  identifiers: { unifiedAccount: '66ЕК000001', service: '66ЕК000001-01', bill: '66ЕК000001-01-6101' },
  payer: 'Соколова Галина Петровна',
  address: 'г. Верхнереченск, ул. Липовая, д. 14, кв. 37',
  areas: { total: '54.3', living: '36.1', heated: '54.3' },
  persons: { registered: 2, temporary: 0, owners: 2 },
  performer: {
    name: yard.name, inn: yard.inn, kpp: yard.kpp, ogrn: '1026605000010', address: 'г. Верхнереченск, ул. Садовая, д. 2',
    phones: ['+7 (343) 000-09-10'], emergencyPhone: '+7 (343) 000-09-11, круглосуточно', email: 'dom@lipovy.example', site: 'lipovy.example',
  },
  payees: [
    { ...yard, sumKopecks: 818_541 },
    { ...yard, name: 'Региональный фонд капитального ремонта', inn: '6670000021', settlementAccount: '40603810016540000002', sumKopecks: 102_084 },
  ],
  paymentCode: {
    Name: yard.name.replace(/[«»]/g, '"'), PersonalAcc: yard.settlementAccount, BankName: yard.bankName, BIC: yard.bic, CorrespAcc: yard.correspondentAccount,
    PayeeINN: yard.inn, KPP: yard.kpp, PersAcc: '1000000001', PaymPeriod: '102026', QuittId: '66ЕК000001-01-6101', LastName: 'Соколова', PayerAddress: 'ул. Липовая, д. 14, кв. 37',
  },
  meters: [
    { service: 'Холодная вода', meter: '№ 18-204417', unit: 'м³', previous: '246.12', current: '249.34', consumption: '3.22', verifiedUntil: '2029-04-11' },
    { service: 'Горячая вода', meter: '№ 18-204418', unit: 'м³', previous: '181.4', current: '183.55', consumption: '2.15', verifiedUntil: '2029-04-11' },
    { service: 'Электроэнергия, день', meter: '№ 00931742', unit: 'кВт·ч', previous: '10412', current: '10529', consumption: '117', verifiedUntil: '2035-06-30' },
    { service: 'Электроэнергия, ночь', meter: '№ 00931742', unit: 'кВт·ч', previous: '4210', current: '4261', consumption: '51', verifiedUntil: '2035-06-30' },
  ],
  groups: [
    {
      title: 'Жилищные услуги',
      lines: [
        line(['Содержание жилого помещения', 'м²', '54.3', '28.35'], 153_941),
        line(['холодная вода на общие нужды', 'м³', '0.054', '48.21'], 260, { isPart: true, volumeMethod: 'norm' }),
        line(['электроэнергия на общие нужды', 'кВт·ч', '8.145', '5.12'], 4_170, { isPart: true, volumeMethod: 'norm' }),
      ],
    },
    {
      title: 'Коммунальные услуги',
      lines: [
        line(['Холодное водоснабжение', 'м³', '3.22', '48.21'], 15_524, { volumeMethod: 'meter' }),
        line(['Горячее водоснабжение: вода', 'м³', '2.15', '48.21'], 10_365, { volumeMethod: 'meter', recalculationKopecks: -1_520 }),
        line(['Горячее водоснабжение: тепло', 'Гкал', '0.12083', '2350.18'], 28_397, { volumeMethod: 'meter' }),
        line(['Водоотведение', 'м³', '5.37', '34.72'], 18_645, { volumeMethod: 'meter' }),
        line(['Отопление', 'Гкал', '1.0317', '2350.18'], 242_468, { volumeMethod: 'meter', benefitKopecks: 12_123 }),
        line(['Электроэнергия, день', 'кВт·ч', '117', '6.41'], 74_997, { volumeMethod: 'meter' }),
        line(['Электроэнергия, ночь', 'кВт·ч', '51', '3.02'], 15_402, { volumeMethod: 'meter' }),
        line(['Обращение с отходами', 'чел.', '2', '164.87'], 32_974),
      ],
    },
    { title: 'Дополнительные услуги', lines: [line(['Домофон', 'кв.', '1', '65.00'], 6_500)] },
  ],
  capitalRepair: line(['Взнос на капитальный ремонт', 'м²', '54.3', '18.80'], 102_084),
  debtKopecks: 874_020,
  payments: { kopecks: 650_000, countedUpTo: '2026-10-31', lastOn: '2026-10-12' },
  penaltyKopecks: 4_521,
  performerPenaltyKopecks: 0,
  stateDutyKopecks: 0,
  courtCostsKopecks: 0,
  totalKopecks: 920_625,
  insurance: { name: 'Страхование квартиры', kopecks: 18_000 },
  recalculations: [{ service: 'Горячее водоснабжение', reason: 'Температура ниже 60 °C 3 и 4 октября, акт № 118 от 05.10.2026', kopecks: -1_520 }],
  reference: {
    norms: [
      { service: 'Холодная вода', unit: 'м³/чел.', flat: '4.85', common: '0.022' },
      { service: 'Горячая вода', unit: 'м³/чел.', flat: '4.01', common: '0.022' },
      { service: 'Электроэнергия', unit: 'кВт·ч/чел.', flat: '170', common: '2.17' },
    ],
    house: [
      { service: 'Холодная вода', unit: 'м³', meter: '812.4', premises: '790.11', common: '22.29' },
      { service: 'Отопление', unit: 'Гкал', meter: '148.2', premises: '141.06', common: '7.14' },
      { service: 'Электроэнергия', unit: 'кВт·ч', meter: '21840', premises: '20112', common: '1728' },
    ],
  },
  instalments: [],
  consumption: [
    { service: 'Холодная вода', unit: 'м³', months: months(['4.1', '3.9', '4.4', '4.0', '3.7', '3.8', '3.6', '3.5', '2.9', '2.4', '3.1', '3.3', '3.22']) },
    { service: 'Горячая вода', unit: 'м³', months: months(['2.6', '2.8', '3.0', '2.9', '2.7', '2.5', '2.4', '2.2', '1.1', '1.4', '1.9', '2.1', '2.15']) },
    { service: 'Электроэнергия', unit: 'кВт·ч', months: months(['171', '182', '205', '198', '176', '169', '158', '151', '122', '118', '149', '160', '168']) },
  ],
  note: 'Передайте показания с 15 по 25 ноября. Вопросы по счёту: +7 (343) 000-09-10, в будни с 9 до 18.',
  check: { code: '7K4M-92QD', address: 'moidom.example/check' },
};
