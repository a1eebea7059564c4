// Passkeys (WebAuthn): connecting, entering, confirming. Options and responses travel as JSON text, as the browser gives and takes them.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { SignInStep } from './identity.ts';
import { Id, obj } from './types.ts';

const Options = obj({ options: Type.String({ description: 'JSON of PublicKeyCredentialCreationOptions or …RequestOptions' }) });
const Response = Type.String({ minLength: 2, maxLength: 20_000, description: 'JSON of the PublicKeyCredential' });
const Name = Type.String({ minLength: 1, maxLength: 60, pattern: '^[^\\u0000-\\u001f]*$' });
const Challenge = Type.Optional(Type.String({ minLength: 43, maxLength: 43, description: 'Of a signing in that awaits its second step' }));

export const startPasskey = endpoint({
  method: 'POST',
  url: '/api/v1/passkeys/options',
  summary: 'Begin to connect a passkey: what the browser is to make',
  answer: Options,
  errors: ['auth.secondFactor', 'passkey.tooMany'],
});
export const addPasskey = endpoint({
  method: 'POST',
  url: '/api/v1/passkeys',
  summary: 'Connect the passkey that the browser made; the person was verified by the device',
  body: obj({ response: Response, name: Type.Optional(Name) }),
  answer: obj({ id: Id }),
  errors: ['auth.secondFactor', 'passkey.refused', 'passkey.over', 'passkey.known', 'passkey.tooMany'],
});
const one = obj({ passkeyId: Id });
export const renamePasskey = endpoint({
  method: 'POST',
  url: '/api/v1/passkeys/:passkeyId/name',
  summary: 'Name a passkey',
  params: one,
  body: obj({ name: Name }),
  answer: obj({}),
});
export const removePasskey = endpoint({
  method: 'POST',
  url: '/api/v1/passkeys/:passkeyId/remove',
  summary: 'Remove a passkey: it opens nothing any more',
  params: one,
  answer: obj({}),
  errors: ['auth.secondFactor'],
});

export const passkeySignInOptions = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/passkey/options',
  summary: 'What a passkey is to sign to enter; with a challenge or an open session: to show a second proof',
  body: obj({ challenge: Challenge }),
  answer: Options,
  errors: ['signIn.over'],
});
export const passkeySignIn = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/passkey',
  summary: 'Enter by a passkey alone, or show it as the second proof',
  body: obj({ challenge: Challenge, response: Response }),
  answer: SignInStep,
  errors: ['passkey.refused', 'passkey.over', 'passkey.unknown', 'signIn.over', 'signIn.stopped'],
});

const confirmation = obj({ confirmationId: Id });
export const passkeyConfirmOptions = endpoint({
  method: 'POST',
  url: '/api/v1/confirmations/:confirmationId/passkey/options',
  summary: 'What a passkey is to sign to confirm this very operation: the challenge holds the digest of its content',
  params: confirmation,
  answer: Options,
  errors: ['confirm.expired', 'confirm.used', 'passkey.none'],
});
export const passkeyConfirm = endpoint({
  method: 'POST',
  url: '/api/v1/confirmations/:confirmationId/passkey',
  summary: 'Confirm by a passkey: gives the code with which the operation is sent',
  params: confirmation,
  body: obj({ response: Response }),
  answer: obj({ code: Type.String() }),
  errors: ['passkey.refused', 'passkey.over', 'passkey.unknown', 'confirm.expired', 'confirm.used'],
});
