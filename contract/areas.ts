// What of the portal one may let another use: the areas of routes, the rights of a power of attorney (ROLE-3), the services of a child (KIDS-1).

/** An area stands in the access of a route; a route without one is closed to representatives and to children. */
export const AREAS = ['home', 'meters', 'readings', 'bills', 'pay', 'documents', 'appeals'] as const;
export type Area = (typeof AREAS)[number];

export const POWER_RIGHTS = ['bills', 'pay', 'readings', 'documents', 'appeals'] as const;
export type PowerRight = (typeof POWER_RIGHTS)[number];
const AREAS_OF_RIGHTS: Readonly<Record<PowerRight, readonly Area[]>> = {
  bills: ['home', 'bills'],
  pay: ['home', 'bills', 'pay'],
  readings: ['home', 'meters', 'readings'],
  documents: ['home', 'documents'],
  appeals: ['home', 'bills', 'appeals'],
};
export const rightWords: Readonly<Record<PowerRight, string>> = {
  bills: 'видеть счета, начисления и платежи',
  pay: 'оплачивать счета, в том числе сохранёнными способами',
  readings: 'передавать показания',
  documents: 'скачивать документы',
  appeals: 'задавать вопросы и спорить',
};

export const CHILD_SERVICES = ['home', 'meters'] as const;
export type ChildService = (typeof CHILD_SERVICES)[number];
/** The hard limit: money, votes, documents and other people's data have no way into it, whatever a parent ticks. */
const AREAS_OF_SERVICES: Readonly<Record<ChildService, readonly Area[]>> = { home: ['home'], meters: ['home', 'meters'] };

const joined = <Key extends string>(table: Readonly<Record<Key, readonly Area[]>>, keys: readonly string[]): Area[] => [
  ...new Set(Object.entries<readonly Area[]>(table).flatMap(([key, areas]) => (keys.includes(key) ? areas : []))),
];

/** Areas that the rights of a power open; an unknown right opens nothing. */
export const areasOfRights = (rights: readonly string[]): Area[] => joined(AREAS_OF_RIGHTS, rights);
/** Areas that a child's services open; an unknown service opens nothing. */
export const areasOfServices = (services: readonly string[]): Area[] => joined(AREAS_OF_SERVICES, services);

export const serviceWords: Readonly<Record<ChildService, string>> = { home: 'Мой дом: дом и квартира', meters: 'Счётчики: сколько воды и света ушло' };
