// An administrator revokes a certificate, a person's or an organization's, by a code for exactly that; the list of the revoked is published with it.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { askRevocationCode, revokeCertificate } from '#contract/signing';
import { requestConfirmation, useConfirmation } from '#modules/identity';
import { found, refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import { revoke, tellChange } from './person-keys.ts';
import { publishList } from './revocation-list.ts';
import './signing.tables.ts';

const PURPOSE = 'signing.revoke';
type Asked = BodyOf<typeof askRevocationCode>;

/** Refuses object.notFound, signing.revokedAlready. */
async function demandInForce(db: Db, number: string): Promise<void> {
  const of = (table: 'signing.person_key' | 'signing.organization_key') => db.selectFrom(table).select('revoked_at').where('certificate_number', '=', number);
  const { revoked_at: revokedAt } = found(await of('signing.person_key').unionAll(of('signing.organization_key')).executeTakeFirst());
  if (revokedAt !== null) refuse('signing.revokedAlready');
}

const contentOf = ({ certificateNumber, reason }: Asked): Asked => ({ certificateNumber, reason: reason.trim() });

/** POST /api/v1/signing/revoke/code. */
export async function askRevocation(work: Work, body: Asked): Promise<AnswerOf<typeof askRevocationCode>> {
  const content = contentOf(body);
  await demandInForce(work.tx, content.certificateNumber);
  const { confirmationId, sentTo, expiresAt } = await requestConfirmation(work, { purpose: PURPOSE, content, words: `отзыв сертификата ${content.certificateNumber.slice(-6)}: ${content.reason}` });
  return { confirmationId, sentTo, expiresAt };
}

/** POST /api/v1/signing/revoke, mounted by `confirmed`. What the key signed before stays valid. */
export async function revokeByNumber(work: Work, { confirmationId, code, ...body }: BodyOf<typeof revokeCertificate>): Promise<object> {
  const content = contentOf(body);
  await useConfirmation(work, { purpose: PURPOSE, content, confirmationId, code });
  const { certificateNumber: number, reason } = content;
  const row = await revoke(work, 'administrator').where('certificate_number', '=', number).executeTakeFirst();
  if (row) tellChange(work, row, 'signing.personKeyRevoked', reason);
  await publishList(work, row ? row.issuing_id : await revokeOfOrganization(work, content));
  return {};
}

/** Answers whose certificate it was. */
async function revokeOfOrganization(work: Work, { certificateNumber: number, reason }: Asked): Promise<string> {
  const key = await work.tx.updateTable('signing.organization_key').set({ revoked_at: work.now.toISOString() }).where('certificate_number', '=', number).where('revoked_at', 'is', null).returning(['organization_id', 'id', 'issuing_id']).executeTakeFirst();
  if (!key) {
    await demandInForce(work.tx, number);
    return refuse('object.notFound');
  }
  work.journal({ stream: `organization:${key.organization_id}`, action: 'signing.keyRevoked', object: { kind: 'signingKey', id: key.id }, organizationId: key.organization_id, facts: { certificateNumber: number, why: reason } });
  return key.issuing_id;
}
