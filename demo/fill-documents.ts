// Papers of Галина and of her house: a contract with a term, an act of her home, minutes that all owners read. Without a folder there are none.
import { Readable } from 'node:stream';
import { keepDocument } from '#modules/documents';
import { type FileStore, receiveFile } from '#platform/files';
import { addDays } from '#platform/time';
import type { Work } from '#platform/work';
import { HOME_OF_GALINA } from './people.ts';
import type { Town } from './town.ts';

export async function fillDocuments(work: Work, town: Town, files: FileStore | null): Promise<void> {
  if (!files) return;
  const { personId } = town.people.find(({ key }) => key === 'galina')!;
  const [houseKey, number] = HOME_OF_GALINA;
  const { houseId, premisesId } = town.premises.find((one) => one.houseKey === houseKey && one.number === number)!;
  const day = addDays(town.today, -40);
  const papers = [
    {
      vault: { personId },
      kind: 'contract',
      name: 'Договор на обслуживание домофона',
      text: `Договор № 18 от ${day}\nДомофон квартиры ${number}. Срок договора один год`,
      number: '18',
      datedOn: day,
      expiresOn: addDays(day, 365),
    },
    {
      vault: { houseId, premisesId },
      kind: 'act',
      name: 'Акт осмотра стояков',
      text: `Акт осмотра от ${day}\nКвартира ${number}. Стояки сухие, вентиль на кухне заменён`,
      datedOn: day,
    },
    {
      vault: { houseId },
      kind: 'minutes',
      name: 'Протокол собрания о дворе',
      text: `Протокол общего собрания собственников № 3 от ${day}\nРешили: поставить лавочки и посадить липы`,
      number: '3',
      datedOn: day,
    },
  ] as const;
  for (const { text, ...paper } of papers) {
    const file = await receiveFile(
      files,
      Readable.from([Buffer.from(text)]),
      { name: `${paper.name}.txt`, mediaType: 'text/plain' },
      { accepts: ['txt'], mostBytes: 10_000 },
    );
    await keepDocument(work, { ...paper, file, part: paper.kind });
  }
}
