// The register of sealed columns (PRIV-4): what a rotation of the master key goes through. A test compares it with the catalogue: every
// column of bytes is sealed and stands here, or is said to be something else and why it may stay.
import { SNILS_INDEX } from '#modules/federation';
import { householdContact } from '#modules/household';
import { staffContact } from '#modules/staff';
import type { SealedColumn } from './platform/rotate-keys.ts';

export const sealedColumns: readonly SealedColumn[] = [
  { table: 'platform.person_key', column: 'key', key: ['person_id'], rowId: 't.person_id::text' },
  { table: 'identity.contact_change', column: 'value', key: ['person_id', 'id'], rowId: 't.id::text' },
  { table: 'identity.power_paper', column: 'principal', key: ['representative_id', 'id'], rowId: 't.id::text' },
  { table: 'identity.totp', column: 'secret', key: ['person_id'], rowId: 't.person_id::text' },
  { table: 'voice.template', column: 'sealed', key: ['person_id'], rowId: 't.person_id::text' },
  { table: 'people.factor_reset', column: 'note', key: ['person_id', 'id'], rowId: 't.id::text' },
  { table: 'people.factor_reset', column: 'new_phone', key: ['person_id', 'id'], rowId: 't.id::text' },
  { table: 'staff.invitation', column: 'contact', key: ['organization_id', 'id'], rowId: 't.id::text', index: { column: 'contact_index', of: staffContact.index } },
  { table: 'household.invitation', column: 'contact', key: ['house_id', 'id'], rowId: 't.id::text', index: { column: 'contact_index', of: householdContact.index } },
  { table: 'signing.authority', column: 'sealed', key: ['id'], rowId: 't.id::text', place: { table: 'signing.key' } },
  { table: 'signing.organization_key', column: 'sealed', key: ['organization_id', 'id'], rowId: 't.id::text', place: { table: 'signing.key' } },
  { table: 'signing.examined', column: 'sealed', key: ['id'], rowId: 't.id::text' },
  { table: 'certificates.authority', column: 'sealed', key: ['id'], rowId: 't.id::text' },
  { table: 'federation.attempt', column: 'papers', key: ['token_hash'], rowId: `encode(t.token_hash, 'hex')` },
  { table: 'federation.fact', column: 'value', key: ['person_id', 'kind'], rowId: `t.person_id || ' ' || t.kind`, index: { column: 'index', of: SNILS_INDEX } },
  { table: 'federation.fact', column: 'offered', key: ['person_id', 'kind'], rowId: `t.person_id || ' ' || t.kind` },
  { table: 'ledger.account_link', column: 'contacts', key: ['person_id', 'account_id'], rowId: `t.person_id || ' ' || t.account_id` },
  { table: 'notifications.push_key', column: 'sealed', key: ['id'], rowId: 't.id::text' },
  { table: 'notifications.push_device', column: 'sealed', key: ['person_id', 'id'], rowId: 't.id::text' },
  { table: 'ownership.claim', column: 'finding', key: ['house_id', 'id'], rowId: 't.id::text' },
  { table: 'payments.saved_method', column: 'token', key: ['person_id', 'id'], rowId: 't.id::text' },
  { table: 'records.section', column: 'value', key: ['person_id', 'section'], rowId: `t.person_id || ' ' || t.section` },
  { table: 'records.change', column: 'was', key: ['person_id', 'id'], rowId: `t.person_id || ' ' || t.id` },
  { table: 'records.told', column: 'value', key: ['person_id', 'source'], rowId: `t.person_id || ' ' || t.source` },
  { table: 'documents.mail_address', column: 'sealed', key: ['person_id'], rowId: 't.person_id::text' },
  { table: 'documents.page', column: 'text', key: ['document_id', 'number', 'page'], rowId: `t.document_id || ' ' || t.number || ' ' || t.page` },
  { table: 'treasury.document', column: 'value', key: ['person_id', 'id'], rowId: 't.id::text' },
];

/** Columns of bytes that hold nothing sealed by the master key, each with the reason. */
export const otherBytes: Readonly<Record<string, string>> = {
  'agreements.agreement.original_sha256': 'digest', 'platform.command.body_hash': 'digest', 'platform.journal_seal.hash': 'digest', 'platform.file.sha256': 'digest', 'billing.register_load.sha256': 'digest', 'meters.intake.sha256': 'digest', 'ownership.paper.sha256': 'digest', 'ownership.bank_request.statement_sha256': 'digest', 'identity.power_paper.sha256': 'digest',
  'payments.webhook.hash': 'digest', 'identity.one_time_code.content_hash': 'digest', 'privacy.document.sha256': 'digest', 'documents.version.sha256': 'digest', 'documents.issued.sha256': 'digest', 'privacy.consent.sha256': 'digest',
  'platform.journal_line.sealed': 'sealed by the person’s own key, which is sealed in platform.person_key',
  'identity.session.token_hash': 'digest of a random token', 'identity.sign_in_challenge.token_hash': 'digest of a random token', 'identity.known_device.token_hash': 'digest of a random token', 'identity.machine_key.key_hash': 'digest of a random token',
  'notifications.push_device.endpoint_hash': 'digest of an address that the push service made by chance', 'federation.attempt.token_hash': 'digest of a random token', 'identity.passkey_challenge.challenge_hash': 'digest of a random challenge',
  'identity.one_time_code.code_mac': 'keyed digest that lives five minutes: codes are looked for under every version of the ring',
  'identity.contact_proof.code_mac': 'keyed digest that lives minutes: codes are looked for under every version of the ring', 'identity.contact_proof.token_hash': 'digest of a random token',
  'identity.recovery_code.code_mac': 'keyed digest: it cannot be made anew without the code, so an old version stays in the ring until its owner takes new codes',
  'documents.mail_address.token_hash': 'digest of a random token', 'household.invitation.token_hash': 'digest of a random token', 'certificates.authority.root': 'public', 'certificates.authority.certificate': 'public', 'certificates.certificate.key_hash': 'public', 'certificates.certificate.der': 'public',
  'identity.passkey.credential_id': 'public', 'identity.passkey.public_key': 'public', 'signing.authority.certificate': 'public', 'signing.organization_key.certificate': 'public', 'signing.person_key.key_hash': 'public', 'signing.person_key.certificate': 'public', 'signing.signature.content_sha256': 'digest', 'signing.signature.cms': 'a signature, made to be shown', 'signing.revocation_list.der': 'public',
  'household.invitation.contact_index': 'blind index, made anew with household.invitation.contact',
  'staff.invitation.contact_index': 'blind index, made anew with staff.invitation.contact',
  'federation.fact.index': 'blind index, made anew with federation.fact.value',
};
