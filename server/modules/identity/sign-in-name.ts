// What a person types to say who they are, in one form of writing. Pure.
import { parsePhone } from '#contract/phone';

const EMAIL = /^[^\s@"(),:;<>[\\\]]{1,64}@[a-z0-9\u0430-\u044f\u0451.-]+\.[a-z\u0430-\u044f-]{2,}$/;

/** Lower case; null when it is no address. Letters of the box are the same in both cases at every provider in use. */
export function canonicalEmail(text: string): string | null {
  const value = text.trim().toLowerCase();
  return value.length <= 254 && EMAIL.test(value) ? value : null;
}

/** Begins with a letter, so that it is never a telephone number. */
export function canonicalLogin(text: string): string | null {
  const value = text.trim().toLowerCase();
  return /^[a-z][a-z0-9._-]{2,39}$/.test(value) ? value : null;
}

/** The directory's value for a phone, an e-mail address or a login, or null when it is none of them. */
export const signInName = (text: string): string | null => (text.includes('@') ? canonicalEmail(text) : (parsePhone(text) ?? canonicalLogin(text)));
