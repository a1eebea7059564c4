// What billing needs from outside itself.
import type { FileStore } from '#platform/files';
import type { Db } from '#platform/tables';
import type { Typesetter } from '#platform/typst-pool';
import type { SealedFiles } from './sealed-files.ts';

export type BillingPorts = {
  readonly typesetter: Typesetter;
  /** Where papers are checked. */
  readonly publicUrl: string;
  /** Registers as they came: their content is judged by the readers, which name what is wrong with a file and how to mend it. */
  readonly registerFiles: SealedFiles;
  /** Paper bills and print files. */
  readonly files: FileStore;
  /** Kopecks by account that are on their way back through the portal: payments stand above billing. */
  readonly refundsUnderWay: (db: Db, accountIds: readonly string[]) => Promise<ReadonlyMap<string, bigint>>;
};
