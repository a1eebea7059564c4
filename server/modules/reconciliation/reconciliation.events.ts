declare module '#platform/work' {
  interface Events {
    /** A day was compared, a difference was noted or closed. Audience: the organization. */
    'reconciliation.changed': { organizationId: string; day: string };
  }
}
