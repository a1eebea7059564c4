// What cases tell others.
declare module '#platform/work' {
  interface Events {
    /** Somebody asked, answered, decided or closed. Audience: the person and the organization. */
    'case.changed': { houseId: string; caseId: string };
  }
}
