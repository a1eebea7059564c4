// What shown proofs are worth. Every door (password, code, authenticator) only collects proofs; the level is decided here alone.

export const PROOFS = ['password', 'code', 'totp', 'recovery'] as const;
export type Proof = (typeof PROOFS)[number];

/** The second factor that the person chose; `none`: a password opens a session of level 1, which sees nothing of owners. */
export const SECOND_FACTORS = ['none', 'sms', 'email', 'totp'] as const;
export type SecondFactor = (typeof SECOND_FACTORS)[number];

/** 0: no session; 1: one factor, public and personal reading; 2: two factors of different kinds. */
export type Level = 0 | 1 | 2;

const POSSESSION: Readonly<Record<SecondFactor, readonly Proof[]>> = {
  none: ['code'],
  sms: ['code', 'totp', 'recovery'],
  email: ['code', 'totp', 'recovery'],
  // Whoever chose the authenticator does not want a stolen SIM card to be enough.
  totp: ['totp', 'recovery'],
};

/**
 * The level of a session with these proofs under the person's policy. With a second factor switched on one proof opens
 * no session at all, whichever proof it is (AUTH-2).
 */
export function levelOf(proofs: readonly Proof[], policy: SecondFactor): Level {
  const knows = proofs.includes('password');
  const has = proofs.some((proof) => POSSESSION[policy].includes(proof));
  if (knows && has) return 2;
  if (policy !== 'none') return 0;
  return knows || has ? 1 : 0;
}
