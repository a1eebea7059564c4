/** The mark: a house, inside it a lit window. */
export function Mark() {
  return (
    <svg viewBox="0 0 36 36" width="36" height="36" aria-hidden="true">
      <path className="roof" d="M16.2 2.9a3 3 0 0 1 3.6 0l12 9A3 3 0 0 1 33 14.3V30a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V14.3a3 3 0 0 1 1.2-2.4z" />
      <path className="lit" d="M11 28V19a7 7 0 0 1 14 0v9a1 1 0 0 1-1 1H12a1 1 0 0 1-1-1z" />
      <path className="cross" d="M18 12v17M11 21h14" />
    </svg>
  );
}
