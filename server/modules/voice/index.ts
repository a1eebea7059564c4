// The door of voices: an addition to a password at signing in, never a confirmation of money, votes or signatures.
import * as contract from '#contract/voice';
import { needsConsent, whoAgreed } from '#modules/privacy';
import type { Module } from '#platform/module';
import { anyone, command, once, query, secured, signedIn } from '#platform/route';
import { enter, forgetWords, giveWords } from './enter-by-voice.ts';
import { addRound, forgetWithoutConsent, readVoice, removeVoice } from './voice-template.ts';
import './voice.tables.ts';

export { voicePersonal } from './voice.personal.ts';

export const voiceModule = (): Module => ({
  name: 'voice',
  routes: [
    query(contract.getVoice, signedIn, (reading) => readVoice(reading)),
    needsConsent(
      'voice',
      once(contract.addVoiceRound, secured, (given, { body }) => addRound(given, body.sound)),
    ),
    command(contract.removeVoice, secured, (work) => removeVoice(work)),
    once(contract.askVoiceWords, anyone, (given, { body }) => giveWords(given, body.challenge)),
    once(contract.voiceSignIn, anyone, (given, { body }, cookies) => enter(given, body, cookies)),
  ],
  jobs: { 'voice.clean-up': { run: ({ db, now }) => forgetWords(db, now()) } },
  on: { 'consent.changed': forgetWithoutConsent(async (tx, personId, now) => (await whoAgreed(tx, [personId], 'voice', now)).size > 0) },
  every: [{ task: 'voice.clean-up', seconds: 3_600 }],
});
