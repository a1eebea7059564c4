// The act of handed-in readings (MTR-3): made, signed by the organization's key and kept beside its signature, after the commit. A job.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { serviceMap } from '#modules/directory';
import { issueDocument } from '#modules/documents';
import { organizationsByIds, premisesOf } from '#modules/housing';
import { contactsOf } from '#modules/identity';
import { ensureOrganizationKey, type OrganizationKey, signDocument, stampedSignature } from '#modules/signing';
import { sql } from 'kysely';
import { system } from '#platform/actor';
import { keepFile, receiveFile, type ReceivedFile } from '#platform/files';
import { deriveId, newId } from '#platform/ids';
import type { JobContext } from '#platform/module';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import { runAsSystem, runOnce, type Work } from '#platform/work';
import { type ActContent, actContentText, actDocument } from './act-document.ts';
import { serviceName, zoneName } from './meter-words.ts';
import { audiencesOf } from './meters.events.ts';
import type { MetersPorts } from './ports.ts';
import './meters.tables.ts';

const TASK = 'meters.make-act';
const TEMPLATE = new URL('act.typ', import.meta.url);
const MOST_BYTES = 5 * 1024 * 1024;

export type ActOrder = { readonly houseId: string; readonly submissionId: string };
type Loaded = {
  readonly row: NonNullable<Awaited<ReturnType<typeof loadRow>>>;
  readonly content: ActContent;
  readonly organizationEmail: string | null;
  readonly personEmail: string | null;
  readonly shortAddress: string;
};
type Context = Pick<JobContext, 'ground' | 'db' | 'now'>;

/** Safe to repeat: an act that is kept is not made again; files of a try that failed are swept away. */
export async function makeAct(ports: MetersPorts, { ground, db, now }: Context, order: ActOrder): Promise<void> {
  const loaded = await loadAct(db, order);
  if (!loaded || loaded.row.act_file_id !== null) return;
  const { row, content } = loaded;
  // Without a remembered answer: a key that was revoked since the last try must not come back.
  const once = <Answer>(command: (work: Work) => Promise<Answer>) => runOnce(ground, { actor: system(TASK), id: newId(now()), now: now() }, command);
  const key = await once((work) => ensureOrganizationKey(work, row.organization_id));
  const contentHash = createHash('sha256').update(actContentText(content)).digest('hex').toUpperCase();
  const signature = { certificateNumber: key.certificateNumber, validUntil: dayIn(content.timeZone, new Date(key.expiresAt)), contentHash };
  const check = { code: row.check_code, address: `${new URL(ports.publicUrl).host}/acts` };
  const pdf = await ports.typesetter.pdf(TEMPLATE, actDocument({ ...content, signature, check }), { archive: true });
  const cms = await signDocument(db, ground.masterKeys, { key, bytes: pdf, at: now() });
  // The act outlives its key: the time stamp proves that it was signed before the key ended or was revoked.
  const signed = await once((work) => stampedSignature(work, cms));
  const name = `Акт ${row.act_number}.pdf`;
  const act = await receive(ports, Buffer.from(pdf), { name, mediaType: 'application/pdf' });
  const detached = await receive(ports, Buffer.from(signed), { name: `${name}.sig`, mediaType: 'application/pkcs7-signature' });
  const attachments = [
    { name, type: 'application/pdf', base64: pdf.toString('base64') },
    { name: `${name}.sig`, type: 'application/pkcs7-signature', base64: Buffer.from(signed).toString('base64') },
  ];
  await runAsSystem(ground, TASK, order.submissionId, (work) => keepAct(work, loaded, { act, detached, key, contentHash, attachments }));
}

const receive = (ports: MetersPorts, bytes: Buffer, declared: { name: string; mediaType: string }): Promise<ReceivedFile> =>
  receiveFile(ports.files, Readable.from([bytes]), declared, { accepts: ['pdf', 'signature'], mostBytes: MOST_BYTES, exact: true });

type Made = {
  readonly act: ReceivedFile;
  readonly detached: ReceivedFile;
  readonly key: OrganizationKey;
  readonly contentHash: string;
  readonly attachments: readonly object[];
};

async function keepAct(
  work: Work,
  { row, personEmail, organizationEmail, shortAddress }: Loaded,
  { act, detached, key, contentHash, attachments }: Made,
): Promise<void> {
  const { house_id: houseId, id: submissionId, premises_id: premisesId, organization_id: organizationId, person_id: personId } = row;
  const done = await work.tx
    .updateTable('meters.submission')
    .set({
      act_file_id: act.id,
      signature_file_id: detached.id,
      certificate_number: key.certificateNumber,
      content_hash: contentHash,
      act_made_at: work.now.toISOString(),
    })
    .where('house_id', '=', houseId)
    .where('id', '=', submissionId)
    .where('act_file_id', 'is', null)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) return;
  for (const file of [act, detached]) await keepFile(work.tx, file, `house:${houseId}`, work.now);
  await issueDocument(work, {
    kind: 'act',
    title: `Акт о передаче показаний № ${row.act_number}`,
    sha256: act.sha256,
    code: row.check_code,
    houseId,
    premisesId,
    ...(personId !== null && { personId }),
  });
  work.journal({
    stream: `house:${houseId}`,
    action: 'act.signed',
    object: { kind: 'submission', id: submissionId },
    houseId,
    organizationId,
    ...(personId !== null && { personId }),
    facts: { number: row.act_number, certificateNumber: key.certificateNumber, contentHash },
  });
  work.emit('act.ready', { houseId, premisesId, submissionId, organizationId }, audiencesOf({ premisesId, organizationId }));
  const facts = { number: row.act_number, month: row.period.slice(0, 7), address: shortAddress };
  const message = (who: string, more: object) => {
    const id = deriveId(submissionId, `act for ${who}`);
    work.order({ task: 'notifications.send-message', key: id, payload: { id, channel: 'email', facts, attachments, ...more } });
  };
  if (personId !== null) {
    const id = deriveId(submissionId, 'act notice');
    work.order({ task: 'notifications.notify', key: id, payload: { id, personIds: [personId], kind: 'meters.actReady', facts, link: '/meters/acts' } });
    if (personEmail !== null) message('person', { personId, template: 'meters.actReady', link: '/meters/acts' });
  }
  if (organizationEmail !== null) message('organization', { to: organizationEmail, template: 'meters.actForOrganization', link: '/work/readings' });
}

const loadRow = (db: Db, { houseId, submissionId }: ActOrder) =>
  db.selectFrom('meters.submission').selectAll().where('house_id', '=', houseId).where('id', '=', submissionId).executeTakeFirst();

/** What the act states, from what was kept when the readings came. */
async function loadAct(db: Db, order: ActOrder): Promise<Loaded | undefined> {
  const row = await loadRow(db, order);
  if (!row) return undefined;
  const readings = await db
    .selectFrom('meters.reading as r')
    .innerJoin('meters.meter as m', (on) => on.onRef('m.house_id', '=', 'r.house_id').onRef('m.id', '=', 'r.meter_id'))
    .select([
      'm.id',
      'm.service_code',
      'm.serial',
      'r.zone',
      'r.taken_on',
      sql<string>`trim_scale(r.value)::text`.as('value'),
      sql<string | null>`trim_scale(r.previous_value)::text`.as('previous'),
      sql<string | null>`trim_scale(r.used)::text`.as('used'),
    ])
    .where('r.house_id', '=', order.houseId)
    .where('r.submission_id', '=', order.submissionId)
    .orderBy('m.service_code')
    .orderBy('m.serial')
    .orderBy('r.zone')
    .execute();
  const [organization] = await organizationsByIds(db, [row.organization_id]);
  const [premises] = await premisesOf(db, [{ houseId: row.house_id, premisesId: row.premises_id }]);
  if (!organization || !premises) return undefined;
  const units = await serviceMap(db);
  const zones = Map.groupBy(readings, ({ id }) => id);
  const contact = row.person_id === null ? undefined : (await contactsOf(db, [row.person_id])).get(row.person_id);
  const content: ActContent = {
    number: row.act_number,
    submittedAt: new Date(row.at).toISOString(),
    timeZone: premises.timeZone,
    person: row.person_name,
    personRole: row.person_role,
    account: row.account_number,
    unifiedAccount: null,
    address: row.address,
    organization: { name: organization.name, inn: organization.inn },
    way: 'в личном кабинете',
    countsFor: row.period.slice(0, 7),
    readings: readings.map((one) => ({
      service: serviceName(one.service_code),
      meter: `№ ${one.serial}`,
      zone: one.zone === '' ? null : zoneName(one.zone, zones.get(one.id)!.length),
      unit: units.get(one.service_code)?.unit ?? '',
      previous: one.previous,
      current: one.value,
      consumption: one.used,
      takenOn: one.taken_on,
    })),
  };
  return { row, content, organizationEmail: organization.email, personEmail: contact?.email ?? null, shortAddress: premises.address };
}
