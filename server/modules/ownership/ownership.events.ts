// What ownership tells others.
declare module '#platform/work' {
  interface Events {
    /** A claim came a step further. Audience: the person and the reviewers. */
    'claim.changed': { houseId: string; claimId: string };
    /** Who owns the premises, or which share, has changed. Audience: the premises. */
    'owners.changed': { houseId: string; premisesId: string };
  }
}
