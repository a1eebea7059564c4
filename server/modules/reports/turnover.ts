// The turnover sheet: what stood on services of houses, what moved, what stands; to the kopeck what the ledger says.
import { type RawBuilder, sql } from 'kysely';
import { turnoverColumns } from '#contract/reports';
import { recalculationRows } from '#modules/billing';
import { type Service, services } from '#modules/directory';
import { turnoverRows } from '#modules/ledger';
import { organizationsOf } from '#platform/actor';
import { list } from '#platform/lists';
import type { Reading } from '#platform/route';
import { REPORT_STAFF, reportHouses, type ReportHouse } from './debtors.ts';
import { type Kept, keptFor, keptRows, refuseOrder, type Span } from './kept-sheet.ts';
export type TurnoverScope = {
  readonly organizationIds: readonly string[];
  readonly span: Span;
  readonly houses: readonly ReportHouse[];
  readonly services: readonly Service[];
  readonly kept: Kept | undefined;
};

/** Four statements, five for a kept sheet. Refuses months in the wrong order by their field. */
export async function turnoverScope({ db, actor }: Reading, span: Span, liveMost?: number): Promise<TurnoverScope> {
  refuseOrder(span);
  const organizationIds = organizationsOf(actor, REPORT_STAFF);
  return {
    organizationIds,
    span,
    houses: await reportHouses(db, organizationIds),
    services: await services(db),
    kept: await keptFor(db, organizationIds, span, liveMost),
  };
}

const NO_SHEET = { organizationId: '00000000-0000-0000-0000-000000000000', sheetId: '00000000-0000-0000-0000-000000000000' };

/** A sheet that is not counted yet has no rows. */
function counted({ organizationIds, span, kept }: TurnoverScope): RawBuilder<unknown> {
  if (kept) return keptRows(kept.sheet ?? NO_SHEET);
  return sql`(select t.*, coalesce(r.recalculated, 0) as recalculated from ${turnoverRows(organizationIds, span)} t left join ${recalculationRows(organizationIds, span)} r on r.house_id = t.house_id and r.service_code = t.service_code)`;
}

const turnover = (scope: TurnoverScope): RawBuilder<unknown> => sql`(
  select t.*, h.name as house, case when t.service_code = '' then 'Заплачено вперёд' else coalesce(s.name, t.service_code) end as service,
    lpad(coalesce(s.sort, 99999)::text, 6, '0') || ' ' || t.service_code || ' ' || t.house_id as place
  from ${counted(scope)} t
  join unnest(${scope.houses.map(({ id }) => id)}::uuid[], ${scope.houses.map(({ name }) => name)}::text[]) h (id, name) on h.id = t.house_id
  left join unnest(${scope.services.map(({ code }) => code)}::text[], ${scope.services.map(({ name }) => name)}::text[], ${scope.services.map(({ sort }) => sort)}::int[]) s (code, name, sort) on s.code = t.service_code) t`;

/** A recalculation is a part of its line: it is taken out of what was charged, so that the columns add up. */
export const turnoverList = list({
  columns: turnoverColumns,
  name: 'Оборотная ведомость',
  values: {
    house: sql`t.house`,
    service: sql`t.service`,
    openingKopecks: sql`t.opening`,
    chargedKopecks: sql`(t.charged - t.recalculated)`,
    recalculatedKopecks: sql`t.recalculated`,
    penaltyKopecks: sql`t.penalties`,
    paidKopecks: sql`t.paid`,
    refundedKopecks: sql`t.refunded`,
    closingKopecks: sql`(t.opening + t.charged + t.penalties - t.paid + t.refunded)`,
    houseId: sql`t.house_id`,
    serviceCode: sql`t.service_code`,
  },
  id: { value: sql`t.place`, type: 'text' },
  isKept: true,
  from: turnover,
  where: () => sql`(t.opening, t.charged, t.penalties, t.paid, t.refunded) <> (0, 0, 0, 0, 0)`,
  sort: 'house',
});
