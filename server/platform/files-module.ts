// Keeps the folder of files in order: bytes that no row names go, and all lie under the current master key.
import { type FileStore, rekeyFiles, sweepFiles } from './files.ts';
import type { Module } from './module.ts';

export const filesModule = (store: FileStore): Module => ({
  name: 'files',
  jobs: {
    'files.sweep': {
      async run({ db, log }) {
        const deleted = await sweepFiles(store, db);
        if (deleted > 0) log.info({ deleted }, 'files without an owner were deleted');
        const rekeyed = await rekeyFiles(store, db);
        if (rekeyed > 0) log.info({ rekeyed }, 'files were put under the current key');
      },
    },
  },
  every: [{ task: 'files.sweep', seconds: 3_600 }],
});
