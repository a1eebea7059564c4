// What records tell others.
declare module '#platform/work' {
  interface Events {
    /** A section was written or a check is over. Audience: the person. */
    'records.changed': { personId: string };
  }
}
