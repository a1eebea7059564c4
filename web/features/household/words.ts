import type { HOUSEHOLD_ROLES } from '#contract/household';

export const ROLE_WORDS: Readonly<Record<(typeof HOUSEHOLD_ROLES)[number], string>> = {
  owner: 'собственник',
  tenant: 'наниматель',
  family: 'член семьи',
  guest: 'гость',
  child: 'ребёнок',
};
/** «Вас приглашают как …». */
export const AS_WORDS: Readonly<Record<'family' | 'tenant' | 'guest', string>> = { family: 'члена семьи', tenant: 'нанимателя', guest: 'гостя' };
/** What each place opens, for who chooses it. */
export const SEES_WORDS: Readonly<Record<'family' | 'tenant' | 'guest', string>> = {
  family: 'Видит дом и счётчики, передаёт показания',
  tenant: 'Видит дом и счётчики, передаёт показания, пока снимает жильё',
  guest: 'Видит дом до назначенного дня, ничего не меняет',
};
