// The child side of the typesetter: one process, one document at a time, over the parent's channel.
// Why a process: compile() is synchronous and takes 12–25 ms of CPU a document, too much for a server that answers people.
// Why one document per turn of the event loop: the native buffers of finished documents are freed only when it turns;
// in a plain loop memory grows by about 1 MB a document.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { serveOrders } from './child-pool.ts';

/** What the parent sends: the template's absolute path and its data as JSON. */
export type TypesetOrder = { readonly template: string; readonly data: string; readonly archive: boolean };
/** What comes back: the document, or what the compiler said about the template. */
export type TypesetAnswer = { readonly pdf: Uint8Array } | { readonly problem: string };

/** Measured on the bill: as fast as 10 and 2, and 100 MB less. Keeping nothing (0) halves the speed. */
const DOCUMENTS_BETWEEN_EVICTIONS = 3;
/** What was not used for so many evictions is dropped. */
const EVICTIONS_KEPT = 1;

function openCompiler(): NodeCompiler {
  const { resolve } = createRequire(import.meta.url);
  // Whole TTF files: the web fonts split by script have no digits in the Cyrillic part.
  const fontBlobs = ['400Regular/GolosText_400Regular', '600SemiBold/GolosText_600SemiBold', '700Bold/GolosText_700Bold'].map((name) =>
    readFileSync(resolve(`@expo-google-fonts/golos-text/${name}.ttf`)),
  );
  return NodeCompiler.create({ workspace: new URL('../..', import.meta.url).pathname, fontArgs: [{ fontBlobs }] });
}

function compile(compiler: NodeCompiler, order: TypesetOrder, data: string): Buffer {
  const outcome = compiler.compile({ mainFilePath: order.template, inputs: { data }, resetRead: true });
  const document = outcome.result;
  if (document === null) {
    const said = (outcome.takeError()?.shortDiagnostics ?? []) as { message?: string }[];
    throw new Error(said.map(({ message }) => message).join('; ') || 'the template does not compile');
  }
  // For the archive: tagged PDF/A-2a. For paper: no tags, they triple the size and joining files drops them anyway.
  return compiler.pdf(document, order.archive ? { pdfStandard: 'a-2a' } : { pdfTags: false });
}

/** PDF/A refuses characters that no font draws. People's names and texts come from outside: such a letter must not cost them the bill. */
function withoutUnknownCharacters(data: string): string {
  return data.replace(/[^\u0020-\u024f\u0400-\u04ff\u2010-\u2027\u2030-\u203a\u2070-\u209f\u20bd\u2116\u2122\u2190-\u2193\u2212\u2248\u2264\u2265]/gu, '?');
}

function typeset(compiler: NodeCompiler, order: TypesetOrder): Buffer {
  try {
    return compile(compiler, order, order.data);
  } catch (error) {
    const known = withoutUnknownCharacters(order.data);
    if (known === order.data) throw error;
    return compile(compiler, order, known);
  }
}

function serveParent(): void {
  const compiler = openCompiler();
  let made = 0;
  serveOrders((order: TypesetOrder): TypesetAnswer => {
    try {
      return { pdf: typeset(compiler, order) };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    } finally {
      made += 1;
      if (made % DOCUMENTS_BETWEEN_EVICTIONS === 0) compiler.evictCache(EVICTIONS_KEPT);
    }
  });
}

if (import.meta.main) serveParent();
