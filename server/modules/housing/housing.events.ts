// What housing tells others.
declare module '#platform/work' {
  interface Events {
    /** The card of a premises was written. Audience: the home and the organization. */
    'premises.changed': { houseId: string; premisesId: string };
  }
}
