// What every rule of the acquirer works on.
import type { Book } from './book.ts';
import type { Faults } from './faults.ts';

export type Bank = {
  book: Book;
  faults: Faults;
  /** How a browser reaches the bank's pages, without a slash at the end. */
  publicUrl: () => string;
  now: () => number;
  notify: (event: string, object: unknown) => void;
};
