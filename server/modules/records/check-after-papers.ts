// Scans of papers came in: what is written by them is checked with the registers (HOME-2).
import { whoAgreed } from '#modules/privacy';
import type { Consumer } from '#platform/module';
import { lockName } from '#platform/work';
import { orderCheck } from './order-check.ts';

/** Consumer of documents' `papers.handedIn`. Ten files of one form are one check. Without the consent nothing is asked. */
export const checkAfterPapers: Consumer<'papers.handedIn'> = async (work, { data: { personId } }) => {
  if (!(await whoAgreed(work.tx, [personId], 'registers', work.now)).has(personId)) return;
  await lockName(work.tx, `records ${personId}`);
  await orderCheck(work, personId);
};
