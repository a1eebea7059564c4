// A contract that is known to stand as it does: for the demo town. Every signature is the portal's seal, as after a code from a message.
import { hash } from 'node:crypto';
import type { TemplateKind } from '#contract/agreement-templates';
import { personNames } from '#modules/identity';
import { embedSignature, proofsNow, sealDocument, withProofs } from '#modules/signing';
import { keepFile } from '#platform/files';
import { deriveId } from '#platform/ids';
import { dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { loadAgreement, tellStep } from './agreement-row.ts';
import { keepPdf, typesetText, ZONE } from './draft-agreement.ts';
import type { AgreementsPorts } from './ports.ts';
import { tellTurn } from './send-agreement.ts';
import { complete } from './sign-agreement.ts';
import { preparePlace, withEvidence } from './signing-place.ts';
import { type TemplateFields, templateText } from './template-text.ts';
import './agreements.tables.ts';

const DAY_MS = 86_400_000;

/** `signed`: how many of the parties, from the first, have signed. */
type KnownAgreement = {
  readonly template: TemplateKind;
  readonly fields: TemplateFields;
  readonly authorId: string;
  readonly parties: readonly string[];
  readonly signed: number;
  readonly days: number;
};

/** Command. Typesets within it: not for requests. Throws when the template lacks a field. */
export async function giveAgreement(
  work: Work,
  ports: AgreementsPorts,
  { template, fields, authorId, parties, signed, days }: KnownAgreement,
): Promise<{ agreementId: string }> {
  const text = templateText(template, fields);
  if ('problems' in text) throw new Error(`the template lacks ${text.problems.map(({ pointer }) => pointer).join()}`);
  const { title } = text;
  const id = deriveId(work.id, `agreement ${title} ${authorId}`);
  const names = new Map([...(await personNames(work.tx, [authorId, ...parties]))].map(([personId, { full }]) => [personId, full]));
  const [now, until] = [work.now, new Date(work.now.getTime() + days * DAY_MS)];
  const original = await typesetText(ports, text, dayIn(ZONE, now));
  const sha256 = hash('sha256', original, 'buffer');
  let pdf = await withEvidence(ports, original, {
    origin: work.origin,
    id,
    title,
    author: names.get(authorId)!,
    sha256: sha256.toString('hex'),
    sentAt: now,
    until,
    names: parties.map((personId) => names.get(personId)!),
  });
  for (const [index, personId] of parties.slice(0, signed).entries()) {
    const prepared = await preparePlace(ports, pdf, { place: index + 1, name: names.get(personId)!, kind: 'code', at: now, title });
    pdf = embedSignature(prepared, await sealDocument(work, prepared.toSign));
  }
  if (signed === parties.length) pdf = withProofs(pdf, await proofsNow(work));
  const file = await keepPdf(ports, pdf, title);
  await keepFile(work.tx, file, `person:${authorId}`, now);
  const at = now.toISOString();
  await work.tx
    .insertInto('agreements.agreement')
    .values({
      id,
      author_id: authorId,
      organization_id: null,
      title,
      status: 'signing',
      file_id: file.id,
      original_sha256: sha256,
      made_at: at,
      sent_at: at,
      until: until.toISOString(),
      ended_at: null,
      reminded_at: null,
      reason: null,
    })
    .execute();
  await work.tx
    .insertInto('agreements.party')
    .values(
      parties.map((personId, index) => {
        const hasSigned = index < signed;
        return {
          agreement_id: id,
          place: index + 1,
          person_id: personId,
          state: hasSigned ? 'signed' : 'waiting',
          kind: hasSigned ? 'code' : null,
          signature_id: null,
          certificate_number: null,
          acted_at: hasSigned ? at : null,
        };
      }),
    )
    .execute();
  const agreement = await loadAgreement(work.tx, id);
  tellStep(work, agreement, { action: 'agreement.sent', facts: { count: parties.length } });
  if (signed === parties.length) await complete(work, agreement, file);
  else tellTurn(work, agreement, parties[signed]!, signed + 1);
  return { agreementId: id };
}
