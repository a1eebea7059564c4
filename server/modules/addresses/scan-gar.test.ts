// Real rows of the state address register, where they lie beside the project.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { expect, test } from 'vitest';
import { GAR_KINDS, garKindOf, isRecord } from './gar-files.ts';
import { scanGar } from './scan-gar.ts';

const SAMPLE = fileURLToPath(new URL('../../../../shared/samples/gar-72-tyumen', import.meta.url));

test.skipIf(!existsSync(SAMPLE))(
  'ADDR-3: every row of the register’s own files of a region is read: with and without a byte order mark, an attribute a line or all on one',
  async () => {
    const read: Record<string, [rows: number, inForce: number]> = {};
    for (const file of readdirSync(SAMPLE)) {
      const name = garKindOf(file);
      if (name === undefined) continue;
      const kind = GAR_KINDS[name]!;
      let [rows, inForce] = [0, 0];
      for await (const records of scanGar(path.join(SAMPLE, file), kind)) {
        for (const record of records) {
          rows += 1;
          if (!isRecord(kind, record)) throw new Error(`${file}: ${record.join()}`);
          inForce += kind.row(record, '2026-11-23')?.isLive === true ? 1 : 0;
        }
      }
      expect(rows, file).toBe(readFileSync(path.join(SAMPLE, file), 'utf8').split(new RegExp(`<${kind.element}\\s`, 'u')).length - 1);
      read[name] = [rows, inForce];
    }
    expect(Object.keys(read).sort()).toEqual(Object.keys(GAR_KINDS).sort());
    expect(read['AS_ADDR_OBJ']![1], 'some are in force, some have been').toBeGreaterThan(0);
    expect(read['AS_HOUSES']).toEqual([1, 0]);
  },
);
