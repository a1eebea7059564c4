import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ENDED, guid, link, LIVE, object, writeGarFile, writeTown } from '#test/factories/gar';
import { refusalOf, useWorld } from '#test/world';
import { findAddresses } from './find-addresses.ts';
import { garKindOf, houseLabel } from './gar-files.ts';
import { loadGar } from './load-gar.ts';
import { sweepLoads } from './loads.ts';
import { readDirectory } from './read-directory.ts';
import { scanGar } from './scan-gar.ts';

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
  return [place.region, place.district, `${place.kind} ${place.name}`, `${index.kinds[index.streetKind[hit.street]!]!} ${index.titles[index.streetTitle[hit.street]!]!}`.trim(), hit.house === null ? '' : index.labels[index.houseLabel[hit.house]!]!].filter(Boolean).join('; ');
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
    expect(await world.db.selectFrom('addresses.house').select(['premises', 'postal_code']).where('external_id', '=', guid(11)).execute()).toEqual([{ premises: 2, postal_code: '627540' }]);
  });

  test('ADDR-3: an increment renames, ends and adds; applied twice it does nothing more; the search sees all of it or nothing', async () => {
    writeTown(folder);
    await load(folder);
    const more = path.join(root, 'more', path.basename(folder));
    mkdirSync(more, { recursive: true });
    writeGarFile(more, 'AS_ADDR_OBJ', 'OBJECT', [object(6, 8, ['пер', 'Тихий'], ENDED), object(6, 8, ['пер', 'Громкий'])]);
    writeGarFile(more, 'AS_HOUSES', 'HOUSE', [{ OBJECTID: 14, HOUSENUM: '7', ...ENDED }, { OBJECTID: 16, OBJECTGUID: guid(16), HOUSENUM: '8', ...LIVE }]);
    writeGarFile(more, 'AS_ADM_HIERARCHY', 'ITEM', [link(16, 1, 2, 5, 6)]);
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

  test('ADDR-3: a folder without files, an increment onto nothing and what is no such file are refused in words', async () => {
    expect((await refusalOf(load(folder))).code).toBe('addresses.garNoFiles');
    writeGarFile(folder, 'AS_HOUSES', 'HOUSE', []);
    expect((await refusalOf(load(folder, true))).code).toBe('addresses.garNoFull');
    const file = path.join(folder, 'AS_HOUSES_20261101_aa.XML');
    for (const text of ['', 'no', '<!DOCTYPE a [<!ENTITY b "c">]><HOUSES></HOUSES>', '<HOUSES><HOUSE OBJECTID=1 /></HOUSES>']) {
      writeFileSync(file, text);
      const read = async (): Promise<void> => {
        for await (const _ of scanGar(file, 'HOUSE', ['OBJECTID']));
      };
      expect((await refusalOf(read())).code).toBe('addresses.garUnreadable');
    }
  });
});

test('ADDR-3: files by their names; a house number with its additions', () => {
  expect(garKindOf('AS_HOUSES_20261101_0f1e.XML')).toBe('AS_HOUSES');
  expect(garKindOf('AS_HOUSES_PARAMS_20261101_0f1e.XML')).toBe('AS_HOUSES_PARAMS');
  expect(garKindOf('AS_STEADS_20261101_0f1e.XML')).toBeUndefined();
  expect(houseLabel(['5', '2', '1', 'Б', '2'])).toBe('5, к. 2, стр. Б');
});
