// The person says what the columns of a file mean, which services its names are, and what it does not say; the file is checked anew.
import { sql } from 'kysely';
import { serviceMap } from '#modules/directory';
import { refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { reachableLoad } from './load-register.ts';
import { orderCheck } from './receive-register.ts';
import type { ColumnMapping, RegisterWish } from './register-format.ts';
import { mayMap } from './registers.policy.ts';
import { normalServiceName } from './service-names.ts';
import { headingsHash } from './stage-register.ts';
import './billing.tables.ts';

export type RegisterMapping = {
  loadId: string;
  version: number;
  columns?: readonly { heading: string; field: string }[];
  services?: readonly { name: string; code: string }[];
  period?: string | undefined;
  service?: string | undefined;
  kind?: 'charges' | 'payments' | undefined;
};

/** Remembers the mapping for the organization and orders the check again. Only while nothing is loaded. */
export async function mapRegister(work: Work, given: RegisterMapping): Promise<{ id: string; progressId: string }> {
  const load = await reachableLoad(work, given.loadId);
  if (!mayMap(load))
    refuse(load.status === 'draft' || load.status === 'loading' ? 'register.notReady' : load.status === 'loaded' ? 'register.loaded' : 'register.refused');
  if (load.version !== given.version) refuseChanged({ status: load.status, version: load.version });
  const known = await serviceMap(work.tx);
  const wrong = (given.services ?? []).flatMap(({ code }, n) =>
    known.has(code) ? [] : [{ pointer: `/services/${n}/code`, code: 'service.unknown', detail: 'Выберите услугу из списка' }],
  );
  if (given.service !== undefined && !known.has(given.service))
    wrong.push({ pointer: '/service', code: 'service.unknown', detail: 'Выберите услугу из списка' });
  if (wrong.length > 0) refuseFields(wrong);
  const organizationId = load.organization_id;
  const columns = given.columns ?? [];
  const mapping =
    columns.length === 0 ? undefined : (Object.fromEntries(columns.map(({ heading, field }) => [heading, field === 'pass' ? null : field])) as ColumnMapping);
  if (mapping && load.headings) await rememberColumns(work, { organizationId, headings: load.headings as string[], mapping });
  await rememberServices(work, organizationId, given.services ?? []);
  const { mapping: earlier, ...old } = load.wish as RegisterWish;
  const wish: RegisterWish = {
    ...old,
    ...((mapping ?? earlier) ? { mapping: mapping ?? earlier } : {}),
    ...(given.period !== undefined && { period: given.period }),
    ...(given.kind !== undefined && { kind: given.kind }),
    ...(given.service !== undefined && { serviceName: known.get(given.service)!.name }),
  };
  const progressId = deriveId(work.id, 'check');
  await work.tx
    .updateTable('billing.register_load')
    .set({ status: 'draft', wish: JSON.stringify(wish), progress_id: progressId, version: load.version + 1 })
    .where('id', '=', load.id)
    .execute();
  await orderCheck(work, { id: load.id, organizationId, fileName: load.file_name, bytes: load.bytes, progressId });
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'register.mapped',
    object: { kind: 'register', id: load.id },
    organizationId,
    facts: { columns: columns.length, services: (given.services ?? []).length },
  });
  return { id: load.id, progressId };
}

async function rememberColumns(
  work: Work,
  { organizationId, headings, mapping }: { organizationId: string; headings: string[]; mapping: ColumnMapping },
): Promise<void> {
  const text = JSON.stringify(mapping);
  await work.tx
    .insertInto('billing.column_mapping')
    .values({ organization_id: organizationId, headings_hash: headingsHash(headings), mapping: text })
    .onConflict((on) => on.columns(['organization_id', 'headings_hash']).doUpdateSet({ mapping: text }))
    .execute();
}

async function rememberServices(work: Work, organizationId: string, names: readonly { name: string; code: string }[]): Promise<void> {
  if (names.length === 0) return;
  const unique = [...new Map(names.map(({ name, code }) => [normalServiceName(name), code]))];
  await sql`insert into billing.service_name (organization_id, name, service_code) select ${organizationId}::uuid, * from unnest(${unique.map(([name]) => name)}::text[], ${unique.map(([, code]) => code)}::text[])
    on conflict (organization_id, name) do update set service_code = excluded.service_code`.execute(work.tx);
}
