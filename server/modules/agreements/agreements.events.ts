// What agreements tell others.
declare module '#platform/work' {
  interface Events {
    /** Sent, signed, refused, withdrawn, over. Audience: the author and the parties. */
    'agreement.changed': { agreementId: string };
  }
}
