// Signing in by an outside system that knows the person (AUTH-7): the state's one, a bank's; what it told for the profile.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { SignInStep } from './identity.ts';
import { Day, Instant, Nullable, obj, OneOf, Text } from './types.ts';

const SystemId = Type.String({ minLength: 1, maxLength: 30, pattern: '^[a-z][a-z0-9-]*$', description: '`state`, or the name that an installation gave it' });
const Token = Type.String({ minLength: 43, maxLength: 43, description: 'Of this browser’s signing in at the outside system' });
const OutsideSystem = obj({ id: SystemId, name: Type.String(), kind: OneOf(['state', 'bank']) });
const ofSystem = obj({ systemId: SystemId });

export const listOutsideSystems = endpoint({
  method: 'GET',
  url: '/api/v1/sign-in/outside',
  summary: 'Outside systems that people may sign in by',
  answer: obj({ systems: Type.Array(OutsideSystem) }),
});
export const beginOutside = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/outside/:systemId/begin',
  summary: 'Begin to sign in by an outside system, or to connect it to the own account: where the browser goes',
  params: ofSystem,
  body: obj({ purpose: OneOf(['enter', 'link']) }),
  answer: obj({ url: Type.String(), token: Token }),
  errors: ['outside.away', 'auth.secondFactor'],
});

/**
 * `linked`: connected to the open session's person; `signIn`: a cabinet has this proven telephone, its owner signs in by it and
 * calls `joinOutside`; `new`: nobody has it, `enrolOutside` makes a cabinet.
 */
const OutsideStep = obj({
  ...SignInStep.properties,
  next: OneOf(['done', 'second', 'confirmDevice', 'linked', 'signIn', 'new']),
  name: Nullable(Type.String({ description: 'The person as the system named them' })),
});
export const finishOutside = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/outside/:systemId/finish',
  summary: 'The browser is back from the outside system with this query',
  params: ofSystem,
  body: obj({ token: Token, answer: Text(4000, 1) }),
  answer: OutsideStep,
  errors: [
    'outside.over',
    'outside.refused',
    'outside.cancelled',
    'outside.away',
    'outside.child',
    'outside.unknown',
    'outside.taken',
    'signIn.stopped',
    'confirm.noChannel',
    'limit.exceeded',
  ],
});
export const joinOutside = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/outside/join',
  summary: 'Connect the outside account that was just shown to the account signed in to',
  body: obj({ token: Token }),
  answer: obj({}),
  errors: ['outside.over', 'outside.otherPerson', 'outside.taken'],
});
export const enrolOutside = endpoint({
  method: 'POST',
  url: '/api/v1/sign-in/outside/new',
  summary: 'Make an account from the trusted person data that were just shown',
  body: obj({ token: Token, consent: Type.Boolean() }),
  answer: SignInStep,
  errors: ['outside.over', 'outside.taken', 'signIn.stopped'],
});

export const FACT_KINDS = ['name', 'birthDay', 'snils', 'inn', 'passport', 'address'] as const;
export type FactKind = (typeof FACT_KINDS)[number];
export const getOutside = endpoint({
  method: 'GET',
  url: '/api/v1/outside',
  summary: 'Outside systems connected to the own account, what they told, and what differs from the profile',
  answer: obj({
    systems: Type.Array(obj({ ...OutsideSystem.properties, linkedAt: Nullable(Instant), isTrusted: Type.Boolean(), leaveUrl: Nullable(Type.String()) })),
    facts: Type.Array(obj({ kind: OneOf(FACT_KINDS), value: Type.String({ description: 'Numbers masked but for their ends' }), since: Day })),
    differences: Type.Array(obj({ kind: OneOf(FACT_KINDS), ours: Type.String(), theirs: Type.String() })),
    heads: Type.Array(Type.String({ description: 'Organizations of the portal that the person heads' })),
    mayFill: Type.Boolean({ description: 'The person agreed to take papers over from the state system' }),
    can: obj({ change: Type.Boolean({ description: 'A second proof was shown in the last ten minutes' }) }),
  }),
});
export const unlinkOutside = endpoint({
  method: 'POST',
  url: '/api/v1/outside/:systemId/unlink',
  summary: 'Disconnect an outside system from the own account',
  params: ofSystem,
  answer: obj({}),
  errors: ['auth.secondFactor', 'outside.lastDoor'],
});
export const forgetOutsideFacts = endpoint({
  method: 'POST',
  url: '/api/v1/outside/facts/forget',
  summary: 'Deletes what the outside system told; with the consent in force the next entry by it brings that again',
  answer: obj({}),
});
export const settleDifference = endpoint({
  method: 'POST',
  url: '/api/v1/outside/differences/:kind',
  summary: 'Take what the outside system says into the profile, or leave the profile as it is',
  params: obj({ kind: OneOf(FACT_KINDS) }),
  body: obj({ take: Type.Boolean() }),
  answer: obj({}),
});
