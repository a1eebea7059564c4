// What billing tells others.
declare module '#platform/work' {
  interface Events {
    /** Charges of the house appeared, changed or were taken back; bills with them. Audiences: the premises concerned. */
    'charges.posted': { houseId: string; sourceId: string };
    /** A register came a step further. Audience: the organization. */
    'register.changed': { loadId: string; organizationId: string };
    /** A loaded register of payments brought readings: `readingsOfRegister` gives them. Audience: the organization. */
    'register.readings': { loadId: string; organizationId: string };
    /** A bill was given a paper one, or drawn anew. */
    'bill.changed': { houseId: string; billId: string };
  }
}
