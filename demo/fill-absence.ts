// Tamara was away for two weeks and asks the waste operator to recalculate: its accountant has something to decide.
import { askForAbsence } from '#modules/calculation';
import { deriveId } from '#platform/ids';
import { addDays } from '#platform/time';
import type { Work } from '#platform/work';
import { HOME_OF_CHAIR } from './people.ts';
import type { Town } from './town.ts';

export async function fillAbsence(work: Work, town: Town): Promise<void> {
  const { personId } = town.people.find((person) => person.key === 'tamara')!;
  const [houseKey, number] = HOME_OF_CHAIR;
  const home = town.premises.find((one) => one.houseKey === houseKey && one.number === number)!;
  const { houseId, accountId } = town.accounts.find((one) => one.premisesId === home.premisesId && one.kind === 'waste')!;
  const actor = {
    kind: 'person' as const,
    personId,
    sessionId: deriveId(personId, 'demo'),
    level: 2 as const,
    steppedUpUntil: null,
    grants: [],
    ip: '',
    agent: '',
  };
  await askForAbsence(
    { ...work, actor },
    { houseId, accountId },
    { persons: 1, leftOn: addDays(town.today, -24), returnedOn: addDays(town.today, -5), comment: 'Была в санатории, путёвку приложу' },
  );
}
