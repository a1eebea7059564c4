// A child for the tests: answers so many times, then ends as it is told.
import { answerParent } from './ask-child.ts';

export type FixtureOrder = { readonly answers: number; readonly ending: 'end' | 'throw' | 'die' | 'hang' };

if (import.meta.main) {
  answerParent(async (order, answer) => {
    const { answers, ending } = order as FixtureOrder;
    for (let n = 1; n <= answers; n++) await answer({ n });
    if (ending === 'throw') throw new Error('as told');
    if (ending === 'die') process.kill(process.pid, 'SIGKILL');
    if (ending === 'hang') await new Promise(() => setInterval(() => {}, 1_000));
  });
}
