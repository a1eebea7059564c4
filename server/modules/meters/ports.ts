import type { SealedFiles } from '#modules/billing';
import type { FileStore } from '#platform/files';
import type { Typesetter } from '#platform/typst-pool';

/** What meters need from outside. `publicUrl`: the portal's address as people see it; `intakeFiles`: readings in bulk as they came. */
export type MetersPorts = { readonly typesetter: Typesetter; readonly files: FileStore; readonly intakeFiles: SealedFiles; readonly publicUrl: string };
