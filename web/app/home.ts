// Which of their homes the person looks at. Kept in a cookie, like the view: works without JavaScript and on every page.

/** The chosen home's premises id from a Cookie header, or null when none was chosen. The API decides whether the person may see it. */
export const readHome = (cookies: string | null): string | null => /(?:^|;\s*)home=([0-9a-f-]{36})(?:;|$)/.exec(cookies ?? '')?.[1] ?? null;

export const homeCookie = (premisesId: string, secure: boolean): string =>
  `home=${premisesId}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly${secure ? '; Secure' : ''}`;

/** Of the person's homes the chosen one, else the first; undefined when there are none. */
export const chosenHome = <Home extends { premisesId: string }>(homes: readonly Home[], cookies: string | null): Home | undefined => {
  const chosen = readHome(cookies);
  return homes.find((home) => home.premisesId === chosen) ?? homes[0];
};
