// The time zone of contracts: they belong to no house.
export const ZONE = 'Europe/Moscow';
