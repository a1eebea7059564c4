// How message channels break, ordered by a test or by the demo; counters hit that many messages and are used up.

export type MessageFaults = {
  /** SMS or mails refused for good. */
  refuse: number;
  /** Calls never answered. */
  timeOut: number;
  /** SMS calls answered 503; mails answered 451. */
  serverError: number;
  /** Messages that are taken and whose answer is then cut off. */
  answersLost: number;
};

export const noMessageFaults = (): MessageFaults => ({ refuse: 0, timeOut: 0, serverError: 0, answersLost: 0 });

/** Uses one up: true when the fault was due. */
export function takeMessageFault(faults: MessageFaults, name: keyof MessageFaults): boolean {
  if (faults[name] <= 0) return false;
  faults[name] -= 1;
  return true;
}

/** Changes the counters that are named; returns the name of a member that is unknown or no whole number. */
export function setMessageFaults(faults: MessageFaults, wanted: Record<string, unknown> | null): string | undefined {
  for (const [name, value] of Object.entries(wanted ?? { body: null })) {
    if (!Object.hasOwn(faults, name) || !Number.isInteger(value) || (value as number) < 0) return name;
  }
  Object.assign(faults, wanted);
  return undefined;
}
