// A claim of ownership in each state: the papers of the people say what the made-up registers say (stand-ins/registers/book.ts).
import { Readable } from 'node:stream';
import type { ClaimStatus, Compared, PaperKind } from '#contract/ownership';
import { putFact } from '#modules/federation';
import { ownersOf, premisesOf } from '#modules/housing';
import { giveClaim } from '#modules/ownership';
import { type FileStore, type ReceivedFile, receiveFile } from '#platform/files';
import { addDays } from '#platform/time';
import type { Work } from '#platform/work';
import { registerPeople } from '#stand-ins/registers/book';
import { extractXml } from '#stand-ins/registers/extract-xml';
import { gostAuthority } from '#stand-ins/registers/gost-signer';
import { HOME_OF_CHAIR, HOME_OF_DEBTOR, HOME_OF_GALINA, HOME_OF_OVERPAYER, type Home, RENTED_HOME, ROOM_OF_ZOYA, SECOND_HOME_OF_GALINA } from './people.ts';
import type { Town } from './town.ts';

type DemoClaim = {
  readonly person: string;
  readonly home: Home;
  readonly status: ClaimStatus;
  readonly extractDays?: number;
  readonly reply?: string;
  readonly wrong?: readonly PaperKind[];
};
const CLAIMS: readonly DemoClaim[] = [
  { person: 'artyom', home: HOME_OF_DEBTOR, status: 'draft', extractDays: 2 },
  { person: 'daria', home: RENTED_HOME, status: 'submitted', extractDays: 3 },
  { person: 'zoya', home: ROOM_OF_ZOYA, status: 'checking' },
  { person: 'maxim', home: RENTED_HOME, status: 'reviewer', extractDays: 40 },
  {
    person: 'roman',
    home: HOME_OF_OVERPAYER,
    status: 'asked',
    extractDays: 5,
    reply: 'В выписке нет номера помещения. Приложите план из технического паспорта.',
  },
  { person: 'tamara', home: HOME_OF_CHAIR, status: 'confirmed' },
  {
    person: 'elena',
    home: SECOND_HOME_OF_GALINA,
    status: 'refused',
    extractDays: 90,
    reply: 'Выписка старше 30 дней. Закажите новую и приложите вместе с подписью.',
    wrong: ['extract', 'signature'],
  },
  { person: 'ivan', home: HOME_OF_GALINA, status: 'withdrawn' },
];
/** What the automatic check found of the claim that a reviewer has. */
const COMPARED: readonly Compared[] = [
  { name: 'signature', ours: null, extract: 'верна', register: null, isSame: true },
  { name: 'age', ours: 'не старше 30 дней', extract: 'дней: 40', register: null, isSame: false },
  { name: 'cadastralNumber', ours: '66:41:9900187:1023', extract: '66:41:9900187:1023', register: '66:41:9900187:1023', isSame: true },
  {
    name: 'owner',
    ours: 'Кедров Максим Олегович',
    extract: 'Кедров Максим Олегович',
    register: 'Кедров Максим Олегович, Кедрова Алина Сергеевна',
    isSame: true,
  },
  { name: 'share', ours: null, extract: 'целиком', register: '1/2', isSame: false },
];

export async function fillClaims(work: Work, town: Town, files: FileStore | null): Promise<void> {
  for (const [key, { birthDay, snils, series, number, inn }] of Object.entries(registerPeople)) {
    const { personId } = town.people.find((person) => person.key === key)!;
    for (const [kind, value] of Object.entries({ birthDay, snils, passport: `${series} ${number}`, inn }))
      await putFact(work, { personId, kind: kind as 'birthDay', value });
  }
  for (const claim of CLAIMS) {
    const { personId } = town.people.find(({ key }) => key === claim.person)!;
    const [houseKey, number] = claim.home;
    const { houseId, premisesId } = town.premises.find((one) => one.houseKey === houseKey && one.number === number)!;
    const [premises] = await premisesOf(work.tx, [{ houseId, premisesId }]);
    const owners = claim.status === 'confirmed' ? await ownersOf(work.tx, houseId, [premisesId], town.today) : [];
    const ownershipId = owners.find((owner) => owner.personId === personId)?.id;
    const papers =
      files && claim.extractDays !== undefined
        ? await extractOf(
            files,
            { cadastralNumber: premises!.cadastralNumber!, address: premises!.fullAddress, area: premises!.areaTotal, name: nameOf(town, claim.person) },
            { day: addDays(town.today, -claim.extractDays), at: work.now },
          )
        : [];
    await giveClaim(work, {
      houseId,
      premisesId,
      personId,
      address: premises!.address,
      cadastralNumber: premises!.cadastralNumber,
      status: claim.status,
      ...(claim.status === 'reviewer' && { compared: COMPARED }),
      ...(claim.reply && { reply: claim.reply }),
      ...(ownershipId && { ownershipId }),
      papers: papers.map(({ kind, file }) => ({ kind, file, ...(claim.wrong?.includes(kind) && { problem: claim.reply! }) })),
    });
  }
}

const nameOf = (town: Town, key: string): string => {
  const { name } = town.people.find((person) => person.key === key)!;
  return [name.lastName, name.firstName, name.middleName].join(' ');
};

/** An extract with the register's signature, as its owner would have got it on that day. */
async function extractOf(
  files: FileStore,
  { name, ...object }: { cadastralNumber: string; address: string; area: string; name: string },
  { day, at }: { day: string; at: Date },
): Promise<{ kind: PaperKind; file: ReceivedFile }[]> {
  const holder = Object.values(registerPeople).find((person) => person.name === name);
  const rights = [
    {
      number: `${object.cadastralNumber}-66/199/2021-1`,
      registeredOn: '2021-06-18',
      holders: [{ name, ...(holder && { birthDay: holder.birthDay, snils: holder.snils }) }],
    },
  ];
  const xml = Buffer.from(
    extractXml({ ...object, rights, restrictions: [] }, { number: `КУВИ-001/${day.slice(0, 4)}-${object.cadastralNumber.replaceAll(':', '').slice(-8)}`, day }),
  );
  const receive = (bytes: Buffer, fileName: string, mediaType: string): Promise<ReceivedFile> =>
    receiveFile(files, Readable.from([bytes]), { name: fileName, mediaType }, { accepts: ['xml', 'signature'], mostBytes: 1_000_000, exact: true });
  return [
    { kind: 'extract', file: await receive(xml, 'Выписка из ЕГРН.xml', 'application/xml') },
    { kind: 'signature', file: await receive(gostAuthority().sign(xml, { at }), 'Выписка из ЕГРН.xml.sig', 'application/pkcs7-signature') },
  ];
}
