// Notices to those who hear of an account.
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import type { Listener } from './accounts.queries.ts';

type Told = { id: string; kind: string; facts: object; link: string };

/** People who wish for the same ways are told by one order. `id`: of the notice; the same again is told once. */
export function noticeListeners(work: Work, told: readonly Listener[], notice: Told): void {
  for (const [ways, listeners] of Map.groupBy(told, ({ without }) => without.join(' '))) {
    const id = ways === '' ? notice.id : deriveId(notice.id, ways);
    work.order({
      task: 'notifications.notify',
      payload: { ...notice, id, personIds: listeners.map((one) => one.personId), without: listeners[0]!.without },
      key: id,
    });
  }
}
