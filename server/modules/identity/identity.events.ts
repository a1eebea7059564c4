import type { protectionWords } from '#contract/protection-words';

/** What of a person's protection changed: told to the person, because a stranger may have done it. */
export type SecurityChange = 'password' | keyof typeof protectionWords;

declare module '#platform/work' {
  interface Events {
    /** The platform closes the live streams of the sessions. */
    'session.ended': { sessionIds: readonly string[]; /** Browsers that were left. */ deviceIds?: readonly string[] };
    /** A new browser waits, or has its answer: pages of the person show the question «Это вы входите?». */
    'signIn.asked': { personId: string };
    /** A power of attorney was given or ended. */
    'power.changed': { powerId: string };
    'security.changed': { personId: string; what: SecurityChange };
  }
}
