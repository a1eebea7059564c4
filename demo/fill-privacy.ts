// Елена changed her name and asks to correct it: the operator has something to answer.
import { askAboutData } from '#modules/privacy';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import type { Town } from './town.ts';

export async function fillPrivacy(work: Work, town: Town): Promise<void> {
  const { personId } = town.people.find(({ key }) => key === 'elena')!;
  await askAboutData(
    { ...work, actor: { kind: 'person', personId, sessionId: deriveId(personId, 'demo'), level: 2, steppedUpUntil: null, grants: [], ip: '', agent: '' } },
    { kind: 'correct', subject: 'Фамилия', text: 'После свадьбы фамилия Рябинина, паспорт уже новый.' },
  );
}
