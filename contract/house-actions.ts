// Which actions of the journal everybody in a house sees.
import type { JournalAction } from './action-words.ts';

/** What concerns a whole house and is shown to everyone who lives in it. */
export const HOUSE_ACTIONS: readonly JournalAction[] = [
  'register.loaded',
  'register.takenBack',
  'run.posted',
  'tariff.added',
  'norms.added',
  'readingWindow.set',
  'readings.loaded',
  'house.created',
  'house.changed',
  'house.commonPaymentSet',
  'house.heatingPaymentSet',
  'house.overNormSet',
  'house.workAdded',
  'house.workChanged',
];
