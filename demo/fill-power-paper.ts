// Елена handed in a power of attorney on paper from her mother: a reviewer has something to decide.
import { Readable } from 'node:stream';
import { rightWords } from '#contract/areas';
import { formatDay } from '#contract/russian';
import { givePaper } from '#modules/identity';
import { type FileStore, receiveFile } from '#platform/files';
import { addDays } from '#platform/time';
import type { Typesetter } from '#platform/typst-pool';
import type { Work } from '#platform/work';
import type { Town } from './town.ts';

const TEMPLATE = new URL('power-paper.typ', import.meta.url);
const NUMBER = '66/14-н/66-2026-2-118';
const NOTARY = 'Ясенева Ирина Аркадьевна, Екатеринбург';
const RIGHTS = ['bills', 'pay'] as const;

export async function fillPowerPaper(work: Work, town: Town, { files, typesetter }: { files: FileStore; typesetter: Typesetter }): Promise<void> {
  const [principal, representative] = (['galina', 'elena'] as const).map((key) => town.people.find((person) => person.key === key)!);
  const [signedOn, toDay] = [addDays(town.today, -20), addDays(town.today, 345)];
  const nameOf = ({ name }: (typeof town.people)[number]): string => `${name.lastName} ${name.firstName} ${name.middleName}`;
  const pdf = await typesetter.pdf(
    TEMPLATE,
    {
      title: `Доверенность № ${NUMBER}`,
      notary: NOTARY,
      madeOn: signedOn,
      lines: [
        `Екатеринбург, ${formatDay(signedOn)}.`,
        `Кто выдаёт: ${nameOf(principal!)}.`,
        `Кому: ${nameOf(representative!)}.`,
        `На портале «Мой дом» представитель может: ${RIGHTS.map((right) => rightWords[right]).join('; ')}.`,
        `Действует до ${formatDay(toDay)}, без права передоверия.`,
      ],
    },
    { archive: false },
  );
  const file = await receiveFile(
    files,
    Readable.from([pdf]),
    { name: 'Доверенность.pdf', mediaType: 'application/pdf' },
    { accepts: ['pdf', 'jpeg'], mostBytes: 1_000_000 },
  );
  await givePaper(work, {
    principalId: principal!.personId,
    principal: principal!.phone,
    representativeId: representative!.personId,
    rights: [...RIGHTS],
    number: NUMBER,
    notary: NOTARY,
    signedOn,
    toDay,
    handedInOn: addDays(town.today, -2),
    file,
  });
}
