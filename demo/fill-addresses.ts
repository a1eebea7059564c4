// A small directory of addresses from the seed, so that «Найти дом» finds more than the three houses of the town: their neighbours, streets
// that every city has, another town. Who lives there and who manages them is not told.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadHouses } from '#modules/addresses';
import type { Db } from '#platform/tables';
import type pg from 'pg';
import { randomOf } from './random.ts';
import { DEMO_SEED } from './town.ts';

const CITY = ['Свердловская область', 'г Екатеринбург'] as const;
const OTHER = ['Липовская область', 'г Липовск'] as const;
const STREETS: readonly (readonly [place: readonly [string, string], kind: string, names: string])[] = [
  [
    CITY,
    'ул',
    'Июльская, Флотская, Ясная, Ленинградская, 8 Марта, 40-летия Октября, Академика Бардина, Серафимы Дерябиной, Советская, Восточная, Первомайская, Заводская, Школьная, Лесная, Родонитовая, Уральских рабочих',
  ],
  [CITY, 'пр-кт', 'Ленина, Космонавтов'],
  [CITY, 'пер', 'Северный, Трактористов'],
  [CITY, 'б-р', 'Денисова-Уральского'],
  [OTHER, 'ул', 'Липовая, Садовая, Мира, Советская, Школьная, 8 Марта, Гагарина'],
  [OTHER, 'пер', 'Тихий'],
];
const LARGEST_NUMBER = 60;
const HEADING = 'house_id,locality,street_type,street,house,letter,korpus,address_raw,year,levels,flats';

/** Lines of the list: the same at every start. */
function* listLines(): Generator<string> {
  yield HEADING;
  let id = 0;
  for (const [[region, locality], kind, names] of STREETS) {
    for (const name of names.split(', ')) {
      const random = randomOf(`${DEMO_SEED} ${locality} ${kind} ${name}`);
      for (let number = random.between(1, 3); number <= LARGEST_NUMBER; number += random.between(1, 4)) {
        const floors = random.pick([2, 5, 5, 9, 9, 16]);
        id += 1;
        yield [
          id,
          locality,
          kind,
          name,
          number,
          random.chance(12) ? 'а' : '',
          random.chance(12) ? random.between(1, 3) : '',
          `"${region}, ${locality}"`,
          random.between(1935, 2022),
          floors,
          floors * random.pick([4, 8, 12, 16]),
        ].join(',');
      }
    }
  }
}

/** Safe to repeat: a list takes the place of the one before. */
export async function fillAddresses(pool: pg.Pool, db: Db): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'moidom-streets-'));
  try {
    const file = path.join(folder, 'demo-streets.csv');
    fs.writeFileSync(file, [...listLines(), ''].join('\n'));
    await loadHouses(pool, db, file);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
