// Sums that an organization asks or owes beside its services, each in a place of its own on the bill (order № 43/пр, section 3): state duty
// and court costs that a court laid on the payer, and the performer's fine, which lowers what is to be paid (Housing Code, 155.2, 157 parts 6, 7).

/** By the code of the service: below which purpose it is listed, and how its sums go: above zero is owed by the payer, below zero to him. */
export const placedSums = {
  state_duty: { purpose: 'duty', sign: 1, name: 'Государственная пошлина' },
  court_costs: { purpose: 'costs', sign: 1, name: 'Судебные расходы' },
  performer_fine: { purpose: 'fine', sign: -1, name: 'Штраф исполнителя' },
} as const;
export type PlacedSum = keyof typeof placedSums;
export const PLACED_SUMS = Object.keys(placedSums) as PlacedSum[];
export const isPlacedSum = (serviceCode: string): serviceCode is PlacedSum => Object.hasOwn(placedSums, serviceCode);

/** What no tariff prices, no benefit lowers, nobody else is paid for and no penalty is counted on: penalties themselves and the sums beside the services. */
export const isBesideServices = (serviceCode: string): boolean => serviceCode === 'penalty' || isPlacedSum(serviceCode);
