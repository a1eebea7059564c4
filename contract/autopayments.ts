// Paying an account by itself (PAY-5): what the person agrees to by a code, and what became of each month.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { confirmationFields } from './identity.ts';
import { SavedMethod } from './payment-methods.ts';
import { autopaymentMonthStates } from './statuses/payments.ts';
import { keysOf } from './statuses/standing.ts';
import { Day, Id, Instant, Kopecks, Month, Nullable, obj, OneOf, PositiveKopecks, Version } from './types.ts';

const ofAccount = obj({ houseId: Id, accountId: Id });
const url = '/api/v1/accounts/:houseId/:accountId/autopayment';

export const MOST_NOTICE_DAYS = 10;

const terms = {
  methodId: Id,
  monthDay: Nullable(Type.Integer({ minimum: 1, maximum: 31, description: 'Day of the month; null: the day by which the bill is due' })),
  fixedKopecks: Nullable(PositiveKopecks),
  limitKopecks: PositiveKopecks,
  noticeDays: Type.Integer({ minimum: 0, maximum: MOST_NOTICE_DAYS }),
};

export const AUTOPAYMENT_STATES = ['active', 'paused'] as const;

const Autopayment = obj({
  ...terms,
  state: OneOf(AUTOPAYMENT_STATES),
  words: Type.String({ description: '«В последний день оплаты: весь долг, не больше 5 000 ₽»' }),
  method: Nullable(SavedMethod),
  next: Nullable(obj({ payOn: Day, noticeOn: Nullable(Day) })),
  can: obj({ pause: Type.Boolean(), resume: Type.Boolean() }),
  version: Version,
});

export const getAutopayment = endpoint({
  method: 'GET',
  url,
  summary: 'How the account is paid by itself, what may be chosen, and what became of the last months',
  params: ofAccount,
  answer: obj({
    account: obj({
      houseId: Id,
      accountId: Id,
      number: Type.String(),
      address: Type.String(),
      payee: Type.String(),
      toPayKopecks: Type.Integer({ minimum: 0 }),
      isSuspended: Type.Boolean(),
    }),
    autopayment: Nullable(Autopayment),
    methods: Type.Array(SavedMethod),
    months: Type.Array(obj({ period: Month, state: OneOf(keysOf(autopaymentMonthStates)), words: Type.String(), paymentId: Nullable(Id) })),
    mostKopecks: Kopecks,
  }),
});

const refusals = ['payments.methodGone', 'accounts.suspended'] as const;

export const askAutopaymentCode = endpoint({
  method: 'POST',
  url: `${url}/code`,
  summary: 'Sends a one-time code bound to the account, the method, the sum and the limit',
  params: ofAccount,
  body: obj(terms),
  answer: obj({ confirmationId: Id, sentTo: Type.String(), expiresAt: Instant, words: Type.String() }),
  errors: refusals,
});

export const setAutopayment = endpoint({
  method: 'POST',
  url,
  summary: 'Sets up or changes how the account is paid by itself; needs the code of these very terms',
  params: ofAccount,
  body: obj({ ...terms, ...confirmationFields }),
  answer: obj({ version: Version }),
  errors: [...refusals, 'confirm.wrong', 'confirm.expired', 'confirm.used', 'confirm.otherContent'],
});

export const switchAutopayment = endpoint({
  method: 'POST',
  url: `${url}/state`,
  summary: 'Pauses, resumes or ends: the consent was given, no code is asked for',
  params: ofAccount,
  body: obj({ version: Version, state: OneOf([...AUTOPAYMENT_STATES, 'ended']) }),
  answer: obj({ state: OneOf([...AUTOPAYMENT_STATES, 'ended']), version: Version }),
});
