// What staff tell of a meter that changes what a month is charged by: drafts that were counted without it are counted anew.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { endFault as endEndpoint, noteFault as noteEndpoint, noteTampering as tamperingEndpoint } from '#contract/meter-faults';
import type { enterControl as controlEndpoint } from '#contract/meters-park';
import { endFault, enterControl, noteFault, noteTampering, reachedMeter } from '#modules/meters';
import { addMonths, firstDay, type Month, monthOf } from '#platform/time';
import type { Work } from '#platform/work';
import { tamperingRulesOf } from './calculation-rules.ts';
import { holdRunsOfHouse, refuseWhilePosting, staleRunsOfHouse } from './open-days.ts';
import './calculation.tables.ts';

/** Command: a check found this on the dial (item 61 of Rules 354). Refuses run.notReady while a month of the house is being posted. */
export const tellControl = (work: Work, input: InputOf<typeof controlEndpoint>): Promise<AnswerOf<typeof controlEndpoint>> =>
  beforeRuns(
    work,
    input.params,
    () => enterControl(work, input),
    ({ countsFor }) => countsFor,
  );

/** Command: a mark from a day. The same refusal. */
export const tellFault = (work: Work, input: InputOf<typeof noteEndpoint>): Promise<AnswerOf<typeof noteEndpoint>> =>
  beforeRuns(
    work,
    input.params,
    () => noteFault(work, input),
    () => monthOf(input.body.fromDay),
  );

/** Command: tampering that a check found, at most so many months before the month of finding as the law says. The same refusal. */
export const tellTampering = (work: Work, input: InputOf<typeof tamperingEndpoint>): Promise<AnswerOf<typeof tamperingEndpoint>> => {
  const found = monthOf(input.body.foundOn);
  return beforeRuns(
    work,
    input.params,
    () => noteTampering(work, input, firstDay(addMonths(found, -tamperingRulesOf(found).monthsBack))),
    ({ fromDay }) => monthOf(fromDay),
  );
};

/** Command: the mark ends, or is taken back. The same refusal. */
export const tellFaultEnd = (work: Work, input: InputOf<typeof endEndpoint>): Promise<AnswerOf<typeof endEndpoint>> =>
  beforeRuns(
    work,
    input.params,
    () => endFault(work, input),
    () => monthOf(input.body.toDay),
  );

/** Holds the runs of the house, so that none is counted or posted between the look and the writing. */
async function beforeRuns<A>(work: Work, keys: { houseId: string; meterId: string }, tell: () => Promise<A>, from: (answer: A) => Month): Promise<A> {
  const { houseId } = await reachedMeter(work.tx, work.actor, keys);
  await holdRunsOfHouse(work, houseId);
  await refuseWhilePosting(work, { houseId });
  const answer = await tell();
  await staleRunsOfHouse(work, { houseId, from: from(answer) });
  return answer;
}
