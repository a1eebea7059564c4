// What calculation tells others.
declare module '#platform/work' {
  interface Events {
    /** A run came a step further. Audience: its organization. */
    'run.changed': { houseId: string; runId: string };
  }
}
