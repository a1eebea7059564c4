// What is typeset: the lease that Максим and Дарья have signed, a contract of two neighbours that waits for the second, the copy of a power of attorney. Without a folder there are none.
import { giveAgreement } from '#modules/agreements';
import type { FileStore } from '#platform/files';
import { addDays } from '#platform/time';
import { openTypesetter } from '#platform/typst-pool';
import type { Work } from '#platform/work';
import { fillPowerPaper } from './fill-power-paper.ts';
import { RENTED_HOME } from './people.ts';
import type { Town } from './town.ts';

export async function fillAgreements(work: Work, town: Town, files: FileStore | null): Promise<void> {
  if (!files) return;
  const idOf = (key: string): string => town.people.find((person) => person.key === key)!.personId;
  const [houseKey, number] = RENTED_HOME;
  const { street, number: house } = town.houses.find(({ key }) => key === houseKey)!;
  const typesetter = openTypesetter({ processes: 1 });
  try {
    const ports = { files, typesetter };
    await giveAgreement(work, ports, {
      template: 'rent',
      authorId: idOf('maxim'),
      parties: [idOf('maxim'), idOf('daria')],
      signed: 2,
      days: 14,
      fields: {
        address: `${street}, ${house}, кв. ${number}`,
        fromDay: addDays(town.today, -30),
        toDay: addDays(town.today, 300),
        monthly: '28 000',
        payDay: '5',
      },
    });
    await giveAgreement(work, ports, {
      template: 'free',
      authorId: idOf('galina'),
      parties: [idOf('galina'), idOf('roman')],
      signed: 1,
      days: 14,
      fields: {
        title: 'Соглашение о запасных ключах',
        text: 'Соседи хранят запасные ключи друг друга\nКлюч отдают только хозяину квартиры\nСоглашение действует, пока один из соседей не откажется от него',
      },
    });
    await fillPowerPaper(work, town, ports);
  } finally {
    await typesetter.stop();
  }
}
