import type { STAFF_POSTS } from '#contract/staff';

type StaffPost = (typeof STAFF_POSTS)[number];
export const POST_WORDS: Readonly<Record<StaffPost, string>> = {
  manager: 'управляющий',
  accountant: 'бухгалтер',
  dispatcher: 'диспетчер',
  assignee: 'исполнитель',
  contractor: 'подрядчик',
  supplier: 'сотрудник поставщика',
};
/** What each post opens, for who chooses it. */
export const POST_SEES: Readonly<Record<StaffPost, string>> = {
  manager: 'Видит счета и жителей, приглашает сотрудников, выпускает ключи для программ',
  accountant: 'Считает начисления, принимает платежи и показания, отвечает на споры',
  dispatcher: 'Принимает заявки',
  assignee: 'Выполняет заявки',
  contractor: 'Делает работы по договору',
  supplier: 'Сотрудник поставщика воды, тепла, света или вывоза отходов',
};
