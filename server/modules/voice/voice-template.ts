// What is learned of a voice, sealed: round by round, erased at once when it is taken off or the consent is taken back.
import type { AnswerOf } from '#contract/endpoint';
import { type addVoiceRound, type getVoice, VOICE_ROUNDS, VOICE_WORDS } from '#contract/voice';
import { proven } from '#modules/identity';
import { selfOf } from '#platform/actor';
import { refuse } from '#platform/errors';
import { type FieldPlace, openField, sealField } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import type { Consumer } from '#platform/module';
import type { Flow, Reading } from '#platform/route';
import type { Db, Tx } from '#platform/tables';
import { lockName, runOnce, type Work } from '#platform/work';
import { readWav, type Spoken, wordsOf } from './voice-features.ts';
import { isUsable, type Takes } from './voice-match.ts';
import './voice.tables.ts';

const placeOf = (personId: string): FieldPlace => ({ table: 'voice.template', column: 'sealed', rowId: personId });

/** Refuses voice.unclear for what is no such sound, or where some word is not heard. */
export function hear(sound: string, count: number): Spoken[] {
  const samples = readWav(Buffer.from(sound, 'base64'));
  return (samples && wordsOf(samples, count)) ?? refuse('voice.unclear');
}

/** GET /api/v1/voice. One statement. */
export async function readVoice({ db, actor }: Pick<Reading, 'db' | 'actor'>): Promise<AnswerOf<typeof getVoice>> {
  const row = await db.selectFrom('voice.template').select(['rounds', 'enrolled_at']).where('person_id', '=', selfOf(actor)).executeTakeFirst();
  return { rounds: row?.rounds ?? 0, enrolledAt: row?.enrolled_at ?? null };
}

/** POST /api/v1/voice/rounds. Rounds whose words cannot be told apart are begun anew. Refuses voice.unclear, voice.alreadyOn, auth.secondFactor. */
export async function addRound({ ground, actor, id, now }: Flow, sound: string): Promise<AnswerOf<typeof addVoiceRound>> {
  const { personId } = proven(actor, now);
  const spoken = hear(sound, VOICE_WORDS.length);
  const done = await runOnce(ground, { actor, id, now }, async (work) => {
    await lockName(work.tx, `voice.template ${personId}`);
    const row = await work.tx.selectFrom('voice.template').selectAll().where('person_id', '=', personId).executeTakeFirst();
    if (row?.enrolled_at) refuse('voice.alreadyOn');
    const takes = spoken.map((word, n) => [...(row ? readTakes(work.masterKeys, row)[n]! : []), word]);
    const rounds = takes[0]!.length;
    if (rounds === VOICE_ROUNDS && !isUsable(takes)) {
      await work.tx.deleteFrom('voice.template').where('person_id', '=', personId).execute();
      return null;
    }
    const enrolledAt = rounds === VOICE_ROUNDS ? work.now.toISOString() : null;
    const kept = { sealed: sealField(work.masterKeys, placeOf(personId), JSON.stringify(takes)), rounds, enrolled_at: enrolledAt };
    await work.tx
      .insertInto('voice.template')
      .values({ person_id: personId, made_at: work.now.toISOString(), ...kept })
      .onConflict((on) => on.column('person_id').doUpdateSet(kept))
      .execute();
    if (enrolledAt !== null) tell(work, personId, 'voiceOn');
    return { rounds, enrolledAt };
  });
  return done ?? refuse('voice.unclear');
}

const readTakes = (keys: KeyRing, row: { person_id: string; sealed: Buffer }): Takes =>
  JSON.parse(openField(keys, placeOf(row.person_id), row.sealed)) as Takes;

/** The takes of a connected voice; undefined without one. One statement. */
export async function takesOf(db: Db, keys: KeyRing, personId: string): Promise<Takes | undefined> {
  const row = await db
    .selectFrom('voice.template')
    .select(['person_id', 'sealed'])
    .where('person_id', '=', personId)
    .where('enrolled_at', 'is not', null)
    .executeTakeFirst();
  return row && readTakes(keys, row);
}

/** POST /api/v1/voice/remove. */
export async function removeVoice(work: Work): Promise<object> {
  await forget(work, proven(work.actor, work.now).personId);
  return {};
}

/** Consumer of privacy's `consent.changed`: without the consent nothing of the voice stays. */
export const forgetWithoutConsent =
  (agreed: (tx: Tx, personId: string, now: Date) => Promise<boolean>): Consumer<'consent.changed'> =>
  async (work, { data: { personId, purpose } }) => {
    if (purpose === 'voice' && !(await agreed(work.tx, personId, work.now))) await forget(work, personId);
  };

async function forget(work: Work, personId: string): Promise<void> {
  const gone = await work.tx.deleteFrom('voice.template').where('person_id', '=', personId).returning('enrolled_at').executeTakeFirst();
  await work.tx.deleteFrom('voice.challenge').where('person_id', '=', personId).execute();
  if (gone?.enrolled_at) tell(work, personId, 'voiceOff');
}

function tell(work: Work, personId: string, what: 'voiceOn' | 'voiceOff'): void {
  work.journal({ stream: `person:${personId}`, action: 'identity.protectionChanged', object: { kind: 'person', id: personId }, personId, facts: { what } });
  work.emit('security.changed', { personId, what }, [`person:${personId}`]);
}
