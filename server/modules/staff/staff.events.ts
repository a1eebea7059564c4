declare module '#platform/work' {
  interface Events {
    /** Somebody began or ceased to work, or an invitation was answered: open pages read it anew. */
    'staff.changed': { organizationId: string };
  }
}
