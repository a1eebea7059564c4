import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { type FileStore, findFile, readFile, receiveFile } from '#platform/files';
import { collect } from '#test/collect';
import { makePerson } from '#test/factories/identity';
import { guest, portal, refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { readIssued } from './check-issued.ts';
import { checkOfPaper, issueDocument, keepDocument, paperDigest, registerMade, sealIssued, withdrawIssued } from './index.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const dir = mkdtempSync(path.join(os.tmpdir(), 'moidom-documents-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const files: FileStore = { dir, ring: TEST_KEYS, clock: () => world.now };
const PDF = Buffer.from('%PDF-1.7\n% a certificate\n%%EOF\n');
const received = () =>
  receiveFile(files, Readable.from([PDF]), { name: 'Справка.pdf', mediaType: 'application/pdf' }, { accepts: ['pdf'], mostBytes: 1e6, exact: true });
const check = (code: string) => readIssued({ db: world.db, actor: guest, now: world.now }, code);

test('DOCS-3: a document is registered before it is made, then sealed once, and the code tells what it is and nothing of the person', async () => {
  const { personId } = await makePerson(world);
  const { number, code } = await world.run(portal, (work) => issueDocument(work, { kind: 'certificate', title: 'Справка о собственности', personId }));
  expect(number).toMatch(/^МД-2026-\d{7}$/);
  expect(await check(code)).toEqual({
    document: { number, kind: 'certificate', title: 'Справка о собственности', on: '2026-11-22', sha256: null, withdrawnOn: null, withdrawnWhy: null },
  });
  await world.run(portal, (work) => sealIssued(work, code, PDF));
  expect((await check(code.toLowerCase().replaceAll('-', ' '))).document?.sha256).toBe(createHash('sha256').update(PDF).digest('hex'));
  expect((await refusalOf(world.run(portal, (work) => sealIssued(work, code, Buffer.from('another'))))).code).toBe('object.notFound');
  for (const wrong of ['0000-0000-0000', 'не код', `${code}0`]) expect(await check(wrong)).toEqual({ document: null });
});

test('DOCS-3: a withdrawn document says so and why, and stays withdrawn for its first reason', async () => {
  const { code } = await world.run(portal, (work) => issueDocument(work, { kind: 'certificate', title: 'Справка', file: PDF }));
  for (const why of ['Выдана по ошибке', 'Другая причина']) await world.run(portal, (work) => withdrawIssued(work, code, why));
  expect((await check(code)).document).toMatchObject({ withdrawnOn: '2026-11-22', withdrawnWhy: 'Выдана по ошибке' });
  expect((await refusalOf(world.run(portal, (work) => withdrawIssued(work, '0000-0000-0000', 'нет')))).code).toBe('object.notFound');
});

test('DOCS-3, X-4: a paper that is made anew is one row, by twenty at once; without a file first, then with it; a word changed is another', async () => {
  const codeOf = (content: object, id = 'bill 1') => checkOfPaper('https://dom.example.test/x', { id, templates: [new URL(import.meta.url)], content });
  expect(codeOf({ sum: 1 })).toEqual({ code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/), address: 'dom.example.test/check' });
  const { code } = codeOf({ sum: 1 });
  expect([codeOf({ sum: 1 }).code, codeOf({ sum: 2 }).code === code, codeOf({ sum: 1 }, 'bill 2').code === code]).toEqual([code, false, false]);
  const paper = { code, kind: 'bill', title: 'Счёт № 1 за октябрь 2026', sha256: null } as const;
  const file = { ...paper, sha256: paperDigest(PDF) };
  await world.run(portal, (work) => registerMade(work, [paper, { ...paper, code: codeOf({ sum: 2 }).code }]));
  await Promise.all(Array.from({ length: 20 }, () => world.run(portal, (work) => registerMade(work, [file]))));
  const first = await check(code);
  expect(first.document).toMatchObject({ title: 'Счёт № 1 за октябрь 2026', sha256: file.sha256.toString('hex') });
  await world.run(portal, (work) => registerMade(work, [paper]));
  await world.run(portal, (work) => registerMade(work, [{ ...file, sha256: paperDigest(Buffer.from('another')) }]));
  await world.run(portal, (work) => registerMade(work, []));
  expect(await check(code)).toEqual(first);
  expect((await check(codeOf({ sum: 2 }).code)).document).toMatchObject({ sha256: null });
});

test('DOCS-1, X-8: a file is kept sealed in the vault, journalled, once for twenty requests under one key', async () => {
  const { personId } = await makePerson(world);
  const key = '0b2b7f0c-6f57-4a53-9d6c-111111111111';
  const kept = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const file = await received();
      return world.run(portal, (work) => keepDocument(work, { vault: { personId }, kind: 'certificate', name: 'Справка о собственности', file }), key);
    }),
  );
  expect(new Set(kept.map(({ documentId }) => documentId)).size).toBe(1);
  const rows = await world.db.selectFrom('documents.version').selectAll().where('document_id', '=', kept[0]!.documentId).execute();
  expect(rows).toMatchObject([{ number: 1, file_name: 'Справка.pdf', state: 'ready' }]);
  const file = await findFile(world.db, rows[0]!.file_id);
  expect(Buffer.concat(await collect(readFile(files, file!)))).toEqual(PDF);
  const { count } = await world.db
    .selectFrom('platform.journal_line')
    .select((on) => on.fn.countAll<bigint>().as('count'))
    .where('action', '=', 'document.kept')
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  expect(count).toBe(1n);
});
