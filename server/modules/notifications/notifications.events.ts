declare module '#platform/work' {
  interface Events {
    /** A notice appeared in the person's list. Audience: the person. */
    'notice.made': { noticeIds: string[] };
    /** Notices were read: the count at the bell changed. Audience: the person. */
    'notice.read': { personId: string };
    /** Whether any device of the person takes codes: identity asks for push first. Audience: the person. */
    'push.codesChosen': { personId: string; isOn: boolean };
  }
}
