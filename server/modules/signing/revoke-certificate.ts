// An administrator revokes a certificate, a person's, an organization's or that of an issuing authority, by a code for exactly that; the list of the revoked is published with it.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { askRevocationCode, revokeCertificate } from '#contract/signing';
import { requestConfirmation, useConfirmation } from '#modules/identity';
import { found, refuse } from '#platform/errors';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import { readCertificate } from '#platform/x509';
import { revoke, tellChange } from './person-keys.ts';
import { issuingAuthorities, revokeAuthority } from './portal-authority.ts';
import { publishList } from './revocation-list.ts';
import './signing.tables.ts';

const PURPOSE = 'signing.revoke';
type Asked = BodyOf<typeof askRevocationCode>;

type IssuingAuthority = Awaited<ReturnType<typeof issuingAuthorities>>[number];
const issuingByNumber = async (db: Db, number: string): Promise<IssuingAuthority | undefined> =>
  (await issuingAuthorities(db)).find(({ certificate }) => readCertificate(certificate)!.number === number);

/** Refuses object.notFound, signing.revokedAlready. */
async function demandInForce(db: Db, number: string): Promise<void> {
  const of = (table: 'signing.person_key' | 'signing.organization_key') => db.selectFrom(table).select('revoked_at').where('certificate_number', '=', number);
  const known = (await of('signing.person_key').unionAll(of('signing.organization_key')).executeTakeFirst()) ?? (await issuingByNumber(db, number));
  if (found(known).revoked_at !== null) refuse('signing.revokedAlready');
}

const contentOf = ({ certificateNumber, reason }: Asked): Asked => ({ certificateNumber, reason: reason.trim() });

/** POST /api/v1/signing/revoke/code. */
export async function askRevocation(work: Work, body: Asked): Promise<AnswerOf<typeof askRevocationCode>> {
  const content = contentOf(body);
  await demandInForce(work.tx, content.certificateNumber);
  const { confirmationId, sentTo, expiresAt } = await requestConfirmation(work, {
    purpose: PURPOSE,
    content,
    words: `отзыв сертификата ${content.certificateNumber.slice(-6)}: ${content.reason}`,
  });
  return { confirmationId, sentTo, expiresAt };
}

/** POST /api/v1/signing/revoke, mounted by `confirmed`. What the key signed before stays valid. */
export async function revokeByNumber(work: Work, { confirmationId, code, ...body }: BodyOf<typeof revokeCertificate>): Promise<object> {
  const content = contentOf(body);
  await useConfirmation(work, { purpose: PURPOSE, content, confirmationId, code });
  const { certificateNumber: number } = content;
  const authority = await issuingByNumber(work.tx, number);
  if (authority) return revokeIssuing(work, authority, content);
  const issuingId = (await revokeKeys(work, ['certificate_number', number], content)) ?? (await refuseGone(work.tx, number));
  await publishList(work, issuingId);
  return {};
}

/** The keys under it go with it: each holder is told. Its own list and that of its root say so from now on. */
async function revokeIssuing(work: Work, { id, root_id: rootId }: IssuingAuthority, content: Asked): Promise<object> {
  if (!(await revokeAuthority(work, { id, rootId }))) refuse('signing.revokedAlready');
  work.journal({
    stream: 'portal',
    action: 'signing.authorityRevoked',
    object: { kind: 'authority', id },
    facts: { certificateNumber: content.certificateNumber, why: content.reason },
  });
  await revokeKeys(work, ['issuing_id', id], content);
  for (const authorityId of [id, rootId]) await publishList(work, authorityId);
  return {};
}

type Which = readonly [column: 'certificate_number' | 'issuing_id', value: string];

/** Answers by whose list the revoked are named; undefined when there were none in force. */
async function revokeKeys(work: Work, [column, value]: Which, { reason }: Asked): Promise<string | undefined> {
  const people = await revoke(work, 'administrator').where(column, '=', value).execute();
  for (const row of people) tellChange(work, row, 'signing.personKeyRevoked', reason);
  const organizations = await work.tx
    .updateTable('signing.organization_key')
    .set({ revoked_at: work.now.toISOString() })
    .where(column, '=', value)
    .where('revoked_at', 'is', null)
    .returning(['organization_id', 'id', 'issuing_id', 'certificate_number'])
    .execute();
  for (const { organization_id: organizationId, id, certificate_number: certificateNumber } of organizations)
    work.journal({
      stream: `organization:${organizationId}`,
      action: 'signing.keyRevoked',
      object: { kind: 'signingKey', id },
      organizationId,
      facts: { certificateNumber, why: reason },
    });
  return [...people, ...organizations][0]?.issuing_id;
}

async function refuseGone(db: Db, number: string): Promise<never> {
  await demandInForce(db, number);
  return refuse('object.notFound');
}
