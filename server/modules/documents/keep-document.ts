// Putting a file into a vault: of a person, of a home, of a house (DOCS-1).
import { sql } from 'kysely';
import type { DocumentKind } from '#contract/documents';
import { keepFile, type ReceivedFile } from '#platform/files';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import './documents.events.ts';
import './documents.tables.ts';

/** Whose vault. */
export type Vault = { readonly personId: string } | { readonly houseId: string; readonly premisesId?: string };
/**
 * `file` was received before the transaction (`receiveFile`); of `source` portal it is its maker's, who keeps it whatever becomes of the paper. `sureness` in per cent where the kind was guessed. `part` tells documents of one
 * command apart.
 */
export type NewDocument = {
  readonly vault: Vault;
  readonly kind: DocumentKind;
  readonly name: string;
  readonly file: ReceivedFile;
  readonly signature?: ReceivedFile;
  readonly source?: 'portal' | 'upload' | 'mail' | 'organization';
  readonly number?: string;
  readonly datedOn?: string;
  readonly expiresOn?: string;
  /** Of a house's paper: with which it was put, and whether tenants see it too. */
  readonly groupId?: string;
  readonly forTenants?: boolean;
  /** It waits for the virus check. */
  readonly isUnchecked?: boolean;
  readonly part?: string;
};

export const streamOf = (vault: Vault): string => ('personId' in vault ? `person:${vault.personId}` : `house:${vault.houseId}`);
export const audiencesOf = (vault: Vault): string[] =>
  'personId' in vault ? [`person:${vault.personId}`] : vault.premisesId === undefined ? [] : [`premises:${vault.premisesId}`];

/** It is judged by a job after the commit, and when it is clean, read by another. */
export const orderCheck = (work: Work, documentId: string, number: number): void =>
  work.order({ task: 'documents.check', payload: { documentId, number }, key: `${documentId} ${number}` });
/** Its text is read by a job after the commit. */
export const orderReading = (work: Work, documentId: string, number: number): void =>
  work.order({ task: 'documents.read', payload: { documentId, number }, key: `${documentId} ${number}` });

/** Keeps the file with its first version; journalled in the vault's chain. Made by the portal itself, it is known for what it is and ready at once. */
export async function keepDocument(work: Work, given: NewDocument): Promise<{ documentId: string }> {
  const { vault, kind, name, file, signature, source = 'portal', isUnchecked = false, groupId = null, forTenants = false } = given;
  const documentId = deriveId(work.id, `document ${given.part ?? ''}`);
  const place =
    'personId' in vault
      ? { person_id: vault.personId, house_id: null, premises_id: null }
      : { person_id: null, house_id: vault.houseId, premises_id: vault.premisesId ?? null };
  const addedBy = work.actor.kind === 'person' ? work.actor.personId : null;
  for (const one of signature ? [file, signature] : [file]) await keepFile(work.tx, one, streamOf(vault), work.now);
  await work.tx
    .insertInto('documents.document')
    .values({
      id: documentId,
      ...place,
      kind,
      kind_by: source === 'portal' || (groupId !== null && kind !== 'other') ? 'given' : 'read',
      sureness: null,
      name,
      source,
      number: given.number ?? null,
      dated_on: given.datedOn ?? null,
      sum_kopecks: null,
      cadastral_number: null,
      expires_on: given.expiresOn ?? null,
      words: sql`setweight(to_tsvector('russian', ${name}), 'A')`,
      added_by: addedBy,
      at: work.now.toISOString(),
      group_id: groupId,
      for_tenants: forTenants,
    })
    .execute();
  await work.tx
    .insertInto('documents.version')
    .values({
      document_id: documentId,
      number: 1,
      file_id: file.id,
      signature_file_id: signature?.id ?? null,
      file_name: file.name,
      media_type: file.mediaType,
      bytes: file.bytes,
      sha256: file.sha256,
      state: isUnchecked ? 'checking' : 'ready',
      reading: 'waiting',
      added_by: addedBy,
      at: work.now.toISOString(),
    })
    .execute();
  work.journal({
    stream: streamOf(vault),
    action: 'document.kept',
    object: { kind: 'document', id: documentId },
    ...('personId' in vault ? { personId: vault.personId } : { houseId: vault.houseId }),
    facts: { kind, bytes: Number(file.bytes) },
  });
  work.emit('document.changed', { documentId }, audiencesOf(vault));
  (isUnchecked ? orderCheck : orderReading)(work, documentId, 1);
  return { documentId };
}
