import type { FileStore } from '#platform/files';
import type { Typesetter } from '#platform/typst-pool';

export type AgreementsPorts = { readonly files: FileStore; readonly typesetter: Typesetter };
