// The door of documents: vaults of papers, and the register of what the portal gave out.
import type { Module } from '#platform/module';
import { checkVersion, checkWaiting } from './check-viruses.ts';
import './documents.events.ts';
import { documentsRoutes } from './documents.routes.ts';
import './documents.tables.ts';
import { remindTerms } from './remind-terms.ts';
import { forgetOldUploads } from './resume-upload.ts';
import type { Intake } from './upload-documents.ts';
import { readDocumentText, type ReadPorts, type VersionKey } from './read-document.ts';

export { checkCode, readCheckCode } from './check-code.ts';
export { documentsPersonal } from './documents.personal.ts';
export { issueDocument, sealIssued, withdrawIssued } from './issue-document.ts';
export { checkOfPaper, type MadePaper, type PaperCheck, paperDigest, registerMade, withdrawMade } from './register-made.ts';
export { keepDocument } from './keep-document.ts';
export { openMailDoor } from './mail-door.ts';

export const documentsModule = (ports: ReadPorts & Intake & { readonly mailDomain: string | undefined }): Module => ({
  name: 'documents',
  routes: documentsRoutes(ports),
  jobs: {
    'documents.check': { run: (context, payload) => checkVersion(ports, context, payload as VersionKey), attempts: 1 }, // what got no answer is among those that wait
    'documents.check-waiting': { run: async (context) => void (await checkWaiting(ports, context)), deadlineSeconds: 1_800 },
    'documents.read': { run: (context, payload) => readDocumentText(ports, context, payload as VersionKey), deadlineSeconds: 3_600, attempts: 5 },
    'documents.remind-terms': { run: async (context) => void (await remindTerms(context)) },
    'documents.forget-uploads': { run: async (context) => void (await forgetOldUploads(context)) },
  },
  every: [
    { task: 'documents.check-waiting', seconds: 60 },
    { task: 'documents.remind-terms', seconds: 86_400 },
    { task: 'documents.forget-uploads', seconds: 3_600 },
  ],
});
