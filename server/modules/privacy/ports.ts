// What privacy needs from outside: every module's tables of personal data, where files lie, who makes PDFs.
import type { FileStore } from '#platform/files';
import type { PersonalPart } from '#platform/held-of-person';
import type { Typesetter } from '#platform/typst-pool';

export type PrivacyPorts = { readonly parts: readonly PersonalPart[]; readonly files: FileStore; readonly typesetter: Typesetter };
