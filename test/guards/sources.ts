// The project's own sources as the guards read them.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '..', '..');
export type Source = { path: string; text: string };
/** One finding of a guard: where, and what is wrong in one sentence. */
export type Fault = { path: string; what: string };

/** Tracked and new files whose path matches, planted violations left out. */
export function sources(pattern: RegExp): Source[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const paths = [...new Set(listed.split('\n'))].filter(
    (file) => pattern.test(file) && !file.startsWith('test/violations/') && fs.existsSync(path.join(ROOT, file)),
  );
  return paths.map((file) => ({ path: file, text: fs.readFileSync(path.join(ROOT, file), 'utf8') }));
}

/** The module a file belongs to: `server/modules/meters/x.ts` → `meters`. */
export const moduleOf = (file: string): string | undefined => /^server\/modules\/([^/]+)\//.exec(file)?.[1];
