declare module '#platform/work' {
  interface Events {
    /** An invitation was accepted or refused: its sender is told. */
    'household.answered': { houseId: string; invitationId: string; invitedBy: string; isAccepted: boolean; name: string };
    /** Somebody came into the home or left it: open pages read it anew. */
    'household.changed': { houseId: string; premisesId: string };
  }
}
