// What housing tells others.
declare module '#platform/work' {
  interface Events {
    /** The passport, the works or the council of a house were written. Audience: its homes and the organization. */
    'house.changed': { houseId: string };
    /** The card of a premises was written. Audience: the home and the organization. */
    'premises.changed': { houseId: string; premisesId: string };
  }
}
