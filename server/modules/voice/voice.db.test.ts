// A voice as an addition to a password: connected with a consent, asked for on a known browser, worth nothing for anything but signing in.
import { expect, test } from 'vitest';
import { VOICE_WORDS } from '#contract/voice';
import { recordConsent } from '#modules/privacy';
import { PASSWORD, type Resident, usePortal } from '#test/factories/identity-portal';
import type { Browser } from '#test/cookie-browser';
import { portal as system, useWorld } from '#test/world';
import { voiceModule } from './index.ts';
import { say, type Speaker } from './voice-speaker.fixture.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const portal = usePortal(world, () => [voiceModule()]);
const OWNER: Speaker = { pitch: 115, mouth: 1 };
const STRANGER: Speaker = { pitch: 205, mouth: 1.15 };
const later = (seconds: number): void => {
  world.now = new Date(world.now.getTime() + seconds * 1_000);
};
let seed = 100;
const sound = (speaker: Speaker, words: readonly string[]): string =>
  say(
    speaker,
    words.map((word) => VOICE_WORDS.findIndex((one) => one === word)),
    (seed += 1),
  ).toString('base64');
const round = (browser: Browser, speaker = OWNER) => browser.post('/api/v1/voice/rounds', { sound: sound(speaker, VOICE_WORDS) });

async function enrolled(): Promise<{ resident: Resident; browser: Browser }> {
  const resident = await portal.resident();
  const browser = await portal.enter(resident);
  await world.run(system, (work) => recordConsent(work, resident.personId, 'voice'));
  for (let n = 0; n < 3; n += 1) await round(browser);
  await browser.post('/api/v1/sign-out');
  later(60);
  return { resident, browser };
}
const begin = async (browser: Browser, { login }: Resident): Promise<string> =>
  String((await browser.post('/api/v1/sign-in', { name: login, password: PASSWORD })).body['challenge']);
const wordsFor = async (browser: Browser, challenge: string) =>
  (await browser.post('/api/v1/sign-in/voice/words', { challenge })).body as { words: string[]; code?: string };
const speak = (browser: Browser, challenge: string, spoken: string) => browser.post('/api/v1/sign-in/voice', { challenge, sound: spoken });

test('AUTH-3, PRIV-1: connected with a consent and a fresh second proof by three readings; nothing of the sound is kept', async () => {
  const resident = await portal.resident();
  const browser = await portal.enter(resident);
  expect((await round(browser)).body['code']).toBe('consent.needed');
  await world.run(system, (work) => recordConsent(work, resident.personId, 'voice'));
  expect((await browser.post('/api/v1/voice/rounds', { sound: Buffer.alloc(100_000).toString('base64') })).body['code']).toBe('voice.unclear');
  expect((await round(browser)).body).toEqual({ rounds: 1, enrolledAt: null });
  await round(browser);
  expect((await round(browser)).body).toEqual({ rounds: 3, enrolledAt: expect.stringContaining('2026-11-12T09:00:00') as string });
  expect((await round(browser)).body['code']).toBe('voice.alreadyOn');
  const { sealed } = await world.db.selectFrom('voice.template').select('sealed').where('person_id', '=', resident.personId).executeTakeFirstOrThrow();
  expect(sealed.length).toBeLessThan(300_000);
  expect(/\[\[\[\[?-?\d/.test(sealed.toString('latin1'))).toBe(false);
  later(601);
  expect((await browser.post('/api/v1/voice/remove')).body['code']).toBe('auth.secondFactor');
});

test('AUTH-3, AUTH-2: the owner with the words enters; it is no fresh second proof, so the protection stays closed', async () => {
  const { resident, browser } = await enrolled();
  const challenge = await begin(browser, resident);
  const { words } = await wordsFor(browser, challenge);
  expect(new Set(words).size).toBe(5);
  const spoken = sound(OWNER, words);
  const answers = await Promise.all(Array.from({ length: 5 }, () => speak(browser, challenge, spoken)));
  // One enters; who comes after it finds no challenge, or a session that has entered already.
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 403 || status === 422)).toHaveLength(4);
  expect((await browser.get('/api/v1/contacts')).status).toBe(200);
  expect((await browser.post('/api/v1/totp')).body['code']).toBe('auth.secondFactor');
  const { proofs } = await world.db
    .selectFrom('identity.session')
    .select('proofs')
    .where('person_id', '=', resident.personId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  expect(proofs).toEqual(['password', 'voice']);
});

test('AUTH-3, AUTH-10: another speaker, a recording of other words, words used or a minute old are refused, and tries are counted', async () => {
  const { resident, browser } = await enrolled();
  const challenge = await begin(browser, resident);
  const first = (await wordsFor(browser, challenge)).words;
  const recorded = sound(OWNER, first);
  expect((await speak(browser, challenge, sound(STRANGER, first))).body['code']).toBe('voice.refused');
  expect((await speak(browser, challenge, recorded)).body['code']).toBe('voice.over');
  expect((await wordsFor(browser, challenge)).words).not.toEqual(first);
  expect((await speak(browser, challenge, recorded)).body['code']).toBe('voice.refused');
  const { words } = await wordsFor(browser, challenge);
  later(61);
  expect((await speak(browser, challenge, sound(OWNER, words))).body['code']).toBe('voice.over');
  const codes: unknown[] = [];
  for (let n = 0; n < 4; n += 1) codes.push((await speak(browser, challenge, sound(STRANGER, (await wordsFor(browser, challenge)).words))).body['code']);
  expect(codes).toEqual(['voice.refused', 'voice.refused', 'voice.refused', 'signIn.wait']);
  expect(
    await world.db
      .selectFrom('identity.sign_in_event')
      .select('outcome')
      .where('person_id', '=', resident.personId)
      .where('outcome', '=', 'wrong_code')
      .execute(),
  ).toHaveLength(5);
});

test('AUTH-3, AUTH-5: not offered on an unknown browser, nor to whoever chose the app, nor without a voice', async () => {
  const { resident, browser } = await enrolled();
  const stranger = portal.browser({ ip: '203.0.113.50' });
  expect((await wordsFor(stranger, await begin(stranger, resident))).code).toBe('voice.notOffered');
  const challenge = await begin(browser, resident);
  await world.db.updateTable('identity.person').set({ second_factor: 'totp' }).where('id', '=', resident.personId).execute();
  expect((await wordsFor(browser, challenge)).code).toBe('voice.notOffered');
  const mute = await portal.resident();
  const own = await portal.enter(mute);
  await own.post('/api/v1/sign-out');
  expect((await wordsFor(own, await begin(own, mute))).code).toBe('voice.notOffered');
});

test('PRIV-1, PRIV-2: with the consent taken back the template is erased; a late word of a consent given anew erases nothing', async () => {
  const {
    resident: { personId },
  } = await enrolled();
  const heard = voiceModule().on!['consent.changed']!;
  const tell = () => world.run(system, (work) => heard(work, { id: personId, at: '', kind: 'consent.changed', data: { personId, purpose: 'voice' } }));
  const kept = () => world.db.selectFrom('voice.template').select('rounds').where('person_id', '=', personId).execute();
  await tell();
  expect(await kept()).toHaveLength(1);
  await world.db.updateTable('privacy.consent').set({ ended_at: world.now.toISOString(), end_reason: 'withdrawn' }).where('person_id', '=', personId).execute();
  await tell();
  expect(await kept()).toEqual([]);
});
