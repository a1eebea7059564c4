// A letter to a person's address becomes papers of their vault (DOCS-1): only from the person's own confirmed address, never from a machine that
// answers by itself; its files pass the checks of the form. Sent twice, it is there once.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Email } from 'postal-mime';
import { refusals } from '#contract/errors';
import { system } from '#platform/actor';
import { Refusal } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import type { Db } from '#platform/tables';
import { runCommand, type Work } from '#platform/work';
import { ownerOfAddress } from './mail-address.ts';
import { type Intake, keepUpload, takeIn } from './upload-documents.ts';
import './documents.tables.ts';

const TASK = 'documents.mail';
const MOST_FILES = 20;
const MOST_A_DAY = 200n;
const MOST_HOPS = 30;
const DEEPEST = 20;
const DAY_MS = 86_400_000;

/** Why the letter is not taken, as the sender's mail server is told it; `code` is of SMTP. */
export class LetterRefused extends Error {
  readonly code: number;
  constructor(code: number, text: string) {
    super(text);
    this.name = 'LetterRefused';
    this.code = code;
  }
}

type Context = Pick<JobContext, 'ground' | 'db' | 'now'>;
type Taken = { readonly kept: number; readonly refused: readonly string[] };

/** `name`: what stands before the @ of the recipient. Throws LetterRefused. */
export async function takeLetter(intake: Intake, { ground, db, now }: Context, { name, raw }: { name: string; raw: Buffer }): Promise<Taken> {
  const owner = await ownerOfAddress(db, name);
  if (!owner) throw new LetterRefused(550, '5.1.1 There is no such address');
  const { default: PostalMime } = await import('postal-mime');
  const letter = await PostalMime.parse(raw, { maxNestingDepth: DEEPEST }).catch(() => {
    throw new LetterRefused(554, '5.6.0 The letter could not be read');
  });
  refuseMachines(letter);
  if (owner.email === null || letter.from?.address?.toLowerCase() !== owner.email.toLowerCase())
    throw new LetterRefused(
      550,
      '5.7.1 Thank you, but this address takes letters only from its owner: please write from the address that the owner confirmed at the portal',
    );
  // Pictures of a signature belong to the text.
  const files = letter.attachments.filter(({ related }) => !related);
  if (files.length === 0) throw new LetterRefused(554, '5.6.0 There are no files in the letter: please attach them');
  if (files.length > MOST_FILES) throw new LetterRefused(552, `5.3.4 There are more than ${MOST_FILES} files in the letter: please send several letters`);
  await refuseFlood(db, owner.personId, now());
  const id = deriveId(owner.personId, `letter ${createHash('sha256').update(raw).digest('hex')}`);
  return keepFiles(intake, { ground, now }, { personId: owner.personId, id, files });
}

function refuseMachines({ headers, from }: Email): void {
  const all = (key: string): string[] => headers.filter((one) => one.key === key).map(({ value }) => value.toLowerCase());
  const isMachine =
    all('auto-submitted').some((value) => value.trim() !== 'no') ||
    all('precedence').some((value) => /bulk|junk|list/.test(value)) ||
    all('list-id').length > 0 ||
    !from?.address;
  if (isMachine) throw new LetterRefused(554, '5.6.0 Answers of machines and mailing lists are not taken here');
  if (all('received').length > MOST_HOPS) throw new LetterRefused(554, '5.4.6 The letter goes round in circles');
  if (all('authentication-results').some((value) => /\bdmarc=fail\b/.test(value))) throw new LetterRefused(550, '5.7.1 The letter is not from whom it says');
}

async function refuseFlood(db: Db, personId: string, now: Date): Promise<void> {
  const { count } = await db
    .selectFrom('documents.document')
    .select((on) => on.fn.countAll<bigint>().as('count'))
    .where('person_id', '=', personId)
    .where('source', '=', 'mail')
    .where('at', '>', new Date(now.getTime() - DAY_MS).toISOString())
    .executeTakeFirstOrThrow();
  if (count >= MOST_A_DAY) throw new LetterRefused(452, '4.2.2 Too many files came in a day: please send the rest tomorrow');
}

type Given = { readonly personId: string; readonly id: string; readonly files: Email['attachments'] };

async function keepFiles(intake: Intake, { ground, now }: Pick<Context, 'ground' | 'now'>, { personId, id, files }: Given): Promise<Taken> {
  const actor = system(TASK);
  const refused: string[] = [];
  for (const [n, { filename, mimeType, content }] of files.entries()) {
    try {
      const file = await takeIn(intake, Readable.from([Buffer.from(content as ArrayBuffer)]), { name: filename ?? 'Без имени', mediaType: mimeType });
      await runCommand(ground, { actor, id: deriveId(id, `file ${n}`), route: TASK, body: n, now: now() }, (work) =>
        keepUpload(work, { personId }, { ...file, source: 'mail' }),
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push(`«${(filename ?? 'без имени').slice(0, 100)}»: ${refusals[error.code].text(error.facts)}`);
    }
  }
  const taken: Taken = { kept: files.length - refused.length, refused };
  await runCommand(ground, { actor, id, route: TASK, body: null, now: now() }, (work) => tell(work, personId, { id, ...taken }));
  return taken;
}

async function tell(work: Work, personId: string, { id, kept, refused }: Taken & { id: string }): Promise<null> {
  work.journal({
    stream: `person:${personId}`,
    action: 'document.mailed',
    object: { kind: 'person', id: personId },
    personId,
    facts: { kept, refused: refused.length },
  });
  work.order({
    task: 'notifications.notify',
    key: id,
    payload: {
      id,
      personIds: [personId],
      kind: 'documents.mailed',
      facts: { kept, ...(refused.length > 0 && { refused: refused.join('. ').slice(0, 1_000) }) },
      link: '/documents',
    },
  });
  return null;
}
