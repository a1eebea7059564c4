// What a command that a person signs takes, answers and refuses (SIGN-1).
import { Type } from 'typebox';
import { Id, Instant, obj, Text } from './types.ts';

export const Base64 = (maxLength: number) => Type.String({ minLength: 4, maxLength, pattern: '^[A-Za-z0-9+/]+={0,2}$' });

/** Members of the body of a command that a person signs: `obj({ …, ...signatureFields })`. Either a detached CAdES of the content by the person's key, or the code that was sent. */
export const signatureFields = { cms: Type.Optional(Base64(40_000)), confirmationId: Type.Optional(Id), code: Type.Optional(Text(12, 1)) };
/** What a signed command may be refused with. */
export const SIGNATURE_ERRORS = [
  'signature.missing',
  'signature.unreadable',
  'signature.otherContent',
  'signature.broken',
  'signature.otherKey',
  'signature.revoked',
  'signature.expired',
  'signature.clock',
  'signature.forAnother',
  'confirm.wrong',
  'confirm.expired',
  'confirm.used',
  'confirm.otherContent',
] as const;
/** The answer of a command that sends a code for signing. */
export const SignatureCode = obj({ confirmationId: Id, sentTo: Type.String(), expiresAt: Instant });
