// The door of documents: vaults of papers, and the register of what the portal gave out.
import type { FileStore } from '#platform/files';
import type { Module } from '#platform/module';
import './documents.events.ts';
import { documentsRoutes } from './documents.routes.ts';
import './documents.tables.ts';

export { checkCode, readCheckCode } from './check-code.ts';
export { documentsPersonal } from './documents.personal.ts';
export { issueDocument, sealIssued, withdrawIssued } from './issue-document.ts';
export { keepDocument } from './keep-document.ts';

export const documentsModule = ({ files }: { files: FileStore }): Module => ({ name: 'documents', routes: documentsRoutes(files) });
