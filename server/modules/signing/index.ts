// The door of signing: keys of organizations, detached signatures made with them, and telling who signed.
import type { Module } from '#platform/module';
import './signing.tables.ts';
import { signingRoutes } from './signing.routes.ts';

export { ensureOrganizationKey, type OrganizationKey, revokeOrganizationKey } from './organization-keys.ts';
export { issueEntrantCertificate, issueOrganizationCertificate, type KeyWithCertificate, makeAuthority } from './authority.ts';
export { signDetached } from './detached-signature.ts';
export { signDocument, verifyDocument } from './sign-document.ts';

export const signingModule = (): Module => ({ name: 'signing', routes: signingRoutes });
