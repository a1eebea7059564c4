// Without a session: a new password instead of a forgotten one, a new cabinet. Answers never tell whether a person exists.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { SignInStep } from './identity.ts';
import { Instant, Nullable, obj, Text } from './types.ts';

const Challenge = Type.String({ minLength: 43, maxLength: 43, description: 'For this browser alone' });
const Sent = obj({ challenge: Challenge, expiresAt: Instant });
const Name = Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\u0000-\\u001f]*$' });

export const startRecovery = endpoint({
  method: 'POST',
  url: '/api/v1/recovery',
  summary: 'A code to whoever forgot the password, if there is such a person; the answer is the same when there is none',
  body: obj({ name: Text(254, 1) }),
  answer: Sent,
  errors: ['signIn.wait'],
});
export const finishRecovery = endpoint({
  method: 'POST',
  url: '/api/v1/recovery/finish',
  summary: 'A new password by the code, and by the second factor when one is on; every session ends',
  body: obj({ challenge: Challenge, code: Text(12, 1), newPassword: Text(1000, 1), secondCode: Type.Optional(Text(40)) }),
  answer: obj({}),
  errors: ['signIn.wrongCode', 'signIn.over', 'signIn.wait', 'recovery.second', 'password.weak', 'server.busy'],
});
export const startSignUp = endpoint({
  method: 'POST',
  url: '/api/v1/sign-up',
  summary: 'A code to a telephone for a new cabinet',
  body: obj({ phone: Text(40, 1) }),
  answer: Sent,
  errors: ['signIn.wait'],
});
export const finishSignUp = endpoint({
  method: 'POST',
  url: '/api/v1/sign-up/finish',
  summary: 'Make the cabinet: the code, a name and a password; it is open at once',
  body: obj({ challenge: Challenge, code: Text(12, 1), lastName: Name, firstName: Name, middleName: Type.Optional(Nullable(Name)), password: Text(1000, 1) }),
  answer: SignInStep,
  errors: ['signIn.wrongCode', 'signIn.over', 'password.weak', 'server.busy'],
});
