// Programs that are not ours and judge the documents: poppler and zbar where they are installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Both poppler and zbar are here; tests that need them say `test.skipIf(!hasPdfJudges)`. */
export const hasPdfJudges = ['pdftotext', 'zbarimg'].every((judge) => spawnSync(judge, ['--version']).error === undefined);

function withFile<T>(pdf: Buffer, use: (file: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'pdf-'));
  const file = join(folder, 'document.pdf');
  try {
    writeFileSync(file, pdf);
    return use(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const run = (judge: string, args: string[]) => execFileSync(judge, args, { stdio: ['ignore', 'pipe', 'ignore'] });

/** The text of each page as a reader copies it, no-break spaces as plain ones. */
export function pdfPages(pdf: Buffer): string[] {
  const text = withFile(pdf, (file) => run('pdftotext', ['-layout', file, '-']).toString('utf8'));
  return text.replaceAll('\u00a0', ' ').split('\f').slice(0, -1);
}

/** What `pdfinfo` and `pdffonts` say. */
export function pdfFacts(pdf: Buffer): { info: string; fonts: string[] } {
  return withFile(pdf, (file) => ({
    info: run('pdfinfo', [file]).toString('utf8'),
    fonts: run('pdffonts', [file]).toString('utf8').split('\n').slice(2).filter(Boolean),
  }));
}

/** The bytes of the QR code on the first page, printed at 200 dpi. */
export function pdfCode(pdf: Buffer): Buffer {
  return withFile(pdf, (file, folder) => {
    run('pdftoppm', ['-r', '200', '-png', '-singlefile', file, join(folder, 'page')]);
    return run('zbarimg', ['-q', '-Sbinary', '--raw', '--oneshot', join(folder, 'page.png')]);
  });
}
