// What the ledger tells others.
declare module '#platform/work' {
  interface Events {
    /** Money moved on accounts of the house (payment, refund, reserve): open pages load their sums anew. */
    'balance.changed': { houseId: string };
    /** A person now sees an account, or no longer does. */
    'account.linked': { personId: string; houseId: string; accountId: string };
    /** A person sees the account no longer: put away, sold or moved out. What was agreed to for it ends. */
    'account.unlinked': { personId: string; houseId: string; accountId: string };
    /** A person asked for an account and the organization has to decide. */
    'link.asked': { requestId: string; organizationId: string };
    'link.decided': { requestId: string; personId: string; organizationId: string };
    /** The organization has not decided in time (ACC-2: five working days). */
    'link.overdue': { requestId: string; organizationId: string };
  }
}
