// Values for fuzzing, made from the JSON Schemas of the contract: right ones, and right ones with one thing broken.
import fc, { type Arbitrary } from 'fast-check';

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  format?: string;
  pattern?: string;
};

const DAY = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2100-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const FORMATS: Readonly<Record<string, Arbitrary<string>>> = {
  uuid: fc.uuid(),
  date: DAY,
  'date-time': DAY.map((day) => `${day}T10:15:00.000Z`),
  email: fc.constantFrom('ivan@example.ru', 'a@b.example'),
};

/** Values that the schema accepts. */
export function validOf(schema: Schema): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(validOf));
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => validOf({ ...schema, type })));
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({ min: Math.max(schema.minimum ?? -2_000_000_000, -2_000_000_000), max: Math.min(schema.maximum ?? 2_000_000_000, 2_000_000_000) });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(validOf(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0)),
      });
    case 'object':
      return objectOf(schema);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function textOf(schema: Schema): Arbitrary<string> {
  if (schema.format && FORMATS[schema.format]) return FORMATS[schema.format]!;
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern));
  const length = { minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 60, Math.max(60, schema.minLength ?? 0)) };
  // NUL is refused by the database itself; the other oddities must come through.
  return fc.string({
    ...length,
    unit: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('а', 'б', 'Ё', 'кв', ' ', '0', '1', '7', '-', '/', ',', '.') },
      { weight: 1, arbitrary: fc.constantFrom("'", '"', ';', '%', '_', '\\', '<', '\u0000', '\n', '😀', '\u202e') },
    ),
  });
}

function objectOf(schema: Schema): Arbitrary<Record<string, unknown>> {
  const members = Object.entries(schema.properties ?? {}).map(([name, member]): [string, Arbitrary<unknown>] => [name, validOf(member)]);
  return fc.record(Object.fromEntries(members), { requiredKeys: schema.required ?? [] }) as Arbitrary<Record<string, unknown>>;
}

const WRONG = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    -1,
    0,
    1e308,
    '0',
    'NaN',
    true,
    [],
    {},
    [[]],
    '2026-02-31',
    '9999999999999999999',
    'а'.repeat(5_000),
    "' or 1=1 --",
    { $ne: null },
    '../../etc/passwd',
    '\u0000',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A right object with one member replaced by something odd, dropped, or with one that nobody declared. */
export function brokenOf(schema: Schema): Arbitrary<unknown> {
  const names = Object.keys(schema.properties ?? {});
  if (schema.type !== 'object' || names.length === 0) return WRONG;
  const value = objectOf(schema);
  return fc.oneof(
    fc.tuple(value, fc.constantFrom(...names), WRONG).map(([object, name, wrong]) => ({ ...object, [name]: wrong })),
    fc.tuple(value, fc.constantFrom(...names)).map(([object, dropped]) => Object.fromEntries(Object.entries(object).filter(([name]) => name !== dropped))),
    value.map((object) => ({ ...object, undeclared: 1 })),
    WRONG,
  );
}
