// By what the state identity system knows Галина: her account there opens her account here (the stand-in has the same number).
import { putFact } from '#modules/federation';
import type { Work } from '#platform/work';
import type { Town } from './town.ts';

export async function fillOutside(work: Work, town: Town): Promise<void> {
  const { personId } = town.people.find(({ key }) => key === 'galina')!;
  await putFact(work, { personId, kind: 'snils', value: '112-233-445 95' });
}
