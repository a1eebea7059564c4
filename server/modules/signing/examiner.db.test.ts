// «Проверить подпись» beside everything else: what a hostile file may cost, and whom.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { usePortal } from '#test/factories/identity-portal';
import { useWorld } from '#test/world';
import { openExaminer, openOutsideTrust, signingModule } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'examiner-'));
/** Stands in for the check: does with a document as it says. */
const script = join(folder, 'fake-child.mjs');
writeFileSync(
  script,
  `process.on('message', ({ id, document }) => {
    const act = Buffer.from(document).toString();
    if (act === 'hang') for (;;);
    const kept = [];
    if (act === 'grow') for (;;) kept.push({ kept });
    process.send({ id, residentBytes: 1e6, found: 'verify.notSigned' });
  });
  process.on('disconnect', () => process.exit(0));`,
);
const examiner = openExaminer({ script, processes: 1, queueLimit: 1, timeLimitMs: 3_000, strangers: { heapMegabytes: 32, idleMs: 60_000 } });
const world = useWorld();
const portal = usePortal(world, () => [
  signingModule({ publicUrl: new URL('http://localhost:8080'), trust: openOutsideTrust({ authoritiesFile: undefined, lists: [], timeoutMs: 100 }), examiner }),
]);
afterAll(async () => {
  await examiner.stop();
  rmSync(folder, { recursive: true });
});

async function check(act: string, remoteAddress: string, accept = 'application/json') {
  const payload = `--b\r\nContent-Disposition: form-data; name="document"; filename="x.pdf"\r\nContent-Type: application/pdf\r\n\r\n${act}\r\n--b--\r\n`;
  return portal.app.inject({
    method: 'POST',
    url: '/api/v1/signing/verify',
    remoteAddress,
    headers: { 'content-type': 'multipart/form-data; boundary=b', origin: 'http://localhost:8080', accept },
    payload,
  });
}
const codeOf = async (act: string, address: string): Promise<string> => (await check(act, address)).json<{ code: string }>().code;

test('SIGN-4, X-10: while a file is checked without end all else is answered; the check ends at its time and the next file is checked', async () => {
  let ended = false;
  const hung = codeOf('hang', '10.1.0.1').finally(() => (ended = true));
  for (let n = 0; n < 5; n++) expect((await portal.app.inject({ method: 'GET', url: '/api/v1/signing/root.pem' })).statusCode).toBe(200);
  expect(ended).toBe(false);
  expect(await hung).toBe('verify.tooHard');
  expect(await codeOf('answer', '10.1.0.1')).toBe('verify.notSigned');
});

test('SIGN-4, X-10: a file whose check needs too much memory is told of, the portal goes on', async () => {
  expect(await codeOf('grow', '10.1.0.2')).toBe('verify.tooHard');
  expect(await codeOf('answer', '10.1.0.2')).toBe('verify.notSigned');
});

test('SIGN-4, X-10: an address has two checks at once, and so many wait in all: one more is asked to come again, on the page too', async () => {
  const ofOne = await Promise.all(['hang', 'hang', 'hang'].map((act) => check(act, '10.1.0.3')));
  expect(ofOne.filter(({ statusCode }) => statusCode === 422)).toHaveLength(2);
  expect(ofOne.find(({ statusCode }) => statusCode === 503)!.headers['retry-after']).toBe('30');
  const ofMany = await Promise.all([4, 5, 6, 7].map((n) => check('hang', `10.1.0.${n}`, 'text/html')));
  for (const code of ['verify.busy', 'verify.tooHard'])
    expect(ofMany.filter(({ headers }) => headers['location'] === `/verify?refused=${code}`)).toHaveLength(2);
});
