// What others put into the directory, any number at once. What people change on the screen goes by edit-prices.ts.
import type { NormBase } from '#contract/directories';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import type { Work } from '#platform/work';
import './directory.tables.ts';

export type NewTariff = {
  id?: string;
  organizationId: string;
  houseId?: string | null;
  serviceCode: string;
  zone?: '' | 'T1' | 'T2' | 'T3';
  fromVolume?: string;
  value: string;
  unit: string;
  fromDay: string;
  toDay?: string | null;
  decision: string;
};

/** Adds tariffs with their period of force; values are decimal texts in ₽. */
export async function addTariffs(work: Work, tariffs: readonly NewTariff[]): Promise<string[]> {
  const rows = tariffs.map((one, n) => ({
    id: one.id ?? deriveId(work.id, `tariff ${n}`),
    organization_id: one.organizationId,
    house_id: one.houseId ?? null,
    service_code: one.serviceCode,
    zone: one.zone ?? '',
    from_volume: one.fromVolume ?? '0',
    value: one.value,
    unit: one.unit,
    from_day: one.fromDay,
    to_day: one.toDay ?? null,
    decision: one.decision,
  }));
  await insertRows(work.tx, 'directory.tariff', rows);
  for (const row of rows) {
    work.journal({
      stream: `organization:${row.organization_id}`,
      action: 'tariff.added',
      object: { kind: 'tariff', id: row.id },
      organizationId: row.organization_id,
      facts: { service: row.service_code, value: row.value, from: row.from_day },
    });
  }
  return rows.map((row) => row.id);
}

export type NewNorm = {
  id?: string;
  region: string;
  serviceCode: string;
  per: NormBase;
  value: string;
  unit: string;
  fromDay: string;
  toDay?: string | null;
  decision: string;
};

/** Adds consumption norms of a region. */
export async function addNorms(work: Work, norms: readonly NewNorm[]): Promise<string[]> {
  const rows = norms.map((one, n) => ({
    id: one.id ?? deriveId(work.id, `norm ${n}`),
    region: one.region,
    service_code: one.serviceCode,
    per: one.per,
    value: one.value,
    unit: one.unit,
    from_day: one.fromDay,
    to_day: one.toDay ?? null,
    decision: one.decision,
    organization_id: null,
    house_id: null,
  }));
  await insertRows(work.tx, 'directory.norm', rows);
  if (rows.length > 0) work.journal({ stream: 'portal:directory', action: 'norms.added', object: { kind: 'norm' }, facts: { count: rows.length } });
  return rows.map((row) => row.id);
}

/** Sets when the organization takes readings of a service. */
export async function setReadingWindow(
  work: Work,
  window: { organizationId: string; serviceCode: string; fromDayOfMonth: number; toDayOfMonth: number },
): Promise<void> {
  const days = { from_day_of_month: window.fromDayOfMonth, to_day_of_month: window.toDayOfMonth };
  await work.tx
    .insertInto('directory.reading_window')
    .values({
      id: deriveId(window.organizationId, `reading window ${window.serviceCode}`),
      organization_id: window.organizationId,
      service_code: window.serviceCode,
      ...days,
    })
    .onConflict((on) => on.columns(['organization_id', 'service_code']).doUpdateSet(days))
    .execute();
  work.journal({
    stream: `organization:${window.organizationId}`,
    action: 'readingWindow.set',
    object: { kind: 'organization', id: window.organizationId },
    organizationId: window.organizationId,
    facts: { service: window.serviceCode, ...days },
  });
}
