import type { FileStore } from '#platform/files';
import type { Typesetter } from '#platform/typst-pool';

/** What meters need from outside. `publicUrl`: the portal's address as people see it. */
export type MetersPorts = { readonly typesetter: Typesetter; readonly files: FileStore; readonly publicUrl: string };
