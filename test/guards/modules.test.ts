// Modules keep to their doors and their order, and name only their own tables.
import { expect, test } from 'vitest';
import { MODULE_DOORS } from '../../server/modules.ts';
import { type Fault, moduleOf, type Source, sources } from './sources.ts';

const IMPORT = /(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;
const importsOf = ({ text }: Source): string[] => [...text.matchAll(IMPORT)].map((match) => match[1]!);
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);

/** A module imports its own files, the platform, contracts, and the doors that server/modules.ts allows it. */
function doorFaults(files: readonly Source[]): Fault[] {
  return files.flatMap((file) => {
    const own = moduleOf(file.path);
    if (!own || isTest(file.path)) return [];
    if (!MODULE_DOORS[own]) return [{ path: file.path, what: `the module ${own} is not in server/modules.ts` }];
    return importsOf(file).flatMap((name): Fault[] => {
      const other = /^#modules\/([^/]+)$/.exec(name)?.[1];
      if (name.startsWith('../') || /^#modules\/[^/]+\/./.test(name)) return [{ path: file.path, what: `${name} goes past a door` }];
      if (name.startsWith('#test/') || name.startsWith('#ui/') || name.startsWith('#web/') || name.startsWith('#stand-ins/'))
        return [{ path: file.path, what: `${name} is not the server's` }];
      if (other && other !== own && !MODULE_DOORS[own]!.includes(other)) return [{ path: file.path, what: `${own} may not use the door of ${other}` }];
      return [];
    });
  });
}

/** The platform knows no module and no housing word's contract. */
function platformFaults(files: readonly Source[]): Fault[] {
  return files
    .filter((file) => file.path.startsWith('server/platform/') && !isTest(file.path))
    .flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('#modules/') || name.startsWith('../modules'))
        .map((name) => ({ path: file.path, what: `the platform imports ${name}` })),
    );
}

/** A table is named `schema.table`; the schema is the module's name, and only its own files and its migrations say it. */
function tableFaults(files: readonly Source[]): Fault[] {
  const schemas = Object.keys(MODULE_DOORS);
  return files.flatMap((file) => {
    const own = moduleOf(file.path);
    if (!file.path.startsWith('server/') || isTest(file.path) || file.path.startsWith('server/migrations/')) return [];
    const text = file.text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    return schemas
      .filter((schema) => schema !== own)
      .filter((schema) =>
        new RegExp(
          `(?:from|join|into|update|selectFrom|insertInto|updateTable|deleteFrom|innerJoin|leftJoin|table)\\s*\\(?\\s*['"\`]?${schema}\\.[a-z_]+`,
          'i',
        ).test(text),
      )
      .map((schema) => ({ path: file.path, what: `names a table of ${schema}` }));
  });
}

/** The list of doors goes down only: a module uses none that stands after it. */
function orderFaults(doors: Readonly<Record<string, readonly string[]>>): string[] {
  const order = Object.keys(doors);
  return order.flatMap((name, index) =>
    doors[name]!.filter((door) => order.indexOf(door) >= index || !order.includes(door)).map((door) => `${name} → ${door}`),
  );
}

const files = sources(/^server\/.*\.ts$/);

test('modules are reached by their doors alone', () => expect(doorFaults(files)).toEqual([]));
test('the platform knows no module', () => expect(platformFaults(files)).toEqual([]));
test('a module names only its own tables', () => expect(tableFaults(files)).toEqual([]));
test('doors lead down the list only', () => expect(orderFaults(MODULE_DOORS)).toEqual([]));

test('planted: an import past a door, of a module that may not be used, and of the web app are caught', () => {
  const planted = ['../ledger/index.ts', '#modules/ledger/post', '#modules/billing', '#ui/button.tsx'].map((name, i) => ({
    path: `server/modules/housing/planted-${i}.ts`,
    text: `import { x } from '${name}';`,
  }));
  expect(doorFaults(planted).map((fault) => fault.path)).toEqual(planted.map((file) => file.path));
  expect(doorFaults([{ path: 'server/modules/unknown/x.ts', text: '' }])).toHaveLength(1);
  expect(doorFaults([{ path: 'server/modules/billing/x.ts', text: `import { a } from '#modules/ledger'; import('#platform/work');` }])).toEqual([]);
});

test('planted: the platform importing a module is caught', () => {
  expect(platformFaults([{ path: 'server/platform/x.ts', text: `import { m } from '#modules/identity';` }])).toHaveLength(1);
});

test('planted: SQL and Kysely on the table of another module are caught, in its own module they are not', () => {
  const texts = [
    `sql\`select * from ledger.account\``,
    `db.selectFrom('ledger.account as a')`,
    `tx.insertInto('ledger.transfer')`,
    `.innerJoin("ledger.book as b", 'x')`,
  ];
  for (const text of texts) {
    expect(tableFaults([{ path: 'server/modules/billing/planted.ts', text }])).toHaveLength(1);
    expect(tableFaults([{ path: 'server/modules/ledger/own.ts', text }])).toEqual([]);
  }
});

test('planted: a door that leads up is caught', () => {
  expect(orderFaults({ a: [], b: ['a'], c: ['d'], d: [] })).toEqual(['c → d']);
});
