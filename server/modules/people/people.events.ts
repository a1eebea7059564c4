declare module '#platform/work' {
  interface Events {
    /** A case of lost ways was written down, agreed on, stopped or done. Audience: the person and the operators. */
    'people.resetChanged': { resetId: string };
  }
}
