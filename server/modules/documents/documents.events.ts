declare module '#platform/work' {
  interface Events {
    /** A paper came into a vault, was read, renamed or removed: open pages read it anew. */
    'document.changed': { documentId: string };
    /** A person has put papers of himself into the own vault, from the page of his records. */
    'papers.handedIn': { personId: string };
  }
}
