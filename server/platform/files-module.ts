// Keeps the folder of files clean: bytes that no row names.
import { type FileStore, sweepFiles } from './files.ts';
import type { Module } from './module.ts';

export const filesModule = (store: FileStore): Module => ({
  name: 'files',
  jobs: {
    'files.sweep': {
      async run({ db, log }) {
        const deleted = await sweepFiles(store, db);
        if (deleted > 0) log.info({ deleted }, 'files without an owner were deleted');
      },
    },
  },
  every: [{ task: 'files.sweep', seconds: 3_600 }],
});
