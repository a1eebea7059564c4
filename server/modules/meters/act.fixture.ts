// A made-up act for tests.
import { createHash } from 'node:crypto';
import { actContentText, type ActContent, type ActFacts } from './act-document.ts';

export const usualActContent: ActContent = {
  number: 'П-2026-000123',
  submittedAt: '2026-11-22T20:15:30.000Z',
  timeZone: 'Asia/Yekaterinburg',
  person: 'Соколова Галина Петровна',
  personRole: 'собственник',
  account: '1000000001',
  unifiedAccount: '66ЕК000001',
  address: 'г. Верхнереченск, ул. Липовая, д. 14, кв. 37',
  organization: { name: 'ООО «УК Липовый двор»', inn: '6670000014' },
  way: 'в личном кабинете',
  countsFor: '2026-11',
  readings: [
    {
      service: 'Холодная вода',
      meter: '№ 18-204417',
      zone: null,
      unit: 'м³',
      previous: '249.34',
      current: '252.4',
      consumption: '3.06',
      takenOn: '2026-11-22',
    },
    { service: 'Горячая вода', meter: '№ 18-204418', zone: null, unit: 'м³', previous: null, current: '185.9', consumption: null, takenOn: '2026-11-22' },
    {
      service: 'Электроэнергия',
      meter: '№ 00931742',
      zone: 'день',
      unit: 'кВт·ч',
      previous: '10529',
      current: '10650',
      consumption: '121',
      takenOn: '2026-11-21',
    },
    {
      service: 'Электроэнергия',
      meter: '№ 00931742',
      zone: 'ночь',
      unit: 'кВт·ч',
      previous: '4261',
      current: '4310',
      consumption: '49',
      takenOn: '2026-11-21',
    },
  ],
};

export const usualAct: ActFacts = {
  ...usualActContent,
  signature: {
    certificateNumber: '4A00FF10223344556677889900AABBCC',
    validUntil: '2029-11-01',
    contentHash: createHash('sha256').update(actContentText(usualActContent)).digest('hex').toUpperCase(),
  },
  check: { code: '7K4M-92QD', address: 'moidom.example/check' },
};
