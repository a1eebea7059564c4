// Signing in, sessions, second factors, passwords, keys for machines.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

/** Members of the body of a command that is confirmed by a code (CONF-1): `obj({ …, ...confirmationFields })`. */
export const confirmationFields = { confirmationId: Id, code: Text(12, 1) };

const Challenge = Type.String({ minLength: 43, maxLength: 43, description: 'Token of a signing in that awaits its second step; for its browser alone' });
const Method = OneOf(['code', 'totp', 'recovery', 'password', 'device']);

/** What follows a right first proof: the session is open, a second proof is asked for, or this new browser is to be confirmed by one. */
export const SignInStep = obj({
  next: OneOf(['done', 'second', 'confirmDevice']),
  challenge: Nullable(Challenge),
  method: Nullable(OneOf(['code', 'totp', 'password'])),
  sentTo: Nullable(Type.String({ description: 'Where the code went, masked' })),
  expiresAt: Nullable(Instant),
  others: Type.Array(OneOf(['device', 'passkey', 'recovery']), { description: 'What else the person may show instead' }),
});

export const signIn = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in',
  summary: 'Sign in by phone, login or e-mail address and password',
  body: obj({ name: Text(254, 1), password: Text(1000, 1) }),
  answer: SignInStep,
  errors: ['signIn.wrong', 'signIn.wait', 'signIn.stopped', 'server.busy'],
});
export const enterCode = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/code',
  summary: 'Show a second proof: to finish signing in, or to raise an open session for ten minutes',
  body: obj({ challenge: Type.Optional(Challenge), method: Method, code: Text(1000, 1) }),
  answer: obj({ level: Type.Integer({ minimum: 1, maximum: 2 }) }),
  errors: ['signIn.wrongCode', 'signIn.wrong', 'signIn.notYet', 'signIn.denied', 'signIn.wait', 'signIn.over', 'signIn.stopped', 'confirm.expired'],
});
export const resendCode = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/code/resend',
  summary: 'Send a new code; for an authenticator app nothing is sent. Without a challenge: for the open session',
  body: obj({ challenge: Type.Optional(Challenge), channel: Type.Optional(OneOf(['sms', 'email'])) }),
  answer: obj({ method: OneOf(['code', 'totp']), sentTo: Type.String(), expiresAt: Nullable(Instant) }),
  errors: ['signIn.over', 'limit.exceeded', 'confirm.noChannel'],
});
export const signOut = endpoint({ method: 'POST', url: '/api/v1/sign-out', summary: 'End this session', answer: obj({}) });

/** By the address, where the installation has a file of addresses. */
const Place = Nullable(Type.String());
export const Session = obj({
  id: Id,
  isCurrent: Type.Boolean(),
  device: Type.String({ description: 'Browser and system, in words' }),
  ip: Type.String(),
  place: Place,
  level: Type.Integer({ minimum: 1, maximum: 2 }),
  enteredAt: Instant,
  seenAt: Instant,
});
export const listSessions = endpoint({
  method: 'GET',
  url: '/api/v1/sessions',
  summary: 'Where the person is signed in now',
  answer: obj({ sessions: Type.Array(Session) }),
});
export const endOneSession = endpoint({
  method: 'POST',
  url: '/api/v1/sessions/:sessionId/end',
  summary: 'End one of the own sessions',
  params: obj({ sessionId: Id }),
  answer: obj({}),
});
export const endOtherSessions = endpoint({
  method: 'POST',
  url: '/api/v1/sessions/end-others',
  summary: 'End every own session but this one',
  answer: obj({ ended: Type.Integer({ minimum: 0 }) }),
});

export const changePassword = endpoint({
  method: 'POST',
  url: '/api/v1/password',
  summary: 'Change the own password; ends the other sessions',
  body: obj({ currentPassword: Text(1000, 1), newPassword: Text(1000, 1) }),
  answer: obj({ ended: Type.Integer({ minimum: 0 }) }),
  errors: ['password.wrong', 'password.weak', 'signIn.wait', 'server.busy'],
});

export const startTotp = endpoint({
  method: 'POST',
  url: '/api/v1/totp',
  summary: 'Begin to connect an authenticator app: the secret as text, as otpauth address and as QR code',
  answer: obj({
    secret: Type.String({ description: 'Base32' }),
    url: Type.String(),
    qr: obj({ side: Type.Integer(), path: Type.String({ description: 'SVG path in units of modules' }) }),
  }),
  errors: ['totp.alreadyOn', 'auth.secondFactor'],
});
export const chooseFactor = endpoint({
  method: 'POST',
  url: '/api/v1/second-factor',
  summary: 'By which message the second step of signing in comes, or none: then a password opens public and personal reading only',
  body: obj({ factor: OneOf(['none', 'sms', 'email']) }),
  answer: obj({}),
  errors: ['auth.secondFactor', 'totp.alreadyOn', 'confirm.noChannel'],
});
const RecoveryCodes = obj({ recoveryCodes: Type.Array(Type.String(), { description: 'Shown once' }) });
export const confirmTotp = endpoint({
  method: 'POST',
  url: '/api/v1/totp/confirm',
  summary: 'Finish connecting the app with its first code; gives recovery codes',
  body: obj({ code: Text(12, 1) }),
  answer: RecoveryCodes,
  errors: ['totp.notStarted', 'signIn.wrongCode', 'auth.secondFactor', 'signIn.wait'],
});
export const removeTotp = endpoint({
  method: 'POST',
  url: '/api/v1/totp/remove',
  summary: 'Disconnect the app; codes come by message again',
  answer: obj({}),
  errors: ['totp.notOn', 'auth.secondFactor'],
});
export const renewRecoveryCodes = endpoint({
  method: 'POST',
  url: '/api/v1/recovery-codes',
  summary: 'New recovery codes; the old ones stop working',
  answer: RecoveryCodes,
  errors: ['totp.notOn', 'auth.secondFactor'],
});

const Passkey = obj({
  id: Id,
  name: Text(60),
  madeAt: Instant,
  lastUsedAt: Nullable(Instant),
  isSynced: Type.Boolean({ description: 'Kept by a password manager on several devices' }),
});

const SignInEvent = obj({
  id: Id,
  at: Instant,
  outcome: OneOf(['entered', 'wrong_password', 'wrong_code', 'wrong_passkey', 'stepped_up', 'stopped', 'recovered']),
  device: Type.String(),
  ip: Type.String(),
  place: Place,
  door: Nullable(OneOf(['password', 'passkey', 'certificate', 'state', 'bank', 'recovery'])),
  reasons: Type.Array(OneOf(['newDevice', 'place', 'hour', 'failures', 'manyFailures', 'agent']), { description: 'Why it looked unusual' }),
});
const Device = obj({
  id: Id,
  name: Nullable(Type.String({ description: 'As the person called it' })),
  device: Type.String({ description: 'Browser and system, in words' }),
  ip: Type.String(),
  place: Place,
  boundAt: Instant,
  seenAt: Instant,
  isCurrent: Type.Boolean(),
});
export const getSecurity = endpoint({
  method: 'GET',
  url: '/api/v1/security',
  summary: 'How the own account is protected: methods, sessions, history of signing in',
  answer: obj({
    person: obj({
      name: Type.String(),
      phone: Nullable(Type.String({ description: 'Masked' })),
      email: Nullable(Type.String({ description: 'Masked' })),
      login: Nullable(Type.String()),
      isConfirmed: Type.Boolean(),
    }),
    password: obj({
      setAt: Nullable(Instant),
      isOld: Type.Boolean({ description: 'Set more than 180 days ago' }),
      least: Type.Integer({ description: 'Least length for this person' }),
    }),
    secondFactor: OneOf(['none', 'sms', 'email', 'totp']),
    totpSince: Nullable(Instant),
    recoveryCodesLeft: Type.Integer({ minimum: 0 }),
    passkeys: Type.Array(Passkey),
    provenUntil: Nullable(Type.String({ format: 'date-time', description: 'Until when the shown second proof is fresh enough to change the protection' })),
    sessions: Type.Array(Session),
    devices: Type.Array(Device),
    history: Type.Array(SignInEvent),
    can: obj({ changeFactors: Type.Boolean() }),
  }),
});
export const checkPassword = endpoint({
  method: 'POST',
  url: '/api/v1/password/strength',
  summary: 'How strong a new password would be for the signed-in person; nothing is kept',
  body: obj({ newPassword: Text(1000, 1) }),
  answer: obj({ level: Type.Integer({ minimum: 0, maximum: 4 }), isEnough: Type.Boolean(), says: Type.String() }),
});

/** What a machine key may be allowed to do; routes name them `machine:<operation>`. */
export const MACHINE_OPERATIONS = ['registers.load', 'readings.load'] as const;
export const MachineKey = obj({
  id: Id,
  name: Text(100),
  hint: Type.String({ description: 'First letters of the key, to tell keys apart' }),
  operations: Type.Array(OneOf(MACHINE_OPERATIONS)),
  madeAt: Instant,
  madeBy: Type.String(),
  until: Instant,
  lastUsedAt: Nullable(Instant),
  state: OneOf(['active', 'expired', 'revoked']),
});
const ofOrganization = obj({ organizationId: Id });
export const listMachineKeys = endpoint({
  method: 'GET',
  url: '/api/v1/organizations/:organizationId/machine-keys',
  summary: 'Keys of the organization’s programs',
  params: ofOrganization,
  answer: obj({ keys: Type.Array(MachineKey) }),
});
export const makeMachineKey = endpoint({
  method: 'POST',
  url: '/api/v1/organizations/:organizationId/machine-keys',
  summary: 'Make a key for a program: it is shown in this answer and never again, not even to a repeated request',
  params: ofOrganization,
  body: obj({
    name: Text(100, 1),
    operations: Type.Array(OneOf(MACHINE_OPERATIONS), { minItems: 1, uniqueItems: true }),
    days: Type.Integer({ minimum: 1, maximum: 366 }),
  }),
  answer: obj({ id: Id, key: Nullable(Type.String()), until: Instant }),
  errors: ['auth.secondFactor'],
});
export const revokeMachineKey = endpoint({
  method: 'POST',
  url: '/api/v1/organizations/:organizationId/machine-keys/:keyId/revoke',
  summary: 'Revoke a key: its next call is refused',
  params: obj({ organizationId: Id, keyId: Id }),
  answer: obj({}),
});
