// The address search in a process of its own: one message a question, one an answer.
import { openDatabase, openPool } from '#platform/database';
import { answerSearch, type SearchAsked } from './answer-search.ts';
import { keepDirectory } from './search-desk.ts';

const pool = openPool(process.env['DATABASE_URL'] ?? '', 2);
const directory = keepDirectory(pool, openDatabase(pool));

process.on('message', ({ id, asked }: { id: number; asked: SearchAsked }) => {
  directory().then(
    (known) => process.send?.({ id, answer: answerSearch(known, asked) }),
    (error: Error) => process.send?.({ id, problem: error.message }),
  );
});
process.on('disconnect', () => process.exit(0));
