// The child side of reading a paper: its text layer, else what stands on the picture, page by page. Without any outside service (DOCS-2).
import sharp from 'sharp';
import { createWorker } from 'tesseract.js';
import { extractImages, extractText, getDocumentProxy } from 'unpdf';
import { fromBufferPromise } from 'yauzl';
import { answerParent } from '#platform/ask-child';

/** `firstPage`: the earlier ones were read already. `ocrData`: the folder of Russian recognition data, null where there is none. */
export type ReadOrder = { readonly file: Uint8Array; readonly mediaType: string; readonly firstPage: number; readonly ocrData: string | null };
/** `unable`: it is a picture, and this machine has no data to read it by. */
export type PageRead = { readonly page: number; readonly pages: number; readonly text: string; readonly unable?: true };

const MOST_PAGES = 60;
const MOST_LETTERS = 200_000;
const MOST_XML = 30 * 1_048_576;
/** Two hundred dots an inch of an A4 page: more costs time and reads no better. */
const LONGEST_SIDE = 2_400;
/** A page with less than this has no text layer to speak of: a number of the page, a stamp of a scanner. */
const FEWEST_LETTERS = 12;
const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0;

type Reader = { read(picture: Buffer): Promise<string>; stop(): Promise<void> };

async function openReader(ocrData: string): Promise<Reader> {
  const worker = await createWorker('rus', 1, { langPath: ocrData, cacheMethod: 'none', gzip: false });
  return {
    async read(picture) {
      const page = await sharp(picture)
        .rotate()
        .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#fff' })
        .greyscale()
        .png()
        .toBuffer();
      return (await worker.recognize(page, { rotateAuto: true })).data.text;
    },
    stop: async () => void (await worker.terminate()),
  };
}

/** Opened when the first picture has to be read. */
function readerOf(ocrData: string | null): { read(picture: Buffer): Promise<{ text: string; unable?: true }>; stop(): Promise<void> } {
  let reader: Promise<Reader> | undefined;
  return {
    async read(picture) {
      if (ocrData === null) return { text: '', unable: true };
      reader ??= openReader(ocrData);
      return { text: await (await reader).read(picture) };
    },
    async stop() {
      await (await reader)?.stop();
    },
  };
}

async function* pagesOf({ file, mediaType, firstPage, ocrData }: ReadOrder): AsyncGenerator<PageRead> {
  const reader = readerOf(ocrData);
  try {
    if (mediaType === 'application/pdf') {
      const pdf = await getDocumentProxy(new Uint8Array(file));
      const { text } = await extractText(pdf, { mergePages: false });
      const pages = Math.min(text.length, MOST_PAGES);
      for (let page = firstPage; page <= pages; page++) {
        const layer = text[page - 1]!;
        const picture = letters(layer) >= FEWEST_LETTERS ? undefined : await scanOf(pdf, page);
        yield { page, pages, ...(picture ? await reader.read(picture) : { text: layer }) };
      }
      return;
    }
    const whole = mediaType.startsWith('image/') ? await reader.read(Buffer.from(file)) : { text: await plainTextOf(Buffer.from(file), mediaType) };
    yield { page: 1, pages: 1, ...whole };
  } finally {
    await reader.stop();
  }
}

/** The largest picture of a page: of a scan it is the page. */
async function scanOf(pdf: Awaited<ReturnType<typeof getDocumentProxy>>, page: number): Promise<Buffer | undefined> {
  const images = await extractImages(pdf, page);
  const [largest] = images.toSorted((a, b) => b.width * b.height - a.width * a.height);
  return (
    largest &&
    sharp(largest.data, { raw: { width: largest.width, height: largest.height, channels: largest.channels } })
      .png()
      .toBuffer()
  );
}

const withoutTags = (xml: string): string =>
  xml
    .replaceAll(/<\/w:p>|<w:br[^<>]*>/g, '\n')
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(/&(lt|gt|amp|quot|apos);/g, (_all, name: 'lt') => ({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" })[name]);

async function plainTextOf(file: Buffer, mediaType: string): Promise<string> {
  if (mediaType.endsWith('wordprocessingml.document')) return withoutTags(await wordText(file));
  if (mediaType === 'application/xml') return withoutTags(file.toString('utf8'));
  if (mediaType !== 'text/plain') return '';
  const text = file.toString('utf8');
  return text.includes('\ufffd') ? new TextDecoder('windows-1251').decode(file) : text;
}

async function wordText(file: Buffer): Promise<string> {
  const zip = await fromBufferPromise(file);
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== 'word/document.xml') continue;
    if (entry.uncompressedSize > MOST_XML) return '';
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  }
  return '';
}

if (import.meta.main) {
  answerParent(async (order, answer) => {
    for await (const page of pagesOf(order as ReadOrder)) await answer({ ...page, text: page.text.slice(0, MOST_LETTERS) });
  });
}
