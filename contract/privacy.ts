// Personal data: the policy and its versions, consents by purpose.
import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { consentStates } from './statuses/privacy.ts';
import { keysOf } from './statuses/standing.ts';
import { Day, Id, Instant, Nullable, obj, OneOf, Text } from './types.ts';

/** What needs a person's own consent. Keeping accounts, charges, payments and readings rests on law and contract (152-FZ, article 6, part 1, items 2 and 5) and stands in the policy. A purpose is asked for once something is done for it. */
export const PURPOSES = ['photos', 'stateIdentity', 'registers', 'voice'] as const;
export type Purpose = (typeof PURPOSES)[number];
export const DOCUMENTS = ['policy', ...PURPOSES] as const;
export type DocumentCode = (typeof DOCUMENTS)[number];

const VersionNumber = Type.Integer({ minimum: 1 });
const Section = obj({ heading: Text(200, 1), paragraphs: Type.Array(Text(4_000, 1)) });
export type Section = Static<typeof Section>;
/** How one version differs from the one before, section by section. */
export const TextChange = obj({ heading: Text(200), removed: Type.Array(Text(4_000)), added: Type.Array(Text(4_000)) });
export type TextChange = Static<typeof TextChange>;

const Edition = obj({ version: VersionNumber, fromDay: Day, asksAnew: Type.Boolean({ description: 'Asks everybody for consent anew' }), summary: Text(2_000) });
export const PrivacyDocument = obj({
  code: OneOf(DOCUMENTS),
  title: Text(300),
  version: VersionNumber,
  fromDay: Day,
  isInForce: Type.Boolean(),
  sections: Type.Array(Section),
  changes: Type.Array(TextChange, { description: 'Against the version before' }),
  editions: Type.Array(Edition, { description: 'Every version, the newest first; one may come into force later' }),
});
export const getPrivacyDocument = endpoint({
  method: 'GET',
  url: '/api/v1/privacy/documents/:code',
  summary: 'The policy or the text of a consent, its versions and what they changed; without a version the one in force',
  params: obj({ code: OneOf(DOCUMENTS) }),
  query: obj({ version: Type.Optional(VersionNumber) }),
  answer: PrivacyDocument,
});

const Consent = obj({
  code: OneOf(PURPOSES),
  title: Text(300),
  version: VersionNumber,
  sections: Type.Array(Section),
  state: OneOf(keysOf(consentStates)),
  givenAt: Nullable(Instant),
  givenVersion: Nullable(VersionNumber),
});
export type Consent = Static<typeof Consent>;
export const Consents = obj({
  policy: obj({
    version: VersionNumber,
    fromDay: Day,
    readAt: Nullable(Instant),
    readVersion: Nullable(VersionNumber),
    mustRead: Type.Boolean({ description: 'The person has not read the version in force' }),
    summary: Text(2_000),
  }),
  purposes: Type.Array(Consent),
  history: Type.Array(
    obj({
      id: Id,
      code: OneOf(DOCUMENTS),
      title: Text(300),
      version: VersionNumber,
      sha256: Type.String({ description: 'Digest of the text agreed to, hex' }),
      givenAt: Instant,
      endedAt: Nullable(Instant),
      endReason: Nullable(OneOf(['withdrawn', 'renewed'])),
    }),
  ),
});
export const getConsents = endpoint({
  method: 'GET',
  url: '/api/v1/consents',
  summary: 'What the person agreed to, what is not agreed, and every agreement with its text’s digest',
  answer: Consents,
});
export const answerConsents = endpoint({
  method: 'POST',
  url: '/api/v1/consents',
  summary: 'Answers the first page: the policy was read, and these purposes are agreed to; the rest is not',
  body: obj({ policyVersion: VersionNumber, given: Type.Array(obj({ code: OneOf(PURPOSES), version: VersionNumber }), { maxItems: PURPOSES.length }) }),
  answer: Consents,
  errors: ['privacy.textChanged'],
});
const ofPurpose = obj({ code: OneOf(PURPOSES) });
export const giveConsent = endpoint({
  method: 'POST',
  url: '/api/v1/consents/:code/give',
  summary: 'Agrees to the text of a purpose as it was shown',
  params: ofPurpose,
  body: obj({ version: VersionNumber }),
  answer: Consents,
  errors: ['privacy.textChanged'],
});
export const withdrawConsent = endpoint({
  method: 'POST',
  url: '/api/v1/consents/:code/withdraw',
  summary: 'Takes a consent back: the next request for its purpose is refused',
  params: ofPurpose,
  answer: Consents,
});

export const publishDocument = endpoint({
  method: 'POST',
  url: '/api/v1/work/privacy/documents',
  summary: 'Publishes the next version of the policy or of a consent: it comes into force on its day and is announced to everybody',
  body: obj({
    code: OneOf(DOCUMENTS),
    fromDay: Day,
    asksAnew: Type.Boolean(),
    summary: Text(2_000),
    text: Type.String({ maxLength: 60_000, description: 'Sections begin with «# » and a heading; a blank line parts paragraphs' }),
  }),
  answer: obj({ code: OneOf(DOCUMENTS), version: VersionNumber }),
  errors: ['privacy.sameText'],
});
