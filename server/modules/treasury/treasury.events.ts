declare module '#platform/work' {
  interface Events {
    /** State bills of the person were found, changed or confirmed. */
    'stateBills.changed': { personId: string };
  }
}
