/** What of a person's protection changed: told to the person, because a stranger may have done it. */
export type SecurityChange = 'password' | 'totpOn' | 'totpOff' | 'recoveryCodes' | 'passkeyOn' | 'passkeyOff' | 'outsideOn' | 'outsideOff' | 'certificateOn' | 'certificateOff';

declare module '#platform/work' {
  interface Events {
    /** The platform closes the live streams of the session. */
    'session.ended': { sessionId: string };
    'security.changed': { personId: string; what: SecurityChange };
  }
}
