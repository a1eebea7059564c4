import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { afterAll, expect, test } from 'vitest';
import type { Person } from '#platform/actor';
import { makeActor } from '#test/factories/identity';
import { refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { readDocuments } from './documents.queries.ts';
import { readMailAddress, renewMailAddress } from './mail-address.ts';
import { openMailDoor } from './mail-door.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const dir = mkdtempSync(path.join(os.tmpdir(), 'moidom-letters-'));
const DOMAIN = 'papers.example.test';
let door: Awaited<ReturnType<typeof openMailDoor>> | undefined;
const portOf = async (): Promise<number> => {
  door ??= await openMailDoor(
    { host: '127.0.0.1', port: 0, domain: DOMAIN },
    { files: { dir, ring: TEST_KEYS, clock: () => world.now }, virusCheck: undefined },
    { ground: world.ground, db: world.db, now: () => world.now, log: { info: () => {}, error: (facts) => console.error(facts) } },
  );
  return door.port();
};
afterAll(async () => {
  await door?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const show = (actor: Person) => readMailAddress({ db: world.db, actor }, world.ground, DOMAIN);
const renew = (actor: Person) => world.run(actor, (work) => renewMailAddress(work));
const names = async (actor: Person) =>
  (await readDocuments({ db: world.db, actor, now: world.now }, {})).documents.map(({ name, source }) => `${name} ${source}`).sort();
const FILES = [
  { filename: 'Акт.txt', content: 'Акт осмотра подъезда' },
  { filename: 'Смета.txt', content: 'Смета ремонта' },
];

let writers = 0;
async function makeWriter(): Promise<{ actor: Person; from: string; to: string }> {
  const actor = await makeActor(world, [], { email: `writer-${(writers += 1)}@example.test` });
  await renew(actor);
  const { address, sender } = await show(actor);
  return { actor, from: sender!, to: address! };
}

/** The code that the door answers with: 250 when it takes the letter. */
async function send(letter: SendMailOptions): Promise<number> {
  const transport = createTransport({ host: '127.0.0.1', port: await portOf(), secure: false, ignoreTLS: true });
  try {
    const { response } = await transport.sendMail({ subject: 'Бумаги', text: 'Вот они', attachments: FILES, ...letter });
    return Number(response.slice(0, 3));
  } catch (error) {
    return (error as { responseCode?: number }).responseCode ?? 0;
  } finally {
    transport.close();
  }
}

test('DOCS-1, X-10, AUD-1: files of a letter are judged as those of the form and lie in the vault; the same letter twice is there once', async () => {
  const { actor, from, to } = await makeWriter();
  const letter: SendMailOptions = {
    from,
    to: to.toUpperCase(),
    messageId: '<1@home.example.test>',
    date: new Date(0),
    attachments: [...FILES, { filename: 'Игра.exe', content: 'MZ' }, { filename: 'Рисунок.svg', content: '<svg><script>1</script></svg>' }],
  };
  const raw = { envelope: { from, to }, raw: await rawOf(letter) };
  expect([await send(raw), await send(raw)]).toEqual([250, 250]);
  expect(await names(actor)).toEqual(['Акт mail', 'Смета mail']);
  const lines = await world.db.selectFrom('platform.journal_line').select('action').where('person_id', '=', actor.personId).orderBy('action').execute();
  expect(lines.map(({ action }) => action).filter((action) => action.startsWith('document.'))).toEqual([
    'document.addressMade',
    'document.kept',
    'document.kept',
    'document.mailed',
  ]);
});

async function rawOf(letter: SendMailOptions): Promise<Buffer> {
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail(letter);
  return message as Buffer;
}

test('DOCS-1: letters of strangers, machines and lists, to nobody, to two, without files or too large are refused in the dialogue', async () => {
  const { actor, from, to } = await makeWriter();
  const other = await makeWriter();
  const wrong: readonly (readonly [number, SendMailOptions])[] = [
    [550, { from: 'stranger@example.test', to }],
    [550, { from: other.from, to }],
    [550, { from, to: `aaaaaaaaaaaaaaaa@${DOMAIN}` }],
    [550, { from, to: to.replace(DOMAIN, 'elsewhere.example.test') }],
    [550, { from, to, envelope: { from: '', to } }],
    [550, { from, to, headers: { 'Authentication-Results': 'mx.example.test; dmarc=fail header.from=example.test' } }],
    [554, { from, to, headers: { 'Auto-Submitted': 'auto-replied' } }],
    [554, { from, to, headers: { Precedence: 'bulk' } }],
    [554, { from, to, headers: { 'List-Id': '<news.example.test>' } }],
    [554, { from, to, headers: Array.from({ length: 31 }, (_, n) => ({ key: 'Received', value: `from ${n}.example.test` })) }],
    [554, { from, to, attachments: [] }],
    [552, { from, to, attachments: Array.from({ length: 21 }, (_, n) => ({ filename: `${n}.txt`, content: `${n}` })) }],
    [552, { from, to, attachments: [{ filename: 'Большой.txt', content: Buffer.alloc(31 * 1_048_576, 65) }] }],
  ];
  for (const [code, letter] of wrong) expect([await send(letter), Object.keys(letter)]).toEqual([code, Object.keys(letter)]);
  // The second address is asked to wait; the first is served.
  await send({ from, to, envelope: { from, to: [to, other.to] } });
  expect([await names(actor), await names(other.actor)]).toEqual([['Акт mail', 'Смета mail'], []]);
});

test('DOCS-1, X-5: an address made anew takes the place of the earlier one; nobody without a confirmed e-mail has one; of twenty at once one stands', async () => {
  const { actor, from, to } = await makeWriter();
  await Promise.all(Array.from({ length: 20 }, () => renew(actor)));
  const { address } = await show(actor);
  expect(address).toMatch(new RegExp(`^[a-z2-9]{16}@${DOMAIN}$`));
  expect(address).not.toBe(to);
  expect([await send({ from, to }), await send({ from, to: address! })]).toEqual([550, 250]);
  const silent = await makeActor(world);
  expect((await refusalOf(renew(silent))).code).toBe('documents.noEmail');
  expect([await show(silent), await readMailAddress({ db: world.db, actor: silent }, world.ground, undefined)]).toEqual([
    { isOffered: true, address: null, sender: null },
    { isOffered: false, address: null, sender: null },
  ]);
});
