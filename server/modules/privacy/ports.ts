// What privacy needs from outside: every module's tables of personal data, the terms of keeping, where files lie, who makes PDFs, how organizations are called.
import type { FileStore } from '#platform/files';
import type { PersonalPart } from '#platform/held-of-person';
import type { RetentionRule } from '#platform/retention';
import type { Db } from '#platform/tables';
import type { Typesetter } from '#platform/typst-pool';

/** Names by id. */
export type OrganizationNames = (db: Db, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
export type PrivacyPorts = {
  readonly parts: readonly PersonalPart[];
  readonly retention: readonly RetentionRule[];
  readonly files: FileStore;
  readonly typesetter: Typesetter;
  readonly organizationNames: OrganizationNames;
};
