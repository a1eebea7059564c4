// Statements that stand behind every page: their text is always the same, and making it anew costs more than reading the rows that come back.
import type { CompiledQuery } from 'kysely';
import type { Db, Tx } from './tables.ts';

/** Stands in the place of a value while the text is made. */
class Mark {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

const marks = new Proxy({}, { get: (_target, name) => new Mark(String(name)) });

/**
 * A statement that is built and compiled when it is first read. `build` gets marks in the place of the values: it hands them on, each by itself, and
 * never looks at them or branches by them.
 */
export function keptStatement<Values extends object, Row>(
  build: (values: Values, db: Db | Tx) => { compile(executor: Db | Tx): CompiledQuery<Row> },
): (db: Db | Tx, values: Values) => Promise<Row[]> {
  let made: CompiledQuery<Row> | undefined;
  return async (db, values) => {
    made ??= build(marks as Values, db).compile(db);
    const parameters = made.parameters.map((one) => (one instanceof Mark ? values[one.name as keyof Values] : one));
    return (await db.executeQuery<Row>({ ...made, parameters })).rows;
  };
}
