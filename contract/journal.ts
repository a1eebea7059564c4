// «Журнал действий» (AUD-1): what was done about a person, by a person, and about their house.
import { actionWords } from './action-words.ts';
import { exportEndpoint, listEndpoint } from './list.ts';

export const journalColumns = {
  at: { title: 'Когда', kind: 'instant', sortable: true, filter: 'range' },
  action: { title: 'Что сделано', kind: 'status', sortable: true, filter: 'oneOf', words: actionWords },
  by: {
    title: 'Чьё действие',
    kind: 'status',
    filter: 'oneOf',
    words: { me: 'Вы', person: 'Другой человек', machine: 'Программа организации', system: 'Портал' },
  },
  who: { title: 'Кто', kind: 'text' },
  details: { title: 'Подробности', kind: 'text', filter: 'search' },
  ip: { title: 'IP-адрес', kind: 'text', nullable: true },
  session: { title: 'Сеанс', kind: 'text', filter: 'exact', nullable: true },
} as const;

const described = { url: '/api/v1/journal', summary: 'The journal of the signed-in person: what was done about them, by them and about their houses' };

export const getJournal = listEndpoint(journalColumns, described);
export const exportJournal = exportEndpoint(journalColumns, described);
