// A command done as life does it: once, twice, by several taps at once, cut off before its commit or just after it. Always under one key.
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import type { Work } from '#platform/work';
import type { Answer, Call, Town } from './town.ts';
import { randomUUID } from 'node:crypto';

class Cut extends Error {}

/** Runs a command of a module until it is acknowledged; the answer is the same however often it is asked. */
export async function surely<Result>({ world, dice }: Town, actor: Actor, command: (work: Work) => Promise<Result>): Promise<Result> {
  const key = newId(world.now);
  const once = (): Promise<Result> => world.run(actor, command, key);
  const way = dice.roll(10);
  if (way === 0)
    await expectCut(
      world.run(
        actor,
        async (work) => {
          await command(work);
          throw new Cut();
        },
        key,
      ),
    );
  if (way === 1) await expectCut(cutAfterCommit(world.ground, once));
  if (way === 2) return (await Promise.all([once(), once(), once()]))[0];
  if (way === 3) await once();
  return once();
}

async function expectCut(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Cut) return;
    throw error;
  }
  throw new Error('the command was not cut off');
}

/** The process ends after the commit and before the answer. */
async function cutAfterCommit<Result>(ground: Town['world']['ground'], work: () => Promise<Result>): Promise<Result> {
  const { committed } = ground;
  ground.committed = () => {
    ground.committed = committed;
    throw new Cut();
  };
  try {
    return await work();
  } finally {
    ground.committed = committed;
  }
}

/** One call of the API in the same ways; every answer after the first successful one is that one. Throws on an answer of 500 that nobody planned. */
export async function surelyCall(town: Town, url: string, call: Call): Promise<Answer> {
  const key = randomUUID();
  const once = (): Promise<Answer> => town.call('POST', url, { ...call, key });
  const way = town.dice.roll(8);
  let first: Answer | undefined;
  if (way === 0) {
    const cut = await cutAfterCommit(town.world.ground, once);
    if (cut.status < 500 && cut.status < 400) throw new Error(`${url} was not cut off`);
  }
  if (way === 1) [first] = await Promise.all([once(), once(), once()]);
  if (way === 2) first = await once();
  const answer = await once();
  if (answer.status >= 500) throw new Error(`${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
  // A refusal is not remembered, it is made anew with a number of its own.
  const said = ({ status, body }: Answer): string => (status === 200 ? JSON.stringify(body) : `${status} ${body.code}`);
  if (first && said(first) !== said(answer)) throw new Error(`${url} answered the same key otherwise: ${JSON.stringify(first)} and ${JSON.stringify(answer)}`);
  return answer;
}
