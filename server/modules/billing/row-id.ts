// Ids of rows that the database makes by the thousand.
import { sql } from 'kysely';

/** UUIDv7 made where the rows are made: the command's millisecond and chance. */
export const newRowId = (now: Date) =>
  sql<string>`encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing substring(int8send(${now.getTime()}::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`;
