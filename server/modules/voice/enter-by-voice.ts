// The words of a signing in: five by chance, for a minute and one try, and what is said to them.
import { randomInt } from 'node:crypto';
import type { AnswerOf } from '#contract/endpoint';
import { type askVoiceWords, VOICE_ASKED, VOICE_WORDS, type voiceSignIn } from '#contract/voice';
import { enterByExtra, whoShows } from '#modules/identity';
import { refuse } from '#platform/errors';
import { newId } from '#platform/ids';
import type { Cookies, Flow } from '#platform/route';
import type { Db } from '#platform/tables';
import { lockName, runOnce, type Work } from '#platform/work';
import { hear, takesOf } from './voice-template.ts';
import { isOwner } from './voice-match.ts';
import './voice.tables.ts';

const WORDS_MS = 60_000;
/** Words given to a person in an hour. */
const AN_HOUR_MOST = 10;
const HOUR_MS = 3_600_000;

/** POST …/sign-in/voice/words. Only the newest words count. Refuses voice.notOffered, signIn.over, limit.exceeded after ten an hour. */
export async function giveWords(flow: Flow, challenge: string): Promise<AnswerOf<typeof askVoiceWords>> {
  const { db, now, ground, actor, id } = flow;
  const { personId, boundTo } = (await whoShows(flow, 'voice', challenge)) ?? refuse('voice.notOffered');
  if ((await takesOf(db, ground.masterKeys, personId)) === undefined) refuse('voice.notOffered');
  return runOnce(ground, { actor, id, now }, (work) => pickWords(work, { personId, boundTo }));
}

async function pickWords({ tx, now }: Work, { personId, boundTo }: { personId: string; boundTo: string }): Promise<AnswerOf<typeof askVoiceWords>> {
  await lockName(tx, `voice.words ${personId}`);
  const hourAgo = new Date(now.getTime() - HOUR_MS).toISOString();
  const { given } = await tx
    .selectFrom('voice.challenge')
    .select(({ fn }) => fn.countAll<bigint>().as('given'))
    .where('person_id', '=', personId)
    .where('until', '>', hourAgo)
    .executeTakeFirstOrThrow();
  if (given >= BigInt(AN_HOUR_MOST)) refuse('limit.exceeded', { seconds: HOUR_MS / 1_000 });
  const words = VOICE_WORDS.map((_, n) => n);
  for (let n = 0; n < VOICE_ASKED; n += 1) {
    const other = randomInt(n, words.length);
    [words[n], words[other]] = [words[other]!, words[n]!];
  }
  const until = new Date(now.getTime() + WORDS_MS).toISOString();
  await tx.updateTable('voice.challenge').set({ used_at: now.toISOString() }).where('bound_to', '=', boundTo).where('used_at', 'is', null).execute();
  await tx
    .insertInto('voice.challenge')
    .values({ id: newId(now), person_id: personId, bound_to: boundTo, words: words.slice(0, VOICE_ASKED), until, used_at: null })
    .execute();
  return { words: words.slice(0, VOICE_ASKED).map((n) => VOICE_WORDS[n]!), until };
}

/** POST …/sign-in/voice. What is not heard costs the words as well. */
export async function enter(flow: Flow, { challenge, sound }: { challenge: string; sound: string }, cookies: Cookies): Promise<AnswerOf<typeof voiceSignIn>> {
  const { db, ground, now } = flow;
  const subject = (await whoShows(flow, 'voice', challenge)) ?? refuse('voice.notOffered');
  const takes = (await takesOf(db, ground.masterKeys, subject.personId)) ?? refuse('voice.notOffered');
  const asked = await spendWords(db, subject.boundTo, now);
  const said = hear(sound, VOICE_ASKED);
  const entered = await enterByExtra(flow, { proof: 'voice', subject, isRight: async () => isOwner(takes, asked, said) }, cookies);
  return entered === false ? refuse('voice.refused') : entered;
}

/** Of twenty that come at once one takes the words. */
async function spendWords(db: Db, boundTo: string, now: Date): Promise<number[]> {
  const taken = await db
    .updateTable('voice.challenge')
    .set({ used_at: now.toISOString() })
    .where('bound_to', '=', boundTo)
    .where('used_at', 'is', null)
    .where('until', '>', now.toISOString())
    .returning('words')
    .executeTakeFirst();
  return taken ? taken.words : refuse('voice.over');
}

/** Hourly: what was asked more than an hour ago. */
export const forgetWords = async (db: Db, now: Date): Promise<void> =>
  void (await db
    .deleteFrom('voice.challenge')
    .where('until', '<', new Date(now.getTime() - HOUR_MS).toISOString())
    .execute());
