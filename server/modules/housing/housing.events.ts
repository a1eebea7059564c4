// What housing tells others.
declare module '#platform/work' {
  interface Events {
    /** The passport, the works or the council of a house were written. Audience: its homes and the organization. */
    'house.changed': { houseId: string };
    /** The card of a premises was written. Audience: the home and the organization. */
    'premises.changed': { houseId: string; premisesId: string };
    /** People came to be at home here, or are no more: told by whoever knows, the household or the ownership. No page is told. */
    'home.moved': { houseId: string; premisesId: string; came: readonly string[]; left: readonly string[] };
  }
}
