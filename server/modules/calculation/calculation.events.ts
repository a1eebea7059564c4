// What calculation tells others.
declare module '#platform/work' {
  interface Events {
    /** A run came a step further. Audience: its organization. */
    'run.changed': { houseId: string; runId: string };
    /** An application for absence was sent, proven or decided. Audience: the person and the organization. */
    'absence.changed': { houseId: string; requestId: string };
  }
}
