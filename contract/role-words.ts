// Roles in Russian. Apart from the words of actions: the start page names roles and loads nothing else.

/** Roles as the journal names the post of who acted. */
export const roleWords: Readonly<Record<string, string>> = {
  owner: 'собственник',
  representative: 'представитель',
  tenant: 'наниматель',
  family: 'член семьи',
  guest: 'гость',
  child: 'ребёнок',
  chair: 'председатель совета дома',
  manager: 'управляющий',
  dispatcher: 'диспетчер',
  assignee: 'исполнитель',
  accountant: 'бухгалтер',
  reviewer: 'специалист по проверке',
  officer: 'сотрудник контролирующего органа',
  authority: 'сотрудник органа власти',
  operator: 'оператор портала',
  support: 'сотрудник поддержки',
  meetingChair: 'председатель собрания',
  meetingSecretary: 'секретарь собрания',
  pollTrustee: 'доверенное лицо опроса',
  contractor: 'подрядчик',
  supplier: 'сотрудник поставщика',
  moderator: 'модератор',
  administrator: 'администратор',
  auditor: 'аудитор',
};
