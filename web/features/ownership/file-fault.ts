// What was wrong with a file, by the code in the address. Runs on the server.
import { archiveFaults, extractFaults } from '#contract/extract-faults';
import { refusalText } from '#web/refusal-text.ts';

const OF_EXTRACT: Readonly<Record<string, string>> = { ...extractFaults, ...archiveFaults };
/** Faults of an extract come by a code of their own; the rest are refusals of files. */
export const fileFault = (code: string | null): string | null =>
  code === null ? null : ((code.startsWith('extract.') ? OF_EXTRACT[code.slice('extract.'.length)] : undefined) ?? refusalText(code));
