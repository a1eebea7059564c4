// What privacy tells the rest.
declare module '#platform/work' {
  interface Events {
    /** A person agreed to a purpose or took the consent back. Audience: the person. */
    'consent.changed': { personId: string; purpose: string };
  }
}
