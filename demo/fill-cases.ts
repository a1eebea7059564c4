// Galina asked her management company about a payment and was answered.
import { openCase, writeInCase } from '#modules/cases';
import type { Person } from '#platform/actor';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { type DemoPerson, HOME_OF_GALINA } from './people.ts';
import type { Town } from './town.ts';

export async function fillCases(work: Work, town: Town): Promise<void> {
  const [galina, accountant] = ['galina', 'accountantA'].map((key) => town.people.find((person) => person.key === key)!) as [DemoPerson, DemoPerson];
  const [houseKey, number] = HOME_OF_GALINA;
  const home = town.premises.find((one) => one.houseKey === houseKey && one.number === number)!;
  const account = town.accounts.find((one) => one.premisesId === home.premisesId && one.kind === 'manager')!;
  const asking = await openCase(as(work, galina), {
    houseId: account.houseId,
    accountId: account.accountId,
    kind: 'question',
    text: 'Заплатила в кассе банка. Когда платёж появится на портале?',
  });
  const grants = [{ role: 'accountant' as const, premisesId: null, houseId: null, organizationId: account.organizationId }];
  await writeInCase({ ...as(work, accountant, grants), id: deriveId(work.id, 'answer') }, asking, {
    text: 'Банк присылает реестр раз в день. Обычно платёж виден на следующий рабочий день.',
  });
}

const as = (work: Work, { personId }: DemoPerson, grants: Person['grants'] = []): Work => ({
  ...work,
  actor: { kind: 'person', personId, sessionId: deriveId(personId, 'demo'), level: 2, steppedUpUntil: null, grants, ip: '', agent: '' },
});
