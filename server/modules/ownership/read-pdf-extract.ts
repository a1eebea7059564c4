// An extract as PDF: where it has a layer of text, its facts are read for the reviewer to compare; it has no signature beside it, so a person decides.
import { fileURLToPath } from 'node:url';
import { askChild } from '#platform/ask-child';
import { isDay } from '#platform/time';
import type { Extract } from './extract.ts';
import type { PdfText, PdfTextOrder } from './pdf-text-child.ts';
import { readShare } from './share.ts';

const CHILD = fileURLToPath(new URL('pdf-text-child.ts', import.meta.url));
const TIME_LIMIT_MS = 30_000;

/** Undefined for a scan, and for a file that cannot be read, or not in half a minute. */
export async function readPdfExtract(bytes: Uint8Array): Promise<Extract | undefined> {
  const read = await askChild<PdfText>(CHILD, { file: bytes } satisfies PdfTextOrder, { timeLimitMs: TIME_LIMIT_MS }).catch(() => undefined);
  return read && factsOfText(read.text);
}

/** What a text of an extract says; undefined where it is none. A holder is whoever is named after «Правообладатель». Pure. */
export function factsOfText(text: string): Extract | undefined {
  const plain = text.replaceAll(/\s+/g, ' ');
  const cadastralNumber = /\b\d{2}:\d{2}:\d{6,7}:\d{1,10}\b/.exec(plain)?.[0];
  const number = /КУВИ-\d{3}\/\d{4}-\d+/.exec(plain)?.[0];
  const day = /\b(\d{2})\.(\d{2})\.(\d{4})\b/.exec(plain);
  const formedOn = day ? `${day[3]}-${day[2]}-${day[1]}` : '';
  if (cadastralNumber === undefined || number === undefined || !isDay(formedOn)) return undefined;
  const holder = /Правообладател[^А-ЯЁ]{0,80}?:?\s*([А-ЯЁ][а-яё-]+ [А-ЯЁ][а-яё-]+(?: [А-ЯЁ][а-яё-]+)?)/.exec(plain)?.[1];
  const right = /\b\d{2}:\d{2}:\d{6,7}:\d{1,10}-\d{2}\/\d{1,3}\/\d{4}-\d+\b/.exec(plain)?.[0] ?? null;
  const shareText = /(?:долев|дол[яи])[^.]{0,60}?(\d{1,9}\s*\/\s*\d{1,9})/i.exec(plain)?.[1] ?? null;
  return {
    form: 'pdf',
    number,
    formedOn,
    cadastralNumber,
    area: /Площадь[^\d]{0,20}(\d{1,6}(?:[.,]\d{1,2})?)/i.exec(plain)?.[1]?.replace(',', '.') ?? null,
    address: /(?:Адрес|Местоположение)[^:]{0,40}:\s*(.{10,200}?)(?= Площадь| Назначение| Кадастров|$)/i.exec(plain)?.[1] ?? null,
    kindWords: null,
    encumbrances: [],
    rights:
      holder === undefined
        ? []
        : [
            {
              kind: shareText === null ? 'sole' : 'shared',
              words: '',
              number: right,
              registeredOn: null,
              endedOn: null,
              share: shareText === null ? { numerator: 1, denominator: 1 } : (readShare(shareText) ?? null),
              shareText,
              holders: [{ kind: 'person', name: holder, birthDay: null, snils: null }],
            },
          ],
  };
}
