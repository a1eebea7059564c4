import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ENDED, guid, link, LIVE, object, writeGarFile, writeTown } from '#test/factories/gar';
import { toProblem } from '#platform/errors';
import { guest, refusalOf, useWorld } from '#test/world';
import { readAddress } from './address-card.ts';
import { answerSearch } from './answer-search.ts';
import { findAddresses } from './find-addresses.ts';
import { garKindOf, houseLabel } from './gar-files.ts';
import { loadGar } from './load-gar.ts';
import { sweepLoads } from './loads.ts';
import { FLAGS, readDirectory } from './read-directory.ts';
import { keepDirectory } from './search-desk.ts';

const world = useWorld();
const root = mkdtempSync(path.join(os.tmpdir(), 'moidom-gar-'));
let folder: string;
let round = 0;
beforeEach(async () => {
  await world.db.updateTable('addresses.load').set({ status: 'replaced' }).execute();
  await sweepLoads(world.db);
  round += 1;
  folder = path.join(root, `${10 + round}`);
  mkdirSync(folder);
});
afterAll(() => rmSync(root, { recursive: true }));

const load = (from: string, isIncrement = false) => loadGar({ pool: world.pool, db: world.db }, { folder: from, isIncrement, today: '2026-11-22' });
async function found(typed: string): Promise<string | undefined> {
  const { index } = await readDirectory(world.pool, [], '');
  const hit = findAddresses(index, typed, { limit: 1 })[0];
  if (!hit || !hit.isExact) return undefined;
  const place = index.places[index.streetPlace[hit.street]!]!;
  return [
    place.region,
    place.district,
    `${place.kind} ${place.name}`,
    `${index.kinds[index.streetKind[hit.street]!]!} ${index.titles[index.streetTitle[hit.street]!]!}`.trim(),
    hit.house === null ? '' : index.labels[index.houseLabel[hit.house]!]!,
  ]
    .filter(Boolean)
    .join('; ');
}

describe('the state address register', () => {
  test('ADDR-3: a full load: what is in force, both divisions, houses on streets and straight in a village', async () => {
    writeTown(folder);
    expect(await load(folder)).toEqual([{ source: `gar:${path.basename(folder)}`, files: 6, skipped: 0, rows: 27, houses: 4 }]);
    expect(await found('Ёлкина 5')).toBe('Липовская обл; м.о. город Липовск; г Липовск; ул Лётчика "Ёлкина" & Ко; 5');
    expect(await found('летчика елкина 5к2')).toBe('Липовская обл; м.о. город Липовск; г Липовск; ул Лётчика "Ёлкина" & Ко; 5, к. 2');
    expect(await found('Северный тихий 3')).toBe('Липовская обл; мкр Северный; г Липовск; пер Тихий; 3');
    expect(await found('Ивановка 7')).toBe('Липовская обл; д Ивановка; 7');
    expect(await found('Прежняя')).toBeUndefined();
    expect(await world.db.selectFrom('addresses.house').select(['premises', 'postal_code', 'kinds']).where('external_id', '=', guid(11)).execute()).toEqual([
      { premises: 2, postal_code: '627540', kinds: FLAGS.commercial },
    ]);
  });

  test('ADDR-3: an increment renames, ends and adds; applied twice it does nothing more; the search sees all of it or nothing', async () => {
    writeTown(folder);
    await load(folder);
    const more = path.join(root, 'more', path.basename(folder));
    mkdirSync(more, { recursive: true });
    writeGarFile(more, 'AS_ADDR_OBJ', [object(6, 8, ['пер', 'Тихий'], ENDED), object(6, 8, ['пер', 'Громкий'])]);
    writeGarFile(more, 'AS_HOUSES', [
      { OBJECTID: 14, HOUSENUM: '7', ...ENDED },
      { OBJECTID: 16, OBJECTGUID: guid(16), HOUSENUM: '8', ...LIVE },
    ]);
    writeGarFile(more, 'AS_ADM_HIERARCHY', [link(16, 1, 2, 5, 6)]);
    expect(await load(more, true)).toMatchObject([{ files: 3, skipped: 0, houses: 4 }]);
    expect(await found('Громкий 8')).toContain('пер Громкий; 8');
    expect(await found('Громкий 3')).toContain('пер Громкий; 3');
    expect(await found('Ивановка 7')).toBeUndefined();
    expect(await load(more, true)).toMatchObject([{ files: 3, skipped: 3, rows: 0, houses: 4 }]);
  });

  test('ADDR-3: a load that was cut shows nothing of itself and goes on with the files that are left', async () => {
    writeTown(folder);
    const cut = path.join(folder, 'AS_HOUSES_20261101_aa.XML');
    const whole = '<HOUSES><HOUSE OBJECTID="11" HOUSENUM="77" ISACTUAL="1" ISACTIVE="1" ENDDATE="2079-06-06"/></HOUSES>';
    writeFileSync(cut, whole.slice(0, -9));
    expect((await refusalOf(load(folder))).code).toBe('addresses.garCut');
    expect(await found('Ёлкина 77')).toBeUndefined();
    writeFileSync(cut, whole);
    expect(await load(folder)).toMatchObject([{ files: 6, skipped: 3, houses: 1 }]);
    expect(await found('Ёлкина 77')).toContain('; 77');
  });

  test('ADDR-3: a folder without files, an increment onto nothing and files without a house are refused in words, what was there stays', async () => {
    expect((await refusalOf(load(folder))).code).toBe('addresses.garNoFiles');
    writeGarFile(folder, 'AS_HOUSES', []);
    expect((await refusalOf(load(folder, true))).code).toBe('addresses.garNoFull');
    rmSync(path.join(folder, 'AS_HOUSES_20261101_aa.XML'));
    writeTown(folder);
    await load(folder);
    const torn = path.join(root, 'torn', path.basename(folder));
    mkdirSync(torn, { recursive: true });
    writeGarFile(torn, 'AS_HOUSES', [{ OBJECTID: 11, HOUSENUM: '77', ...LIVE }]);
    expect((await refusalOf(load(torn))).code).toBe('addresses.garEmpty');
    expect(await found('Ёлкина 5')).toContain('; 5');
  });

  const good = '<HOUSE OBJECTID="11" HOUSENUM="1" ISACTUAL="1" ISACTIVE="1" ENDDATE="2079-06-06"/>';
  test.each([
    ['', 0, 'это не файл ГАР'],
    ['no', 0, 'это не файл ГАР'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><HOUSES></HOUSES>', 0, 'это не файл ГАР'],
    [`<PARAMS>${good}</PARAMS>`, 0, 'это не файл ГАР'],
    [`<HOUSES>${good}<HOUSE OBJECTID=1 /></HOUSES>`, 2, 'запись 2 не читается'],
    [`<HOUSES>${good}${good}<HOUSE HOUSENUM="3" ISACTUAL="1" ISACTIVE="1"/></HOUSES>`, 3, 'запись 3 не читается'],
    [`<HOUSES>${good}<HOUSE OBJECTID="1; drop table" HOUSENUM="3"/></HOUSES>`, 2, 'запись 2 не читается'],
    [`<HOUSES><HOUSE OBJECTID="1" OBJECTGUID="0c5b"/></HOUSES>`, 1, 'запись 1 не читается'],
    [`<HOUSES><HOUSE OBJECTID="1" HOUSENUM="1\0"/></HOUSES>`, 1, 'запись 1 не читается'],
    [`<HOUSES>${good}<HOUSE OBJECTID="12" HOUSENUM="${'9'.repeat(70_000)}`, 1, 'запись 1 не читается'],
    [`<HOUSES>${good}`, 1, 'оборван после записи 1'],
    [`<HOUSES>${good}<HOUSE OBJECTID="12" HOUSEN`, 1, 'оборван после записи 1'],
  ])('ADDR-3, X-3: bad XML is refused with its file and the number of the record, nothing of it is kept: %#', async (text, row, says) => {
    writeTown(folder);
    await load(folder);
    const bad = path.join(root, 'bad', path.basename(folder));
    mkdirSync(bad, { recursive: true });
    writeTown(bad);
    writeFileSync(path.join(bad, 'AS_HOUSES_20261101_aa.XML'), text);
    const refusal = await refusalOf(load(bad));
    expect(refusal.facts).toEqual({ file: 'AS_HOUSES_20261101_aa.XML', row });
    expect(toProblem(refusal, '').title).toContain(`AS_HOUSES_20261101_aa.XML`);
    expect(toProblem(refusal, '').title).toContain(says);
    expect(await found('Ёлкина 5')).toContain('; 5');
    expect(await world.db.selectFrom('addresses.gar_house').select('object_id').where('label', '=', '1').execute()).toEqual([]);
  });

  test('ADDR-3: of two loads of a region at once one goes on, the other is refused; an older increment is refused; another edition in the same folder begins anew', async () => {
    writeTown(folder);
    const raced = await Promise.allSettled([load(folder), load(folder), load(folder)]);
    expect(raced.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of raced) if (one.status === 'rejected') expect((one.reason as { code: string }).code).toBe('addresses.loading');
    const older = path.join(root, 'older', path.basename(folder));
    mkdirSync(older, { recursive: true });
    writeGarFile(older, 'AS_HOUSES', [{ OBJECTID: 14, HOUSENUM: '7', ...ENDED }], '20261031');
    expect((await refusalOf(load(older, true))).code).toBe('addresses.garOld');
    expect(await found('Ивановка 7')).toContain('; 7');
    const edition = path.join(root, 'edition', path.basename(folder));
    mkdirSync(edition, { recursive: true });
    writeTown(edition);
    writeFileSync(path.join(edition, 'AS_HOUSES_PARAMS_20261101_aa.XML'), 'no');
    expect((await refusalOf(load(edition))).code).toBe('addresses.garUnreadable');
    for (const file of readdirSync(edition)) rmSync(path.join(edition, file));
    writeGarFile(edition, 'AS_ADDR_OBJ', [object(1, 1, ['обл', 'Липовская']), object(2, 5, ['г', 'Липовск']), object(3, 8, ['ул', 'Новая'])], '20261201');
    writeGarFile(edition, 'AS_HOUSES', [{ OBJECTID: 11, HOUSENUM: '77', ...LIVE }], '20261201');
    writeGarFile(edition, 'AS_ADM_HIERARCHY', [link(1), link(2, 1), link(3, 1, 2), link(11, 1, 2, 3)], '20261201');
    expect(await load(edition)).toMatchObject([{ files: 3, skipped: 0, houses: 1 }]);
    expect([await found('Ивановка 7'), await found('Ёлкина 5'), await found('Новая 77')]).toEqual([undefined, undefined, expect.stringContaining('; 77')]);
  });

  test('ADDR-3, X-7: who searches while a full load and an increment go in sees all of the old or all of the new; a card that was found before is still there after', async () => {
    writeTown(folder);
    await load(folder);
    const [next, more] = ['next', 'delta'].map((name) => path.join(root, name, path.basename(folder))) as [string, string];
    for (const one of [next, more]) mkdirSync(one, { recursive: true });
    writeTown(next);
    writeGarFile(next, 'AS_HOUSES', [
      { OBJECTID: 11, HOUSENUM: '5', ...LIVE },
      { OBJECTID: 15, HOUSENUM: '33', ...LIVE },
    ]);
    writeGarFile(more, 'AS_HOUSES', [
      { OBJECTID: 11, HOUSENUM: '6', ...LIVE },
      { OBJECTID: 14, HOUSENUM: '8', ...LIVE },
    ]);
    const directory = keepDirectory(world.pool, world.db, 0);
    const all = async (): Promise<string> => {
      await turn(); // what is being read goes on meanwhile
      const { index } = await directory();
      return [...index.houseLabel]
        .map((label) => index.labels[label]!)
        .sort((a, b) => a.localeCompare(b, 'ru', { numeric: true }))
        .join(' ');
    };
    const [first, second, third] = ['3 5 5, к. 2 7', '5 33', '6 8 33'];
    const answer = async (typed: string) => answerSearch(await directory(), { typed, flags: [], limit: 1 }).hits[0]!;
    const card = (await answer('Ёлкина 5')).key!;
    const seen = new Set<string>();
    const during = async (work: Promise<unknown>, last: string): Promise<void> => {
      const under = { way: true };
      const over = work.finally(() => (under.way = false));
      while (under.way) seen.add(await all());
      await over;
      for (let now = ''; now !== last; seen.add(now)) now = await all();
    };
    seen.add(await all());
    await during(load(next), second);
    expect(await readAddress({ db: world.db, actor: guest, now: world.now }, card), 'the number of the register outlives the load').toMatchObject({
      key: card,
      address: expect.stringMatching(/, 5$/),
    });
    await during(load(more, true), third);
    expect([...seen]).toEqual([first, second, third]);
    expect(await readAddress({ db: world.db, actor: guest, now: world.now }, card)).toMatchObject({ address: expect.stringMatching(/, 6$/) });
  });
});

test('ADDR-3: files by their names; a house number with its additions', () => {
  expect(garKindOf('AS_HOUSES_20261101_0f1e.XML')).toBe('AS_HOUSES');
  expect(garKindOf('AS_HOUSES_PARAMS_20261101_0f1e.XML')).toBe('AS_HOUSES_PARAMS');
  expect(garKindOf('AS_STEADS_20261101_0f1e.XML')).toBeUndefined();
  expect(houseLabel(['5', '2', '1', 'Б', '2'])).toBe('5, к. 2, стр. Б');
});
