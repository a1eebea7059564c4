// Building blocks of the API's schemas. Money is whole kopecks, days are ISO dates, instants are ISO date-times in UTC.
import { Type, type TSchema } from 'typebox';

/** An object whose undeclared members are refused (input) or dropped (answer). */
export const obj = <const P extends Record<string, TSchema>>(properties: P) => Type.Object(properties, { additionalProperties: false });

/** One schema for each of these members. */
export const each = <K extends string, S extends TSchema>(members: readonly K[], schema: S) =>
  Object.fromEntries(members.map((member) => [member, schema])) as Record<K, S>;

export const Id = Type.String({ format: 'uuid', description: 'UUID' });
/** Whole kopecks; JSON numbers are exact up to 90 trillion roubles. */
export const Kopecks = Type.Integer({ minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991, description: 'Money in whole kopecks' });
/** A sum a person may give: more than nothing, at most a billion roubles. */
export const PositiveKopecks = Type.Integer({ minimum: 1, maximum: 100_000_000_000, description: 'Money in whole kopecks, more than nothing' });
/** A day, `2026-11-22`. */
export const Day = Type.String({ format: 'date', description: 'Day, ISO 8601' });
/** A month, `2026-11`. */
export const Month = Type.String({ pattern: '^(19|20|21)\\d\\d-(0[1-9]|1[0-2])$', description: 'Month, ISO 8601' });
/** An instant in UTC, `2026-11-22T10:15:00.000Z`. */
export const Instant = Type.String({ format: 'date-time', description: 'Instant, ISO 8601 in UTC' });
/** A decimal number as text with a point: volumes, tariffs and shares are never floats. */
export const DecimalText = Type.String({ pattern: '^-?\\d{1,15}(\\.\\d{1,9})?$', description: 'Decimal number as text' });
export const Text = (maxLength: number, minLength = 0) => Type.String({ maxLength, minLength });
/** A closed list of words. */
export const OneOf = <const V extends readonly [string, ...string[]]>(values: V) => Type.Unsafe<V[number]>({ type: 'string', enum: [...values] });
export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
/** The number of the object's version that the person saw. */
export const Version = Type.Integer({ minimum: 1, description: 'The version of the object that the caller saw' });
