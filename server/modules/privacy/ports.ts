// What privacy needs from outside: every module's tables of personal data, the terms of keeping, where files lie, who makes PDFs.
import type { FileStore } from '#platform/files';
import type { PersonalPart } from '#platform/held-of-person';
import type { RetentionRule } from '#platform/retention';
import type { Typesetter } from '#platform/typst-pool';

export type PrivacyPorts = { readonly parts: readonly PersonalPart[]; readonly retention: readonly RetentionRule[]; readonly files: FileStore; readonly typesetter: Typesetter };
