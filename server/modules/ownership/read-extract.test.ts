// Extracts of every form, and files that are none.
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { extractXml } from '#stand-ins/registers/extract-xml';
import { readExtract } from './read-extract.ts';

const FLAT = {
  cadastralNumber: '66:41:0000001:1017',
  address: 'Свердловская область, г. Липовск, ул. Липовая, д. 14, кв. 37',
  area: '54.3',
  rights: [
    {
      number: '66:41:0000001:1017-66/199/2021-1',
      registeredOn: '2021-05-14',
      share: { numerator: 1, denominator: 3 },
      holders: [{ name: 'Липина Анна Сергеевна', birthDay: '1985-03-12', snils: '112-233-445 95' }],
    },
    {
      number: '66:41:0000001:1017-66/199/2021-2',
      registeredOn: '2021-05-14',
      share: { numerator: 2, denominator: 3 },
      holders: [{ name: 'ООО «Липа & Ко»', inn: '6671999906', isOrganization: true }],
    },
  ],
  restrictions: [
    { number: '66:41:0000001:1017-66/199/2021-3', words: 'Ипотека', from: '2021-05-14', to: '2036-05-14', ofRight: '66:41:0000001:1017-66/199/2021-1' },
  ],
};
const given = { number: 'КУВИ-001/2026-000000001', day: '2026-10-20' };
const bytes = (text: string) => Buffer.from(text);
const read = (text: string) => {
  const answer = readExtract(bytes(text));
  if (!answer.ok) throw new Error(answer.fault);
  return answer.extract;
};
const fault = (text: string | Buffer) => {
  const answer = readExtract(typeof text === 'string' ? bytes(text) : text);
  return answer.ok ? null : answer.fault;
};
const usual = extractXml(FLAT, given);

test('OWN-2: an extract gives its number, day, object, rights with holders and shares, and what burdens them', () => {
  expect(read(usual)).toEqual({
    form: 'extract_about_property_room',
    number: given.number,
    formedOn: '2026-10-20',
    cadastralNumber: FLAT.cadastralNumber,
    area: '54.3',
    address: FLAT.address,
    kindWords: 'Квартира',
    rights: [
      {
        kind: 'shared',
        words: 'Общая долевая собственность',
        number: FLAT.rights[0]!.number,
        registeredOn: '2021-05-14',
        endedOn: null,
        share: { numerator: 1, denominator: 3 },
        shareText: '1/3',
        holders: [{ kind: 'person', name: 'Липина Анна Сергеевна', birthDay: '1985-03-12', snils: '112-233-445 95' }],
      },
      {
        kind: 'shared',
        words: 'Общая долевая собственность',
        number: FLAT.rights[1]!.number,
        registeredOn: '2021-05-14',
        endedOn: null,
        share: { numerator: 2, denominator: 3 },
        shareText: '2/3',
        holders: [{ kind: 'organization', name: 'ООО «Липа & Ко»', inn: '6671999906' }],
      },
    ],
    encumbrances: [
      { number: FLAT.restrictions[0]!.number, code: '022007000000', words: 'Ипотека', from: '2021-05-14', to: '2036-05-14', rights: [FLAT.rights[0]!.number] },
    ],
  });
  expect(read(extractXml(FLAT, { ...given, hidden: true })).rights.map(({ holders }) => holders)).toEqual([[{ kind: 'hidden' }], [{ kind: 'hidden' }]]);
});

test('OWN-2: every root of the register’s forms is read, the parts of a building are not taken for it', () => {
  for (const object of [
    'room',
    'build',
    'land',
    'car_parking_space',
    'construction',
    'under_construction',
    'property_complex',
    'unified_real_estate_complex',
  ]) {
    for (const root of [`extract_about_property_${object}`, `extract_base_params_${object}`]) {
      const text = usual
        .replaceAll('extract_about_property_room', root)
        .replaceAll(/(<\/?)room_record>/g, `$1${object}_record>`)
        .replaceAll(/(<\/?)address_room>/g, object === 'room' ? '$1address_room>' : '$1address_location>');
      expect(read(text), root).toMatchObject({ form: root, cadastralNumber: FLAT.cadastralNumber, area: '54.3', address: FLAT.address, rights: { length: 2 } });
    }
  }
  for (const root of ['extract_transfer_rights_property', 'extract_about_zone'])
    expect(read(usual.replaceAll('extract_about_property_room', root)).form).toBe(root);
  const building = usual
    .replaceAll('extract_about_property_room', 'extract_about_property_build')
    .replaceAll('room_record>', 'build_record>')
    .replace(
      '<params>',
      '<room_records><room_record><object><common_data><cad_number>66:41:0000001:9</cad_number></common_data></object></room_record></room_records><params>',
    );
  expect(read(building)).toMatchObject({ cadastralNumber: FLAT.cadastralNumber, area: '54.3' });
});

test('OWN-2: the old forms too, in windows-1251 whatever their head says', () => {
  const old = `<?xml version="1.0" encoding="UTF-8"?><Extract xmlns="urn:x"><ReestrExtract><DeclarAttribute ExtractNumber="66/001/2016-1" ExtractDate="20.10.2016"/><ExtractObjectRight><ExtractObject><ObjectRight>
    <ObjectDesc><CadastralNumber>66:41:0000001:1017</CadastralNumber><Name>Квартира</Name><Area><Area>54,3</Area></Area><Address><Content>г. Липовск, ул. Липовая, д. 14, кв. 37</Content></Address></ObjectDesc>
    <Right><Owner><Person><FIO><Surname>Липина</Surname><First>Анна</First></FIO><DateBirth>12.03.1985</DateBirth></Person></Owner><Registration><RegNumber>66-66-01/057/2010-978</RegNumber><Type>001002000000</Type><Name>Общая долевая собственность</Name><RegDate>14.05.2010</RegDate><ShareText>1/2</ShareText></Registration>
      <Encumbrance><RegNumber>66-1</RegNumber><Name>Ипотека</Name><Owner><Organization><Name>Банк</Name></Organization></Owner></Encumbrance></Right>
    <Right><Owner><Governance><Name>Липовск</Name></Governance></Owner><Registration><Name>Собственность</Name><RegDate>01.01.2000</RegDate><EndDate>14.05.2010</EndDate></Registration></Right>
    </ObjectRight></ExtractObject></ExtractObjectRight></ReestrExtract></Extract>`;
  const said = {
    number: '66/001/2016-1',
    formedOn: '2016-10-20',
    cadastralNumber: '66:41:0000001:1017',
    area: '54.3',
    encumbrances: [{ number: '66-1', words: 'Ипотека' }],
    rights: [
      { kind: 'shared', share: { numerator: 1, denominator: 2 }, endedOn: null, holders: [{ kind: 'person', name: 'Липина Анна', birthDay: '1985-03-12' }] },
      { kind: 'sole', endedOn: '2010-05-14', holders: [{ kind: 'public', name: 'Липовск' }] },
    ],
  };
  expect(read(old)).toMatchObject(said);
  const recoded = readExtract(iconv.encode(old, 'cp1251'));
  expect(recoded.ok && recoded.extract).toMatchObject(said);
  for (const root of ['KVOKS', 'KPOKS']) {
    const text = `<${root}><CertificationDoc><Date>2015-10-20</Date><Number>66-1</Number></CertificationDoc><Realty><Flat CadastralNumber="66:41:0000001:1017"><Area>54.3</Area><Rights><Right><Name>Собственность</Name><Owners><Owner><Person><FamilyName>Липина</FamilyName><FirstName>Анна</FirstName></Person></Owner></Owners></Right></Rights></Flat></Realty></${root}>`;
    expect(read(text), root).toMatchObject({
      form: root,
      cadastralNumber: '66:41:0000001:1017',
      number: '66-1',
      rights: [{ kind: 'sole', share: { numerator: 1, denominator: 1 }, holders: [{ name: 'Липина Анна' }] }],
    });
  }
});

test('OWN-2: ended rights are marked, shares in words are read or left for a person', () => {
  const ended = usual.replace('</registration_date>', '</registration_date><cancel_date>2024-01-02T00:00:00+05:00</cancel_date>');
  expect(read(ended).rights.map((right) => right.endedOn)).toEqual(['2024-01-02', null]);
  const words = (text: string) => read(usual.replace(/<shares>.*?<\/shares>/s, `<shares><share_description> ${text} </share_description></shares>`)).rights[0];
  expect(words('доля в праве 1/3')).toMatchObject({ share: { numerator: 1, denominator: 3 }, shareText: 'доля в праве 1/3' });
  expect(words('пропорциональна площади')).toMatchObject({ share: null, shareText: 'пропорциональна площади' });
  expect(
    read(usual.replace(/<shares>.*?<\/shares>/s, '<shares><share><numerator>5</numerator><denominator>3</denominator></share></shares>')).rights[0],
  ).toMatchObject({ share: null, shareText: '5/3' });
});

test('OWN-2: another document, a cut one, entities, a flood and a file of 200 MB are refused by name', () => {
  expect([
    fault('<bill/>'),
    fault(''),
    fault('не xml'),
    fault(usual.slice(0, usual.length / 2)),
    fault(usual.replace('<?xml version="1.0" encoding="utf-8"?>', '<!DOCTYPE x [<!ENTITY a "aaaa">]>')),
    fault(usual.replace('Липовая', '&unknown;')),
  ]).toEqual(['root', 'cut', 'cut', 'cut', 'doctype', 'cut']);
  expect(
    fault(
      `<!DOCTYPE lolz [<!ENTITY a "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "&a;&a;&a;&a;">`).join('')}]><extract_about_property_room>&a8;</extract_about_property_room>`,
    ),
  ).toBe('doctype');
  expect(fault(`<extract_about_property_room>${'<a>'.repeat(100)}`)).toBe('tooMuch');
  expect(fault(`<extract_about_property_room>${'<right_record/>'.repeat(6000)}</extract_about_property_room>`)).toBe('tooMuch');
  for (const inside of [
    '<a></a>'.repeat(2_000_000),
    '<a b="1" c="2" d="3"/>'.repeat(800_000),
    `<right_record>${'<right_data><shares><b><numerator>1</numerator></b></shares></right_data>'.repeat(200_000)}</right_record>`,
  ])
    expect(fault(`<extract_about_property_room>${inside}</extract_about_property_room>`), inside.slice(0, 40)).toBe('tooMuch');
  const many = `<right_record><right_data><shares>${'<b><numerator>1</numerator></b>'.repeat(100_000)}</shares></right_data></right_record>`;
  expect(fault(`<extract_about_property_room>${many}</extract_about_property_room>`), 'a hundred thousand values of one fact are read at once').toBe(
    'noNumber',
  );
  expect(fault(Buffer.alloc(200_000_000))).toBe('tooLarge');
  expect(
    [
      usual.replace(/<registration_number>.*?<\/registration_number>/, ''),
      usual.replace(/<date_formation>.*?<\/date_formation>/, '<date_formation>вчера</date_formation>'),
      usual.replace(/<cad_number>.*?<\/cad_number>/, ''),
    ].map(fault),
  ).toEqual(['noNumber', 'noDate', 'noCadastralNumber']);
});

test('OWN-2, X-10: whatever the bytes are, reading ends with an answer', () => {
  const source = bytes(usual);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (rubbish) => typeof readExtract(rubbish).ok === 'boolean'),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(source.length - 1), fc.nat(255)), { maxLength: 12 }), fc.nat(source.length), (changes, end) => {
      const changed = Buffer.from(source.subarray(0, end));
      for (const [at, value] of changes) if (at < end) changed[at] = value;
      return typeof readExtract(changed).ok === 'boolean';
    }),
    { numRuns: 300 },
  );
});

const samples = new URL('../../../../shared/samples/egrn/', import.meta.url);
test.skipIf(!existsSync(samples))('OWN-2: the sample extracts are read', () => {
  const sample = (name: string) => read(readFileSync(new URL(`${name}.synthetic.xml`, samples), 'utf8'));
  expect(sample('extract_about_property_room')).toMatchObject({
    formedOn: '2026-10-20',
    area: '54.3',
    rights: [{ share: { numerator: 1, denominator: 3 } }, { share: { numerator: 2, denominator: 3 } }],
    encumbrances: [{ words: 'Ипотека' }],
  });
  expect(sample('extract_base_params_room')).toMatchObject({
    rights: [{ kind: 'sole', share: { numerator: 1, denominator: 1 }, holders: [{ name: 'Тестова Анна Петровна' }] }],
  });
  expect(sample('extract_about_property_room.hidden-holder').rights[0]!.holders).toEqual([{ kind: 'hidden' }]);
});
