// A signing in between its two pages. The challenge is a secret of this browser: httpOnly, for the sign-in pages only, ten minutes.
import { redirect } from 'react-router';
import type { AnswerOf } from '#contract/endpoint';
import type { signIn } from '#contract/identity';

export type Entering = {
  /** null: the code is for the open session. */
  challenge: string | null;
  method: 'code' | 'totp' | 'password';
  /** Where the code went, masked. */
  sentTo: string;
  /** A browser never seen before is confirmed. */
  isNewDevice: boolean;
  /** What else may be shown: `passkey`, `recovery`. */
  others: readonly string[];
};

const NAME = 'entering';
const attributes = (secure: boolean): string => `Path=/sign-in; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
const isSecure = (request: Request): boolean => new URL(request.url).protocol === 'https:';

/** The Set-Cookie header that carries the step to the next page. */
export const enteringCookie = (entering: Entering, request: Request): string =>
  `${NAME}=${[entering.challenge ?? '', entering.method, encodeURIComponent(entering.sentTo), entering.isNewDevice ? 'new' : '', entering.others.join('.')].join('~')}; Max-Age=600; ${attributes(isSecure(request))}`;

/** Takes the step away again. */
export const enteredCookie = (request: Request): string => `${NAME}=; Max-Age=0; ${attributes(isSecure(request))}`;

/** The step of this browser, or null when there is none or it cannot be read. */
export function readEntering(cookies: string | null): Entering | null {
  const found = /(?:^|;\s*)entering=([\w-]*)~(code|totp|password)~([^;~]*)~(new)?~([a-z.]*)(?:;|$)/.exec(cookies ?? '');
  if (!found) return null;
  try {
    return {
      challenge: found[1] || null,
      method: found[2] as Entering['method'],
      sentTo: decodeURIComponent(found[3]!),
      isNewDevice: found[4] !== undefined,
      others: found[5]!.split('.').filter(Boolean),
    };
  } catch {
    return null;
  }
}

/** Where a door leads when it was right: to `next`, or to the second page with its step in the cookie. */
export function goOn({ next: step, challenge, method, sentTo, others }: AnswerOf<typeof signIn>, next: string, request: Request): Response {
  if (step === 'done') return redirect(next, { status: 303, headers: { 'set-cookie': enteredCookie(request) } });
  const cookie = enteringCookie({ challenge, method: method ?? 'code', sentTo: sentTo ?? '', isNewDevice: step === 'confirmDevice', others }, request);
  return redirect(`/sign-in/code?next=${encodeURIComponent(next)}`, { status: 303, headers: { 'set-cookie': cookie } });
}
