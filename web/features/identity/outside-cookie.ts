// A signing in at an outside system, between leaving for it and coming back. The token is a secret of this browser: httpOnly, for the sign-in pages only, ten minutes.

export type AtOutside = { token: string; /** The page of ours to end on. */ next: string };

const NAME = 'outside';
const attributes = (request: Request): string => `Path=/sign-in; HttpOnly; SameSite=Lax${new URL(request.url).protocol === 'https:' ? '; Secure' : ''}`;

/** The Set-Cookie header that keeps it. */
export const outsideCookie = ({ token, next }: AtOutside, request: Request): string =>
  `${NAME}=${token}~${encodeURIComponent(next)}; Max-Age=600; ${attributes(request)}`;

/** What this browser began, or null when there is nothing or it cannot be read. */
export function readOutside(cookies: string | null): AtOutside | null {
  const found = /(?:^|;\s*)outside=([\w-]{43})~([^;~]*)(?:;|$)/.exec(cookies ?? '');
  if (!found) return null;
  try {
    return { token: found[1]!, next: decodeURIComponent(found[2]!) };
  } catch {
    return null;
  }
}
