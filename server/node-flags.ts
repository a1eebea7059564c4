// How Node runs the server and the worker.

/**
 * In megabytes. By itself V8 lets what is young grow to 16 three times over, and further under a steady stream, and gives nothing back: a hundred
 * megabytes a process for nothing that a page could show. A register of 200,000 rows took 345 MB of the worker, with this 224.
 */
export const SMALL_YOUNG_SPACE = '--max-semi-space-size=4';

/** A page leaves megabytes behind that nobody keeps: with 4 they are looked through four times as often. */
const PAGES_YOUNG_SPACE = '--max-semi-space-size=16';

export const NODE_FLAGS = { server: [PAGES_YOUNG_SPACE], worker: [SMALL_YOUNG_SPACE] } as const;
