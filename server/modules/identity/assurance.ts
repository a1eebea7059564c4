// What shown proofs are worth, and what follows. Every door only collects proofs; the level and the next step are decided here alone. Pure.

/**
 * `state`: a trusted account of the state identity system, which asks two steps of its own; `bank`: another OpenID provider, or a
 * state account that is not trusted; `certificate`: a challenge signed by an enrolled key; `device`: «Это я» pressed on a device
 * where the person is signed in by two factors; `passkey`: with the user verified; `voice`: words asked for, said by the owner's voice.
 */
export const PROOFS = ['password', 'code', 'totp', 'recovery', 'passkey', 'certificate', 'state', 'bank', 'device', 'voice'] as const;
export type Proof = (typeof PROOFS)[number];

/** The way by which a person came; kept with the session's event and shown in the history. */
export const DOORS = ['password', 'passkey', 'certificate', 'state', 'bank', 'recovery'] as const;
export type Door = (typeof DOORS)[number];

/** The second factor that the person chose; `none`: a password opens a session of level 1, which sees nothing of owners. */
export const SECOND_FACTORS = ['none', 'sms', 'email', 'totp'] as const;
export type SecondFactor = (typeof SECOND_FACTORS)[number];

/** 0: no session; 1: one factor, public and personal reading; 2: two factors of different kinds. */
export type Level = 0 | 1 | 2;

const KNOWLEDGE: readonly Proof[] = ['password', 'state', 'bank', 'passkey'];
const POSSESSION: Readonly<Record<SecondFactor, readonly Proof[]>> = {
  // Who chose nothing of his own relies on the two steps of the state system.
  none: ['code', 'device', 'certificate', 'passkey', 'state'],
  sms: ['code', 'device', 'totp', 'recovery', 'certificate', 'passkey'],
  email: ['code', 'device', 'totp', 'recovery', 'certificate', 'passkey'],
  // Whoever chose the authenticator does not want a stolen SIM card, or a telephone left unlocked, to be enough.
  totp: ['totp', 'recovery', 'certificate', 'passkey'],
};

/** Whether what the person knows was shown, or what stands for it. */
export const isKnowing = (proofs: readonly Proof[]): boolean => proofs.some((proof) => KNOWLEDGE.includes(proof));
/** A voice can be recorded: it stands in for what the person has only beside what the person knows, and never where the app was chosen. */
const isVoiceEnough = (proofs: readonly Proof[], policy: SecondFactor): boolean => proofs.includes('voice') && isKnowing(proofs) && policy !== 'totp';
const isHaving = (proofs: readonly Proof[], policy: SecondFactor): boolean =>
  isVoiceEnough(proofs, policy) || proofs.some((proof) => POSSESSION[policy].includes(proof));

/**
 * The level of a session with these proofs under the person's policy. With a second factor switched on one proof opens
 * no session at all, whichever proof it is, but a passkey, which is both (AUTH-2).
 */
export function levelOf(proofs: readonly Proof[], policy: SecondFactor): Level {
  const [knows, has] = [isKnowing(proofs), isHaving(proofs, policy)];
  if (knows && has) return 2;
  if (policy !== 'none') return 0;
  return knows || has ? 1 : 0;
}

/** How dangerous this signing in looks (`riskOf`): `raised` asks a second factor even where none is required, `stop` ends it. */
export type Risk = 'calm' | 'raised' | 'stop';
export type NextStep = 'done' | 'second' | 'confirmDevice' | 'stopped';

/**
 * What follows from the proofs shown so far: the whole decision of every door. `isNewDevice`: the person has not entered
 * from this browser before; it is confirmed by whatever the person has (AUTH-5).
 */
export function nextStep(given: { proofs: readonly Proof[]; policy: SecondFactor; isNewDevice: boolean; risk: Risk }): NextStep {
  const { policy, isNewDevice, risk } = given;
  if (risk === 'stop') return 'stopped';
  // On a known browser and a calm day only.
  const proofs = isNewDevice || risk === 'raised' ? given.proofs.filter((proof) => proof !== 'voice') : given.proofs;
  const level = levelOf(proofs, policy);
  if (level === 0 || (level === 1 && risk === 'raised')) return 'second';
  return isNewDevice && !isHaving(proofs, policy) ? 'confirmDevice' : 'done';
}
