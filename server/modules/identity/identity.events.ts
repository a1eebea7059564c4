/** What of a person's protection changed: told to the person, because a stranger may have done it. */
<<<<<<< HEAD
export type SecurityChange = 'password' | 'totpOn' | 'totpOff' | 'recoveryCodes' | 'outsideOn' | 'outsideOff' | 'certificateOn' | 'certificateOff';
=======
export type SecurityChange = 'password' | 'totpOn' | 'totpOff' | 'recoveryCodes' | 'passkeyOn' | 'passkeyOff';
>>>>>>> 904d117 (identity: passkeys as the only step, as the second proof and to confirm an operation)

declare module '#platform/work' {
  interface Events {
    /** The platform closes the live streams of the session. */
    'session.ended': { sessionId: string };
    'security.changed': { personId: string; what: SecurityChange };
  }
}
