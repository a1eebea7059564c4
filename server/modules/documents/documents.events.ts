declare module '#platform/work' {
  interface Events {
    /** A paper came into a vault, was read, renamed or removed: open pages read it anew. */
    'document.changed': { documentId: string };
  }
}
