// Sums beside the services that an accountant adds to an account: state duty, court costs, the performer's fine (BILL-1).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { exportEndpoint, type ListColumns, listEndpoint } from './list.ts';
import { placedSums } from './placed-sums.ts';
import { addedSumStates } from './statuses/calculation.ts';
import { wordsOf } from './statuses/standing.ts';
import { Id, obj, OneOf, Text } from './types.ts';

export const addedSumWords = {
  state_duty: placedSums.state_duty.name,
  court_costs: placedSums.court_costs.name,
  performer_fine: placedSums.performer_fine.name,
};
export const addedSumColumns = {
  madeAt: { title: 'Когда', kind: 'instant', sortable: true, filter: 'range' },
  account: { title: 'Счёт', kind: 'text', filter: 'search' },
  what: { title: 'Что', kind: 'status', filter: 'oneOf', words: addedSumWords },
  kopecks: { title: 'Сумма, ₽', kind: 'money', sortable: true },
  reason: { title: 'За что', kind: 'text', filter: 'search' },
  document: { title: 'Документ', kind: 'text', filter: 'search' },
  state: { title: 'Состояние', kind: 'status', filter: 'oneOf', words: wordsOf(addedSumStates) },
  month: { title: 'В счёте за', kind: 'month', nullable: true },
  houseId: { title: 'Дом', kind: 'id' },
  accountId: { title: 'Счёт', kind: 'id' },
} as const satisfies ListColumns;
const url = '/api/v1/work/added-sums';
const addedSums = { url, summary: 'State duty, court costs and fines that were added to accounts, the newest first' };
export const listAddedSums = listEndpoint(addedSumColumns, addedSums);
export const exportAddedSums = exportEndpoint(addedSumColumns, addedSums);
export const getAddedSumChoices = endpoint({
  method: 'GET',
  url: `${url}/choices`,
  summary: 'For which organizations a sum may be added',
  answer: obj({ organizations: Type.Array(obj({ id: Id, name: Text(300) })) }),
});
export const addSum = endpoint({
  method: 'POST',
  url,
  summary: 'Adds a sum to an account: the next run of its house brings it onto the bill',
  body: obj({
    organizationId: Id,
    account: Text(30, 1),
    what: OneOf(['state_duty', 'court_costs', 'performer_fine']),
    kopecks: Type.Integer({ minimum: 1, maximum: 1_000_000_000, description: 'Of a fine too: how much less is to be paid' }),
    reason: Text(200),
    document: Text(200),
  }),
  answer: obj({ sumId: Id }),
  errors: ['run.notReady'],
});
export const withdrawSum = endpoint({
  method: 'POST',
  url: `${url}/:houseId/:sumId/withdraw`,
  summary: 'Takes it back while no run has brought it',
  params: obj({ houseId: Id, sumId: Id }),
  body: obj({}),
  answer: obj({ withdrawn: Type.Boolean() }),
  errors: ['run.notReady', 'addedSum.charged'],
});
