// The child side of reading an extract as PDF: a file made to cost much costs the worker nothing.
import { extractText, getDocumentProxy } from 'unpdf';
import { answerParent } from '#platform/ask-child';

export type PdfTextOrder = { readonly file: Uint8Array };
export type PdfText = { readonly text: string };
const MOST_CHARACTERS = 2_000_000;

if (import.meta.main) {
  answerParent(async (order, answer) => {
    const { text } = await extractText(await getDocumentProxy(new Uint8Array((order as PdfTextOrder).file)), { mergePages: true });
    await answer({ text: text.slice(0, MOST_CHARACTERS) } satisfies PdfText);
  });
}
