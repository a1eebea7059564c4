// By which documents the portal looks for state bills: a tax of Галина, a fine of Артём (the stand-in of the state system has both).
import { addDocument } from '#modules/treasury';
import type { Work } from '#platform/work';
import type { Town } from './town.ts';

const DOCUMENTS = [
  ['galina', 'inn', '660000000005'],
  ['artyom', 'licence', '6600000014'],
] as const;

export async function fillTreasury(work: Work, town: Town): Promise<void> {
  for (const [key, kind, number] of DOCUMENTS) {
    const { personId } = town.people.find((person) => person.key === key)!;
    await addDocument(work, personId, { kind, number, consent: true });
  }
}
