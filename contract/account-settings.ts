// How a person keeps an account: contacts, ways of notices, suspension and removal with a code (ACC-3, CONF-1).
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { confirmationFields } from './identity.ts';
import { Id, Instant, Nullable, obj, Text, Version } from './types.ts';

const account = obj({ houseId: Id, accountId: Id });
const url = '/api/v1/accounts/:houseId/:accountId';

export const AccountSettings = obj({
  number: Text(30),
  organization: Text(300),
  address: Text(300),
  contract: Nullable(Text(200)),
  phone: Nullable(Text(30)),
  email: Nullable(Text(254)),
  byEmail: Type.Boolean(),
  bySms: Type.Boolean(),
  suspendedAt: Nullable(Instant),
  version: Version,
});
export const getAccountSettings = endpoint({
  method: 'GET',
  url: `${url}/settings`,
  summary: 'How the person keeps an account that is linked to him',
  params: account,
  answer: AccountSettings,
});
export const changeAccountSettings = endpoint({
  method: 'POST',
  url: `${url}/settings`,
  summary: 'Changes the contacts that the organization may use for the account, and by which ways its notices go',
  params: account,
  body: obj({ version: Version, phone: Text(30), email: Text(254), byEmail: Type.Boolean(), bySms: Type.Boolean(), contract: Text(200) }),
  answer: obj({ version: Version }),
});
const sentCode = obj({ confirmationId: Id, sentTo: Type.String(), expiresAt: Instant });
export const askSuspensionCode = endpoint({
  method: 'POST',
  url: `${url}/suspension/code`,
  summary: 'Sends the code that confirms the suspension of the account',
  params: account,
  answer: sentCode,
});
export const suspendAccount = endpoint({
  method: 'POST',
  url: `${url}/suspension`,
  summary: 'Suspends an account for the person: no autopayments, notices and new requests meanwhile; the debt stays visible',
  params: account,
  body: obj({ version: Version, ...confirmationFields }),
  answer: obj({ version: Version, suspendedAt: Instant }),
});
export const resumeAccount = endpoint({
  method: 'POST',
  url: `${url}/resumption`,
  summary: 'Resumes a suspended account for the person',
  params: account,
  body: obj({ version: Version }),
  answer: obj({ version: Version }),
});
export const askRemovalCode = endpoint({
  method: 'POST',
  url: `${url}/removal/code`,
  summary: 'Sends the code that confirms the removal of the account',
  params: account,
  answer: sentCode,
});
export const removeAccount = endpoint({
  method: 'POST',
  url: `${url}/removal`,
  summary: "Takes the account out of the person's cabinet; its history stays with the organization",
  params: account,
  body: obj(confirmationFields),
  answer: obj({ removed: Type.Boolean() }),
});
