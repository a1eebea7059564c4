// How the network and the machinery behind the acquirer break, ordered by a test or by the demo.

/** Counters hit that many calls and are then used up; the rest holds until changed. Times in milliseconds. */
export type Faults = {
  /** POSTs that are carried out and whose answer is cut off. */
  answersLost: number;
  /** Calls answered 500 before anything is done. */
  refusedBefore: number;
  /** POSTs that are carried out and then answered 500. */
  failedAfter: number;
  /** Delay of each answer of the API, after the work. */
  answerDelayMs: number;
  /** Each webhook goes out this many times. */
  webhookCopies: number;
  /** Delay of each first delivery. */
  webhookDelayMs: number;
  /** Webhooks wait in pairs and the later one goes first. */
  webhooksReversed: boolean;
  /** Webhooks never sent. */
  webhooksDropped: number;
  /** How long a slow or unknown payment takes. */
  processingMs: number;
  /** How long the registration of a fiscal receipt takes. */
  receiptDelayMs: number;
  /** Reason with which the next payment by a saved card is declined. */
  nextSavedDecline: string;
  /** The id of a payment that the lists do not show. */
  hiddenPayment: string;
  /** The id of a payment that the lists show with a rouble more. */
  otherSumOf: string;
};

export const noFaults = (): Faults => ({
  answersLost: 0,
  refusedBefore: 0,
  failedAfter: 0,
  answerDelayMs: 0,
  webhookCopies: 1,
  webhookDelayMs: 0,
  webhooksReversed: false,
  webhooksDropped: 0,
  processingMs: 20_000,
  receiptDelayMs: 1500,
  nextSavedDecline: '',
  hiddenPayment: '',
  otherSumOf: '',
});

type CountedFault = 'answersLost' | 'refusedBefore' | 'failedAfter' | 'webhooksDropped';

/** Uses one up: true when the fault was due. */
export function takeFault(faults: Faults, name: CountedFault): boolean {
  if (faults[name] <= 0) return false;
  faults[name] -= 1;
  return true;
}

/** Changes the settings that are named; returns the name of a member that is unknown or of a wrong type. */
export function setFaults(faults: Faults, wanted: Record<string, unknown> | null): string | undefined {
  const known = noFaults() as Record<string, unknown>;
  for (const [name, value] of Object.entries(wanted ?? { body: null })) {
    const fits = Object.hasOwn(known, name) && typeof value === typeof known[name];
    if (!fits || (typeof value === 'number' && (!Number.isInteger(value) || value < 0))) return name;
  }
  Object.assign(faults, wanted);
  return undefined;
}
