// Files of the state address register for tests: a small region, any rows of it.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { GAR_KINDS } from '../../server/modules/addresses/gar-files.ts';

export type Attributes = Record<string, string | number>;
export const LIVE = { ISACTUAL: 1, ISACTIVE: 1, ENDDATE: '2079-06-06' };
export const ENDED = { ISACTUAL: 0, ISACTIVE: 0, ENDDATE: '2026-11-01' };
export const guid = (n: number): string => `0c5b2444-70a0-4932-980c-${String(n).padStart(12, '0')}`;
export function writeGarFile(into: string, kind: string, rows: readonly Attributes[], day = '20261101'): void {
  const { root, element } = GAR_KINDS[kind]!;
  const text = rows
    .map(
      (row) =>
        `<${element} ${Object.entries(row)
          .map(([name, value]) => `${name}="${value}"`)
          .join('\n  ')} />`,
    )
    .join('');
  writeFileSync(path.join(into, `${kind}_${day}_aa.XML`), `\uFEFF<?xml version="1.0" encoding="utf-8"?><${root}>${text}</${root}>`);
}
export const object = (id: number, level: number, [kind, name]: [string, string], state: Attributes = LIVE): Attributes => ({
  OBJECTID: id,
  OBJECTGUID: guid(id),
  NAME: name,
  TYPENAME: kind,
  LEVEL: level,
  ...state,
});
export const link = (id: number, ...above: number[]): Attributes => ({
  OBJECTID: id,
  PARENTOBJID: above.at(-1) ?? 0,
  PATH: [...above, id].join('.'),
  ISACTIVE: 1,
  ENDDATE: '2079-06-06',
});

/** A region with a town, a street with three houses, a part of the town with its street, a village without streets. */
export function writeTown(into: string): void {
  writeGarFile(into, 'AS_ADDR_OBJ', [
    object(1, 1, ['обл', 'Липовская']),
    object(2, 5, ['г', 'Липовск']),
    object(3, 8, ['ул', 'Лётчика &quot;Ёлкина&quot; &amp; Ко']),
    object(4, 6, ['д', 'Ивановка']),
    object(5, 7, ['мкр', 'Северный']),
    object(6, 8, ['пер', 'Тихий']),
    object(7, 3, ['м.о.', 'город Липовск']),
    object(8, 8, ['ул', 'Прежняя'], ENDED),
  ]);
  writeGarFile(into, 'AS_HOUSES', [
    { OBJECTID: 11, OBJECTGUID: guid(11), HOUSENUM: '5', HOUSETYPE: 2, ...LIVE },
    { OBJECTID: 12, OBJECTGUID: guid(12), HOUSENUM: '5', ADDNUM1: '2', ADDTYPE1: 1, ...LIVE },
    { OBJECTID: 13, OBJECTGUID: guid(13), HOUSENUM: '9', ...ENDED },
    { OBJECTID: 14, OBJECTGUID: guid(14), HOUSENUM: '7', ...LIVE },
    { OBJECTID: 15, OBJECTGUID: guid(15), HOUSENUM: '3', ...LIVE },
  ]);
  writeGarFile(into, 'AS_APARTMENTS', [
    { OBJECTID: 21, NUMBER: '1', APARTTYPE: 2, ...LIVE },
    { OBJECTID: 22, NUMBER: '2', APARTTYPE: 3, ...LIVE },
  ]);
  writeGarFile(into, 'AS_ADM_HIERARCHY', [
    link(1),
    link(2, 1),
    link(3, 1, 2),
    link(4, 1),
    link(5, 1, 2),
    link(6, 1, 2, 5),
    link(11, 1, 2, 3),
    link(12, 1, 2, 3),
    link(14, 1, 4),
    link(15, 1, 2, 5, 6),
    link(21, 1, 2, 3, 11),
    link(22, 1, 2, 3, 11),
  ]);
  writeGarFile(into, 'AS_MUN_HIERARCHY', [link(3, 1, 7)]);
  writeGarFile(into, 'AS_HOUSES_PARAMS', [
    { OBJECTID: 11, TYPEID: 5, VALUE: '627540', CHANGEIDEND: 0, ENDDATE: '2079-06-06' },
    { OBJECTID: 11, TYPEID: 5, VALUE: '111111', CHANGEIDEND: 7, ENDDATE: '2020-01-01' },
  ]);
}
