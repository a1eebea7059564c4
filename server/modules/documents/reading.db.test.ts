import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import type { Person } from '#platform/actor';
import { sealField } from '#platform/field-cipher';
import { type FileStore, receiveFile } from '#platform/files';
import { openTypesetter } from '#platform/typst-pool';
import { makeActor } from '#test/factories/identity';
import { paperSet } from '#test/papers/paper-set';
import { TEST_KEYS, useWorld } from '#test/world';
import { changeDocument } from './change-document.ts';
import { readDocument, readDocuments } from './documents.queries.ts';
import { findOcrData, readDocumentText } from './read-document.ts';
import { keepUpload, VAULT_RULES } from './upload-documents.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const dir = mkdtempSync(path.join(os.tmpdir(), 'moidom-reading-'));
const typesetter = openTypesetter({ processes: 1 });
afterAll(async () => {
  await typesetter.stop();
  rmSync(dir, { recursive: true, force: true });
});
const files: FileStore = { dir, ring: TEST_KEYS, clock: () => world.now };
const ocrData = process.env['OCR_DATA'];
const context = () => ({ ground: world.ground, db: world.db, now: () => world.now });
const PASSPORT = 'РОССИЙСКАЯ ФЕДЕРАЦИЯ ПАСПОРТ\nПаспорт выдан отделом\nКод подразделения 660-001\nСекретноеслово';
const CONTRACT = 'ДОГОВОР УПРАВЛЕНИЯ многоквартирным домом № 12/У\nг. Липовск 1 февраля 2026 г.\nПредмет договора: лифты и мусоропроводы. Цена 1 500,50 руб.';

async function put(actor: Person, name: string, content: Buffer | string): Promise<string> {
  const file = await receiveFile(files, Readable.from([Buffer.from(content)]), { name, mediaType: '' }, VAULT_RULES);
  return (await world.run(actor, (work) => keepUpload(work, { personId: actor.personId }, file))).documentId;
}
const readIt = (documentId: string, ports: { ocrData?: string | undefined } = { ocrData }) =>
  readDocumentText({ files, ocrData: ports.ocrData }, context(), { documentId, number: 1 });
const show = (actor: Person, id: string) => readDocument({ db: world.db, actor, now: world.now }, id);
const find = async (actor: Person, q: string) => (await readDocuments({ db: world.db, actor, now: world.now }, { q })).documents.length;

test('DOCS-2: a text is read, its kind guessed with its sureness, its fields pulled out, and it is found by any word in any form', async () => {
  const actor = await makeActor(world);
  const id = await put(actor, 'Скан 1.txt', CONTRACT);
  expect(await show(actor, id)).toMatchObject({ kind: 'other', reading: 'waiting' });
  await Promise.all([readIt(id), readIt(id)]);
  expect(await show(actor, id)).toMatchObject({ kind: 'contract', reading: 'read', number: '12/У', datedOn: '2026-02-01', sumKopecks: 150_050 });
  expect((await show(actor, id)).sureness).toBeGreaterThan(60);
  for (const q of ['лифт', 'мусоропровод', 'управление домом', 'скан']) expect([q, await find(actor, q)]).toEqual([q, 1]);
  expect(await world.db.selectFrom('documents.page').select('page').execute()).toEqual([]);
});

test('DOCS-2: the text of an identity document is kept nowhere; sorted by a person as something else it is read after all, and hidden when it is one', async () => {
  const actor = await makeActor(world);
  const id = await put(actor, 'Скан 2.txt', PASSPORT);
  await readIt(id);
  expect(await show(actor, id)).toMatchObject({ kind: 'identity', reading: 'withheld', number: null });
  expect([await find(actor, 'секретноеслово'), await find(actor, 'скан')]).toEqual([0, 1]);
  await world.run(actor, (work) => changeDocument(work, id, { version: 1, kind: 'other' }));
  await readIt(id);
  expect([(await show(actor, id)).kind, await find(actor, 'секретноеслово')]).toEqual(['other', 1]);
  await world.run(actor, (work) => changeDocument(work, id, { version: 2, kind: 'identity' }));
  expect([(await show(actor, id)).reading, await find(actor, 'секретноеслово')]).toEqual(['withheld', 0]);
  const known = await put(actor, 'Удостоверение.txt', PASSPORT);
  await world.run(actor, (work) => changeDocument(work, known, { version: 1, kind: 'identity' }));
  await readIt(known);
  expect((await show(actor, known)).reading).toBe('withheld');
});

test('DOCS-2: the text layer of a PDF is read; rubbish and a picture without data to read it by are said to be unread', async () => {
  const actor = await makeActor(world);
  const pdf = await typesetter.pdf(new URL('../../platform/typst-pool.fixture.typ', import.meta.url), { text: CONTRACT }, { archive: false });
  const id = await put(actor, 'Договор.pdf', pdf);
  await readIt(id);
  expect(await show(actor, id)).toMatchObject({ kind: 'contract', reading: 'read', number: '12/У' });
  const rubbish = await put(actor, 'Мусор.pdf', '%PDF-1.7\nrubbish');
  await readIt(rubbish);
  expect(await show(actor, rubbish)).toMatchObject({ reading: 'unable' });
  const picture = await put(
    actor,
    'Фото.png',
    await sharp({ create: { width: 60, height: 60, channels: 3, background: '#fff' } })
      .png()
      .toBuffer(),
  );
  await readIt(picture, { ocrData: dir });
  expect(await show(actor, picture)).toMatchObject({ reading: 'unable' });
});

test('DOCS-2, X-8: whoever reads on after a fall begins with the page that was not read yet', async () => {
  const actor = await makeActor(world);
  const id = await put(actor, 'Скан 3.txt', CONTRACT);
  const text = sealField(TEST_KEYS, { table: 'documents.page', column: 'text', rowId: `${id} 1 1` }, 'Протокол общего собрания, прочитанный до падения');
  await world.db.insertInto('documents.page').values({ document_id: id, number: 1, page: 1, text }).execute();
  await readIt(id);
  expect(await find(actor, 'прочитанный')).toBe(1);
});

/** As a photograph of a sheet: letters of a usual size, not quite straight, pressed by the camera. */
async function photographed(text: string): Promise<Buffer> {
  const fontfile = createRequire(import.meta.url).resolve('@expo-google-fonts/golos-text/400Regular/GolosText_400Regular.ttf');
  const page = await sharp({
    text: { text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'), fontfile, font: 'Golos Text', dpi: 200, rgba: true, width: 1_400 },
  })
    .extend({ top: 80, bottom: 80, left: 80, right: 80, background: '#fff' })
    .flatten({ background: '#fff' })
    .png()
    .toBuffer();
  return sharp(page).rotate(0.6, { background: '#fff' }).jpeg({ quality: 70 }).toBuffer();
}

test.skipIf(findOcrData(ocrData) === null)('DOCS-2: papers of six kinds are known by their photographs', { timeout: 240_000 }, async () => {
  const actor = await makeActor(world);
  const papers = paperSet().filter(({ way, isPicture }) => way === 'typed' && !isPicture);
  const found: Record<string, string> = {};
  const kinds = ['extract', 'contract', 'act', 'bill', 'certificate', 'identity'] as const;
  for (const kind of kinds) {
    const id = await put(actor, `${kind}.jpg`, await photographed(papers.find((paper) => paper.kind === kind)!.text));
    await readIt(id);
    found[kind] = (await show(actor, id)).kind;
  }
  expect(found).toEqual(Object.fromEntries(kinds.map((kind) => [kind, kind])));
});

test.skipIf(findOcrData(ocrData) === null)('DOCS-2: a picture of a page is read without any outside service', async () => {
  const actor = await makeActor(world);
  const id = await put(actor, 'Снимок.jpg', await photographed(CONTRACT));
  await readIt(id);
  expect(await show(actor, id)).toMatchObject({ kind: 'contract', reading: 'read', datedOn: '2026-02-01' });
  expect(await find(actor, 'мусоропровод')).toBe(1);
});
