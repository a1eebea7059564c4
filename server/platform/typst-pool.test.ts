import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openTypesetter, type Typesetter, type TypesetterOptions } from './typst-pool.ts';

const folder = mkdtempSync(join(tmpdir(), 'typesetter-'));
// A template must stand inside the project: the compiler reads nothing else.
const template = new URL('typst-pool.fixture.typ', import.meta.url);
/** Stands in for the compiler: hangs, dies or answers as the data say. */
const fake = join(folder, 'fake-child.mjs');
writeFileSync(
  fake,
  `process.on('message', ({ id, data }) => {
    const { act } = JSON.parse(data);
    if (act === 'die') process.exit(3);
    if (act === 'hang') for (;;);
    process.send({ id, residentBytes: act === 'grow' ? 1e9 : 1e6, pdf: Buffer.from(String(process.pid)) });
  });
  process.on('disconnect', () => process.exit(0));`,
);
afterAll(() => rmSync(folder, { recursive: true }));

async function withTypesetter<T>(options: TypesetterOptions, use: (typesetter: Typesetter) => Promise<T>): Promise<T> {
  const typesetter = openTypesetter(options);
  try {
    return await use(typesetter);
  } finally {
    await typesetter.stop();
  }
}
const faked = (options: Partial<TypesetterOptions> = {}) => ({ processes: 1, childScript: fake, ...options });
const act = (typesetter: Typesetter, name: string) => typesetter.pdf(template, { act: name }, { archive: false }).then(String);

test('BILL-2: documents come out in parallel, each with its own data', async () => {
  await withTypesetter({ processes: 2 }, async (typesetter) => {
    const texts = Array.from({ length: 12 }, (_, index) => 'слово '.repeat(index * 40 + 1));
    const sizes = (await Promise.all(texts.map((text) => typesetter.pdf(template, { text }, { archive: true })))).map((pdf) => pdf.length);
    expect(typesetter.state()).toMatchObject({ processes: 2, waiting: 0 });
    expect(sizes.at(-1)).toBeGreaterThan(sizes[0]!);
  });
});

test('BILL-2: a template that does not compile names the fault, and the same process goes on', async () => {
  await withTypesetter({ processes: 1 }, async (typesetter) => {
    await expect(typesetter.pdf(template, { other: 1 }, { archive: true })).rejects.toMatchObject({
      name: 'TypesettingError',
      fault: 'template',
      message: expect.stringContaining('text'),
    });
    await expect(typesetter.pdf(join(folder, 'none.typ'), {}, { archive: true })).rejects.toMatchObject({
      fault: 'template',
      message: expect.stringContaining('not in workspace'),
    });
    expect((await typesetter.pdf(template, { text: 'да' }, { archive: true })).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

test('BILL-2: a process that dies or hangs costs one document; the next ones are made by a new process', async () => {
  await withTypesetter(faked({ timeLimitMs: 700 }), async (typesetter) => {
    const first = await act(typesetter, 'answer');
    const [died, hung, after] = await Promise.allSettled([act(typesetter, 'die'), act(typesetter, 'hang'), act(typesetter, 'answer')]);
    expect(died).toMatchObject({ reason: { fault: 'crashed' } });
    expect(hung).toMatchObject({ reason: { fault: 'timeLimit' } });
    expect(after).toMatchObject({ status: 'fulfilled' });
    expect((after as PromiseFulfilledResult<string>).value).not.toBe(first);
  });
});

test('BILL-2: a process is replaced after its share of documents, and when it has grown', async () => {
  await withTypesetter(faked({ documentsPerChild: 3 }), async (typesetter) => {
    const makers = await Promise.all(['answer', 'answer', 'answer', 'answer', 'grow', 'answer'].map((name) => act(typesetter, name)));
    expect(new Set(makers.slice(0, 3)).size).toBe(1);
    expect(makers[3]).not.toBe(makers[2]);
    expect(makers[4]).toBe(makers[3]);
    expect(makers[5]).not.toBe(makers[4]);
  });
});

test('BILL-2: the queue is bounded and stopping refuses what waits', async () => {
  const typesetter = openTypesetter(faked({ queueLimit: 1 }));
  const working = act(typesetter, 'hang').catch((error: unknown) => error);
  const waiting = act(typesetter, 'answer').catch((error: unknown) => error);
  await expect(act(typesetter, 'answer')).rejects.toMatchObject({ fault: 'queueFull' });
  await typesetter.stop();
  expect(await working).toMatchObject({ fault: 'stopped' });
  expect(await waiting).toMatchObject({ fault: 'stopped' });
  await expect(act(typesetter, 'answer')).rejects.toMatchObject({ fault: 'stopped' });
  expect(typesetter.state()).toEqual({ processes: 0, waiting: 0, residentBytes: 0 });
});

test('BILL-2: a child script that is not there fails its document, not the process', async () => {
  await withTypesetter({ processes: 1, childScript: join(folder, 'none.mjs') }, async (typesetter) => {
    await expect(typesetter.pdf(template, {}, { archive: true })).rejects.toMatchObject({ fault: 'crashed' });
  });
});
