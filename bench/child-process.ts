// A process of its own that works on request and tells what it held: one answer for each message.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { SMALL_YOUNG_SPACE } from '../server/node-flags.ts';

const POINTS = 10;

export type BenchProcess<Asked extends object, Told extends { samples: number[] }> = {
  ask(message: Asked): Promise<Told>;
  /** Memory over the whole life: «74 MB idle; 101 … 187, from 98 to 190 MB». */
  memory(): string;
  end(): void;
};

/** Starts a file of this folder under the flags of a worker and waits until it says how much it holds idle. */
export async function startProcess<Asked extends object, Told extends { samples: number[] }>(file: string, facts: object): Promise<BenchProcess<Asked, Told>> {
  const child = fork(path.join(import.meta.dirname, file), [JSON.stringify(facts)], { execArgv: [SMALL_YOUNG_SPACE] });
  const heard = async <Message>(): Promise<Message> => {
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${file} has ended`)));
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [Message];
    return message;
  };
  const { idle } = await heard<{ idle: number }>();
  const samples: number[] = [];
  return {
    async ask(message) {
      child.send(message);
      const told = await heard<Told>();
      for (const sample of told.samples) samples.push(sample);
      return told;
    },
    memory() {
      const points = Array.from({ length: POINTS }, (_, n) => samples[Math.floor((n * (samples.length - 1)) / (POINTS - 1))]!);
      return `${idle} MB idle, then ${points.join(', ')}; from ${samples.reduce((a, b) => Math.min(a, b))} to ${samples.reduce((a, b) => Math.max(a, b))} MB`;
    },
    end: () => child.disconnect(),
  };
}
