// Live events of GET /api/v1/live (server-sent events): something changed for this person, the page loads its data anew.

/**
 * Every name of an event that may come, because a browser hears only the names it asked for. `message` has no name; `reload`: the gap was
 * too long to tell one by one; the rest are the modules' event kinds (live.test.ts fails to compile when one is missing).
 */
export const liveKinds = [
  'message', 'reload',
  'power.changed',
  'household.answered', 'household.changed',
  'staff.changed',
  'session.ended',
  'signIn.asked',
  'security.changed',
  'consent.changed',
  'notice.made', 'notice.read',
  'progress.changed',
  'balance.changed',
  'account.linked',
  'link.asked', 'link.decided', 'link.overdue',
  'payment.captured', 'payment.declined', 'payment.changed', 'payment.refunded',
  'receipt.registered',
  'autopayment.changed',
  'readings.submitted', 'readings.decided',
  'act.ready',
  'document.changed',
  'meter.changed', 'meter.photoRead',
  'intake.changed',
  'meter.replacementChanged',
  'charges.posted',
  'register.changed', 'register.readings',
  'bill.changed',
  'run.changed',
  'case.changed',
  'records.changed',
  'absence.changed',
  'reconciliation.changed',
  'stateBills.changed',
] as const;
export type LiveKind = (typeof liveKinds)[number];
