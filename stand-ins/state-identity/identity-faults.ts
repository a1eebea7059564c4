// What can go wrong at a system that people sign in by, set by `POST /faults`. Numbers count down as they are used, but for the delay.

export type IdentityFaults = {
  /** So many requests are answered by 503. */ away: number;
  /** Every answer to the portal comes so late, in milliseconds. */ answerDelayMs: number;
  /** So many people press «Отмена». */ denied: number;
  /** So many identity tokens are signed by a stranger's key. */ forgedToken: number;
  /** So many are made for another client. */ otherAudience: number;
  /** So many answers of the token's address carry another request's state. */ otherState: number;
  /** So many requests for person data are answered by 500. */ personAway: number;
};

export const noIdentityFaults = (): IdentityFaults => ({
  away: 0,
  answerDelayMs: 0,
  denied: 0,
  forgedToken: 0,
  otherAudience: 0,
  otherState: 0,
  personAway: 0,
});

/** Whether this fault is due now; it is used up by that. */
export const takeFault = (faults: IdentityFaults, name: Exclude<keyof IdentityFaults, 'answerDelayMs'>): boolean => faults[name] > 0 && faults[name]-- > 0;

/** Sets what is given; false for a name or a value that is none. */
export function setIdentityFaults(faults: IdentityFaults, given: unknown): boolean {
  const members = Object.entries((given ?? {}) as Record<string, unknown>);
  if (members.some(([name, value]) => !(name in faults) || !Number.isInteger(value) || (value as number) < 0)) return false;
  Object.assign(faults, given);
  return true;
}
