// The association owes one of its debtors a fine for a wrong count: it waits for the next run, and the accountant sees it.
import { addSum } from '#modules/calculation';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import type { Town } from './town.ts';

const HOME = ['c', '9'] as const;

export async function fillAddedSums(work: Work, town: Town): Promise<void> {
  const home = town.premises.find((one) => one.houseKey === HOME[0] && one.number === HOME[1])!;
  const account = town.accounts.find((one) => one.premisesId === home.premisesId && one.kind === 'manager')!;
  const { organizationId } = account;
  const { personId } = town.people.find((person) => person.key === 'accountantB')!;
  const actor = {
    kind: 'person' as const,
    personId,
    sessionId: deriveId(personId, 'demo'),
    level: 2 as const,
    steppedUpUntil: null,
    grants: [{ role: 'accountant' as const, premisesId: null, houseId: null, organizationId }],
    ip: '',
    agent: '',
  };
  const body = {
    organizationId,
    account: account.number,
    what: 'performer_fine' as const,
    kopecks: 48_250,
    reason: 'за неверный расчёт платы за домофон',
    document: 'ответ на обращение № 31',
  };
  await addSum({ ...work, actor }, { params: {}, query: {}, body });
}
