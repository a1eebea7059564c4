// How Node runs the server and the worker.

/**
 * In megabytes. By itself V8 lets what is young grow to 16 three times over, and further under a steady stream, and gives nothing back: a hundred
 * megabytes a process for nothing that a page could show. A register of 200,000 rows took 345 MB of the worker, with this 224.
 */
export const SMALL_YOUNG_SPACE = '--max-semi-space-size=4';
