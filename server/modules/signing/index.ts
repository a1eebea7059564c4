// The door of signing: keys of organizations and of people, signatures made with them, time stamps, and telling who signed.
import type { Module } from '#platform/module';
import './signing.tables.ts';
import type { Examiner } from './examiner.ts';
import type { OutsideTrust } from './outside-trust.ts';
import { signingRoutes } from './signing.routes.ts';
import { forgetExamined } from './take-examination.ts';

export { acceptSignature, askSignatureCode, type GivenSignature, type Signable } from './accept-signature.ts';
export { type Examiner, openExaminer } from './examiner.ts';
export { keepBankSignature } from './keep-bank-signature.ts';
export { ensureOrganizationKey, type OrganizationKey, revokeOrganizationKey } from './organization-keys.ts';
export { issueEntrantCertificate, issueOrganizationCertificate, type KeyWithCertificate, makeAuthority } from './authority.ts';
export { appendPages, embedSignature, pdfFault, prepareSignature, readPdfSignatures } from './pades.ts';
export { proofsNow } from './long-term-proofs.ts';
export { withProofs } from './pdf-proofs.ts';
export { sealDocument, stampedSignature } from './seal-document.ts';
export { signDetached } from './detached-signature.ts';
export { signDocument, verifyDocument } from './sign-document.ts';
export { openOutsideTrust, type OutsideTrust } from './outside-trust.ts';
export { examineDocument } from './take-examination.ts';
export { certifyKey, keyProofText, ownKeys, revokeOwnKey } from './person-keys.ts';
export { signingPersonal } from './signing.personal.ts';

/** `trust`: outside authorities whose certificates are taken. `examiner`: what checks strangers' files. `publicUrl`: where the portal is reached; certificates name the list of the revoked there. */
export const signingModule = ({ publicUrl, trust, examiner }: { publicUrl: URL; trust: OutsideTrust; examiner: Examiner }): Module => ({
  name: 'signing',
  routes: signingRoutes({ origin: publicUrl.origin, trust, examiner }),
  jobs: { 'signing.clean-up': { run: ({ db, now }) => forgetExamined(db, now()) } },
  every: [{ task: 'signing.clean-up', seconds: 3_600 }],
});
