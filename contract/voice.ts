// An enrolled voice, as an addition to a password (AUTH-3): random words of those that were read. The sound itself is never kept.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { signIn } from './identity.ts';
import { Instant, Nullable, obj, Text } from './types.ts';

/** Read aloud three times when the voice is connected; five of them are asked for at the door. */
export const VOICE_WORDS = ['липа', 'колодец', 'яблоко', 'снегирь', 'мельница', 'фонарь', 'зонтик', 'радуга', 'черешня', 'пуговица'] as const;
export const VOICE_ROUNDS = 3;
export const VOICE_ASKED = 5;
/** How long a word is recorded. */
export const VOICE_WORD_SECONDS = 1.3;

const Sound = Text(700_000, 60);
const Challenge = Text(100, 1);

export const getVoice = endpoint({
  method: 'GET',
  url: '/api/v1/voice',
  summary: 'Whether the own voice is connected, and how many rounds were read',
  answer: obj({ rounds: Type.Integer({ minimum: 0, maximum: VOICE_ROUNDS }), enrolledAt: Nullable(Instant) }),
});
export const addVoiceRound = endpoint({
  method: 'POST',
  url: '/api/v1/voice/rounds',
  summary: 'All the words in their order, read once: a WAV of 16 kHz, mono, 16 bits in Base64; after three rounds the voice is connected',
  body: obj({ sound: Sound }),
  answer: obj({ rounds: Type.Integer(), enrolledAt: Nullable(Instant) }),
  errors: ['voice.unclear', 'voice.alreadyOn', 'consent.needed', 'auth.secondFactor'],
});
export const removeVoice = endpoint({
  method: 'POST',
  url: '/api/v1/voice/remove',
  summary: 'Forget the voice: what was learned of it is erased at once',
  answer: obj({}),
  errors: ['auth.secondFactor'],
});
export const askVoiceWords = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/voice/words',
  summary: 'Words to say for this signing in, for a minute and one try',
  body: obj({ challenge: Challenge }),
  answer: obj({ words: Type.Array(Type.String()), until: Instant }),
  errors: ['voice.notOffered', 'signIn.over', 'limit.exceeded'],
});
export const voiceSignIn = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/voice',
  summary: 'Finish signing in by the words said',
  body: obj({ challenge: Challenge, sound: Sound }),
  answer: signIn.answer,
  errors: ['voice.notOffered', 'voice.over', 'voice.unclear', 'voice.refused', 'signIn.over', 'signIn.wait', 'signIn.stopped'],
});
