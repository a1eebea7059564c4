// A signing in between its two pages. The challenge is a secret of this browser: httpOnly, for the sign-in pages only, ten minutes.

export type Entering = {
  /** null: the code is for the open session. */
  challenge: string | null;
  method: 'code' | 'totp' | 'password';
  /** Where the code went, masked. */
  sentTo: string;
};

const NAME = 'entering';
const attributes = (secure: boolean): string => `Path=/sign-in; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
const isSecure = (request: Request): boolean => new URL(request.url).protocol === 'https:';

/** The Set-Cookie header that carries the step to the next page. */
export const enteringCookie = (entering: Entering, request: Request): string =>
  `${NAME}=${[entering.challenge ?? '', entering.method, encodeURIComponent(entering.sentTo)].join('~')}; Max-Age=600; ${attributes(isSecure(request))}`;

/** Takes the step away again. */
export const enteredCookie = (request: Request): string => `${NAME}=; Max-Age=0; ${attributes(isSecure(request))}`;

/** The step of this browser, or null when there is none or it cannot be read. */
export function readEntering(cookies: string | null): Entering | null {
  const found = /(?:^|;\s*)entering=([\w-]*)~(code|totp|password)~([^;~]*)(?:;|$)/.exec(cookies ?? '');
  if (!found) return null;
  try {
    return { challenge: found[1] || null, method: found[2] as Entering['method'], sentTo: decodeURIComponent(found[3]!) };
  } catch {
    return null;
  }
}
