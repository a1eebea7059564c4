// Words of the address search.
import type { ADDED_ROLES, CONNECTIONS, HOUSE_KINDS } from '#contract/addresses';

export const ADDED_ROLE_WORDS: Readonly<Record<(typeof ADDED_ROLES)[number], string>> = { owner: 'Собственник', tenant: 'Наниматель', family: 'Член семьи' };
export const HOUSE_KIND_WORDS: Readonly<Record<(typeof HOUSE_KINDS)[number], string>> = {
  flats: 'Квартиры',
  detached: 'Частный дом',
  rooms: 'Комнаты',
  commercial: 'Нежилые помещения',
  parking: 'Машино-места и гаражи',
};
export const CONNECTION_WORDS: Readonly<Record<(typeof CONNECTIONS)[number], string>> = { connected: 'Подключены к порталу', other: 'Ещё не подключены' };
