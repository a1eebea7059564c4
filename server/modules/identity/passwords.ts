// Argon2id off the main thread. Never call it inside a transaction: a connection would wait for it.
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { openTurns } from './turns.ts';

/** The published minimum (OWASP password storage): 19 MiB, two passes, one lane; about 15 ms of one core. Argon2id is the library's default. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The library works in threads of this process, at the cost of whoever waits for a page: one core is left to them. */
const inTurn = openTurns(Math.max(1, availableParallelism() - 1));

/** One form of writing: two keyboards may give the same letter as one sign or as two (Unicode NFKC, as NIST 800-63B asks). */
const normal = (password: string): string => password.normalize('NFKC');

/** The hash to be kept, with its salt and parameters inside. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(normal(password), PARAMETERS));

let nobody: Promise<string> | undefined;

/** Whether it is the password. Without a hash (nobody of that name, no password set) it takes the same time and answers false. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('the password of nobody');
  const expected = passwordHash ?? (await nobody);
  const isRight = await inTurn(() => verify(expected, normal(password)));
  return isRight && passwordHash !== null;
}
