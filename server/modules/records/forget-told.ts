// The consent is taken back: what the registers told goes, and no check is planned.
import { whoAgreed } from '#modules/privacy';
import type { Consumer } from '#platform/module';
import { lockName } from '#platform/work';
import './records.tables.ts';

/** Consumer of privacy's `consent.changed`. A consent given again meanwhile keeps what was told after it. */
export const forgetTold: Consumer<'consent.changed'> = async (work, { data: { personId, purpose } }) => {
  if (purpose !== 'registers' || (await whoAgreed(work.tx, [personId], 'registers', work.now)).has(personId)) return;
  await lockName(work.tx, `records ${personId}`);
  await work.tx.deleteFrom('records.told').where('person_id', '=', personId).execute();
  await work.tx.updateTable('records.checkup').set({ found: 0 }).where('person_id', '=', personId).execute();
  work.emit('records.changed', { personId }, [`person:${personId}`]);
};
