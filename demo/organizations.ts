// The companies of the town. None of them exists.
import type { NewOrganization, OrganizationKind } from '#modules/housing';
import { deriveId } from '#platform/ids';
import { requisitesOf } from './requisites.ts';

export const ORGANIZATION_KEYS = ['companyA', 'associationB', 'water', 'heat', 'power', 'waste', 'repairFund', 'billingCentre', 'inspection'] as const;
export type OrganizationKey = (typeof ORGANIZATION_KEYS)[number];
export type DemoOrganization = NewOrganization & { id: string };

const CITY = '620990, Свердловская область, г. Екатеринбург';
type Named = { kind: OrganizationKind; name: string; shortName: string; street: string; hours?: string };

const NAMED: Readonly<Record<OrganizationKey, Named>> = {
  companyA: { kind: 'manager', name: 'ООО «Управляющая компания „Сосновый двор“»', shortName: 'УК «Сосновый двор»', street: 'улица Июльская, д. 112' },
  associationB: { kind: 'association', name: 'ТСЖ «Высокая рябина»', shortName: 'ТСЖ «Высокая рябина»', street: 'улица Ясная, д. 187, пом. 1' },
  water: { kind: 'supplier', name: 'АО «Ключевая вода»', shortName: '«Ключевая вода»', street: 'улица Родниковая, д. 203' },
  heat: { kind: 'supplier', name: 'ООО «Теплолад»', shortName: '«Теплолад»', street: 'улица Июльская, д. 230' },
  power: { kind: 'supplier', name: 'АО «Ровный свет»', shortName: '«Ровный свет»', street: 'улица Флотская, д. 205' },
  waste: { kind: 'supplier', name: 'ООО «Двор без мусора»', shortName: '«Двор без мусора»', street: 'улица Родниковая, д. 211' },
  repairFund: { kind: 'repair_fund', name: 'Фонд обновления домов', shortName: 'Фонд обновления домов', street: 'улица Ясная, д. 201' },
  billingCentre: {
    kind: 'billing_centre',
    name: 'ООО «Расчётный дом „Квиток“»',
    shortName: '«Квиток»',
    street: 'улица Флотская, д. 211',
    hours: 'Пн–Пт 8:00–20:00, Сб 9:00–15:00',
  },
  inspection: { kind: 'authority', name: 'Жилищный надзор (демонстрация)', shortName: 'Жилищный надзор', street: 'улица Ясная, д. 240' },
};

/** All organizations with their requisites; telephones are in a range that nobody has. */
export function organizationsOf(seed: string): Record<OrganizationKey, DemoOrganization> {
  const entries = ORGANIZATION_KEYS.map((key, index): [OrganizationKey, DemoOrganization] => {
    const { kind, name, shortName, street, hours = 'Пн–Чт 8:30–17:30, Пт 8:30–16:30' } = NAMED[key];
    const phone = `+7343000${String(10 * (index + 1)).padStart(4, '0')}`;
    const isHouse = kind === 'manager' || kind === 'association';
    const address = `${CITY}, ${street}`;
    const site = `${key.toLowerCase()}.example.ru`;
    return [
      key,
      {
        id: deriveId(seed, `organization ${key}`),
        kind,
        name,
        shortName,
        ...requisitesOf(index + 1),
        address,
        phone,
        dispatchPhone: isHouse ? phone.slice(0, -1) + '1' : null,
        email: `info@${site}`,
        site: `https://${site}`,
        hours,
      },
    ];
  });
  return Object.fromEntries(entries) as Record<OrganizationKey, DemoOrganization>;
}
