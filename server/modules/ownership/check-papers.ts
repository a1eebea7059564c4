// Whether the papers of a claim that no register tells of are genuine (OWN-2): one with signatures inside by those, any other by a person's eyes. So a claim
// with a contract or a power of attorney is never confirmed by itself because its extract agreed.
import type { Compared, PaperKind } from '#contract/ownership';
import type { examineDocument } from '#modules/signing';
import { type FileStore, findFile } from '#platform/files';
import type { Db } from '#platform/tables';
import type { Ground } from '#platform/work';
import { bytesOf } from './claim-papers.ts';
import { type ClaimRow, papersOf } from './claim-row.ts';

type Context = { readonly ground: Ground; readonly db: Db; readonly now: Date };
export type Examine = (context: Context, document: Buffer) => ReturnType<typeof examineDocument>;
/** Who acts by what: the register knows nothing of these. */
const BY_HAND = ['contract', 'power', 'plan'] as const satisfies readonly PaperKind[];

/** `known`: what registers told; a passport that was put in is held against their word. */
export async function checkPapers(
  { examine, files }: { examine: Examine; files: FileStore },
  context: Context,
  { row, known }: { row: ClaimRow; known: readonly Compared[] },
): Promise<Compared[]> {
  const papers = await papersOf(context.db, { houseId: row.house_id, claimId: row.id });
  const said: Compared[] = [];
  for (const { kind, file_id, media_type } of papers) {
    if (kind === 'passport' && !known.some(({ name }) => name === 'passport')) said.push(field('passport', 'не с чем сверить: в профиле нет паспорта', false));
    const name = BY_HAND.find((one) => one === kind);
    if (name === undefined) continue;
    const file = file_id === null ? undefined : await findFile(context.db, file_id);
    const isPdf = file !== undefined && media_type === 'application/pdf';
    said.push(isPdf ? bySignatures(name, await examine(context, await bytesOf(files, file))) : field(name, UNSIGNED, false));
  }
  return said;
}

const UNSIGNED = 'электронной подписи внутри нет, подлинность проверит специалист';
const field = (name: Compared['name'], ours: string, isSame: boolean): Compared => ({ name, ours, extract: null, register: null, isSame });

function bySignatures(name: (typeof BY_HAND)[number], found: Awaited<ReturnType<Examine>>): Compared {
  if (typeof found === 'string') return field(name, found === 'verify.notSigned' ? UNSIGNED : 'подпись внутри прочитать не удалось', false);
  const isGood = !found.addedAfter && found.signatures.every(({ verdict }) => verdict === 'valid');
  const whose = found.signatures.map((one) => one.name).join(', ');
  return field(
    name,
    `${isGood ? 'подписи верны' : found.addedAfter ? 'после подписи дополнен' : 'подпись не верна или не доверена'}: ${whose}`,
    isGood && name !== 'power',
  );
}
