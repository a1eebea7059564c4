// Money that lies ahead on an account: what of it the organization's bank may give back, and that it has (ACC-1, PAY-7).
import { endpoint } from './endpoint.ts';
import { Day, Id, Kopecks, obj, PositiveKopecks, Text } from './types.ts';

const account = obj({ houseId: Id, accountId: Id });

export const getAdvance = endpoint({
  method: 'GET',
  url: '/api/v1/work/accounts/:houseId/:accountId/advance',
  summary:
    'Money ahead on an account, and how much of it the organization’s bank may give back (it came by the bank’s registers, or with the account): the rest goes back the way it came',
  params: account,
  answer: obj({ advanceKopecks: Kopecks, byBankKopecks: Kopecks, /** On its way back through the portal, besides. */ underWayKopecks: Kopecks }),
});
export const returnAdvance = endpoint({
  method: 'POST',
  url: '/api/v1/work/accounts/:houseId/:accountId/advance-returns',
  summary: 'Notes that the organization’s bank has given money ahead back to the payer',
  params: account,
  body: obj({ advanceKopecks: Kopecks, kopecks: PositiveKopecks, returnedOn: Day, document: Text(100) }),
  answer: obj({ advanceKopecks: Kopecks }),
  errors: ['object.changed', 'advances.tooMuch'],
});
