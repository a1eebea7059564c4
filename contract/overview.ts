// The start page: what is due, home by home, and what to do next.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Day, Id, Kopecks, Month, Nullable, obj, OneOf, Text } from './types.ts';

/** What can wait for a person, in the order of the page. */
export const TASKS = ['pay_overdue', 'pay', 'readings', 'payment_unknown', 'link_waiting'] as const;

export const StartDue = obj({
  /** All that is owed; penalties included, payments under way not yet taken off. */
  dueKopecks: Kopecks,
  reservedKopecks: Kopecks,
  overdueKopecks: Kopecks,
  advanceKopecks: Kopecks,
  /** The nearest last day to pay of what is not overdue; null when nothing is. */
  dueOn: Nullable(Day),
  daysLeft: Nullable(Type.Integer()),
  payees: Type.Integer({ minimum: 0 }),
  /** The newest charged month with last year's figure beside, where there is one. */
  month: Nullable(obj({ period: Month, chargedKopecks: Kopecks, yearAgoKopecks: Nullable(Kopecks) })),
});

const Waiting = Nullable(Type.Integer({ minimum: 0 }));
/** What waits for staff, area by area; null where the person's roles do not open the area. */
export const WorkWaiting = obj({
  links: Nullable(obj({ count: Type.Integer(), overdue: Type.Integer(), decideBy: Nullable(Day) })),
  cases: Waiting,
  absences: Waiting,
  submissions: Waiting,
  replacements: Waiting,
  registers: Waiting,
  unmatched: Waiting,
  differing: Waiting,
  notices: Waiting,
  dataRequests: Waiting,
  alerts: Waiting,
  claims: Waiting,
  powers: Waiting,
  resets: Waiting,
});
export type WorkWaiting = Static<typeof WorkWaiting>;

export const StartAnswer = obj({
  due: StartDue,
  homes: Type.Array(
    obj({ houseId: Id, premisesId: Id, address: Text(300), role: Text(100), dueKopecks: Kopecks, metersWaiting: Type.Integer({ minimum: 0 }) }),
  ),
  tasks: Type.Array(obj({ kind: OneOf(TASKS), title: Text(200), text: Text(300), href: Text(200), action: Text(60) })),
  work: WorkWaiting,
});

export const getStart = endpoint({ method: 'GET', url: '/api/v1/start', summary: 'What is due over all homes, and what to do next', answer: StartAnswer });
export const getWorkWaiting = endpoint({
  method: 'GET',
  url: '/api/v1/work/waiting',
  summary: 'How much waits in each area of the workplace: counts alone, nobody’s data',
  answer: WorkWaiting,
});
