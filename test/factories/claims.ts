// A home with its register entry, a person with papers, and a claim that is ready to be handed in.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { OutsideTrust } from '#modules/signing';
import { putFact } from '#modules/federation';
import { addOwnership } from '#modules/housing';
import type { Person } from '#platform/actor';
import { type FileStore, receiveFile, type ReceivedFile } from '#platform/files';
import { newId } from '#platform/ids';
import { readPem, readRevocationList } from '#platform/x509';
import { gostAuthority } from '#stand-ins/registers/gost-signer';
import { extractXml, type RegisterObject } from '#stand-ins/registers/extract-xml';
import { makeHouse, makePremises } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { portal, TEST_KEYS, type World } from '#test/world';

export const OWNER = { lastName: 'Ветров', firstName: 'Артём', middleName: 'Игоревич' };
export const OWNER_PAPERS = { birthDay: '1996-04-08', snils: '112-233-445 95', passport: '65 16 100014', inn: '660000000140' };
export const OWNER_HOLDER = { name: 'Ветров Артём Игоревич', birthDay: OWNER_PAPERS.birthDay, snils: OWNER_PAPERS.snils };
const authority = gostAuthority();

export const testStore = (world: World): FileStore => ({ dir: mkdtempSync(path.join(tmpdir(), 'claims-')), ring: TEST_KEYS, clock: () => world.now });
/** The made-up register's root and its list as of the world's day. */
export const testTrust = (world: World): OutsideTrust => ({
  roots: readPem(authority.rootPem),
  others: [],
  lists: async () => [readRevocationList(authority.list(new Date(world.now.getTime() - 60_000)))!],
});

let made = 0;
/** A flat known to the register as the person's; `before`: whom the portal has as its owner until then. */
export async function makeClaimedFlat(
  world: World,
  { before, share }: { before?: string; share?: { numerator: number; denominator: number } } = {},
): Promise<{ home: { houseId: string; premisesId: string }; managerId: string; object: RegisterObject; owner: Person }> {
  made += 1;
  const house = await makeHouse(world, { flats: 0 });
  const cadastralNumber = `66:41:99${String(made).padStart(5, '0')}:${1000 + made}`;
  const [home] = await makePremises(world, [{ houseId: house.houseId, number: '52', kind: 'flat', areaTotal: '49.70', cadastralNumber }]);
  const owner = await makeActor(world, [], { ...OWNER, confirmed: true });
  for (const [kind, value] of Object.entries(OWNER_PAPERS))
    await world.run(portal, (work) => putFact(work, { personId: owner.personId, kind: kind as 'inn', value }));
  if (before) await world.run(portal, (work) => addOwnership(work, [{ ...home!, ownerName: before, fromDay: '2001-03-01' }]));
  const { rows } = await world.pool.query<{ number: string; street: string }>('select number, street from housing.house where house_id = $1', [house.houseId]);
  const rest =
    share && share.numerator < share.denominator
      ? [
          {
            number: `${cadastralNumber}-66/199/2021-2`,
            registeredOn: '2021-06-18',
            share: { numerator: share.denominator - share.numerator, denominator: share.denominator },
            ground: 'sale',
            holders: [{ name: 'Другая Мария Ивановна', birthDay: '1970-01-01' }],
          },
        ]
      : [];
  const object: RegisterObject = {
    cadastralNumber,
    address: `Свердловская область, г. Липовск, ул. ${rows[0]!.street.replace('улица ', '')}, д. ${rows[0]!.number}, кв. 52`,
    area: '49.70',
    rights: [
      { number: `${cadastralNumber}-66/199/2021-1`, registeredOn: '2021-06-18', ground: 'sale', ...(share && { share }), holders: [OWNER_HOLDER] },
      ...rest,
    ],
    restrictions: [{ number: `${cadastralNumber}-66/199/2021-3`, words: 'Ипотека', from: '2021-06-18', ofRight: '' }],
  };
  return { home: { houseId: home!.houseId, premisesId: home!.premisesId }, managerId: house.managerId, object, owner };
}

const receive = (store: FileStore, bytes: Buffer, [name, mediaType]: readonly [string, string]): Promise<ReceivedFile> =>
  receiveFile(store, Readable.from([bytes]), { name, mediaType }, { accepts: ['xml', 'signature', 'pdf'], mostBytes: 1_000_000, exact: true });

/** An extract of the object with the register's signature, as files of the store. */
export async function makeExtract(
  world: World,
  store: FileStore,
  object: RegisterObject,
  more: { day?: string; hidden?: boolean; signedBy?: 'signer' | 'revoked'; otherFile?: boolean } = {},
): Promise<{ extract: ReceivedFile; signature: ReceivedFile }> {
  const xml = Buffer.from(
    extractXml(object, {
      number: `КУВИ-001/2026-${newId(world.now).slice(-8)}`,
      day: more.day ?? world.now.toISOString().slice(0, 10),
      hidden: more.hidden ?? false,
    }),
  );
  const signed = authority.sign(more.otherFile ? Buffer.from('<other/>') : xml, { at: world.now, by: more.signedBy ?? 'signer' });
  return {
    extract: await receive(store, xml, ['выписка.xml', 'application/xml']),
    signature: await receive(store, signed, ['выписка.xml.sig', 'application/pkcs7-signature']),
  };
}
