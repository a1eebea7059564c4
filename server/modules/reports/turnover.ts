// The turnover sheet: what stood on services of houses, what moved, what stands; to the kopeck what the ledger says.
import { type RawBuilder, sql } from 'kysely';
import { turnoverColumns } from '#contract/reports';
import { recalculationRows } from '#modules/billing';
import { type Service, services } from '#modules/directory';
import { turnoverRows } from '#modules/ledger';
import { organizationsOf } from '#platform/actor';
import { refuseFields } from '#platform/errors';
import { list } from '#platform/lists';
import type { Reading } from '#platform/route';
import type { Month } from '#platform/time';
import { REPORT_STAFF, reportHouses, type ReportHouse } from './debtors.ts';

type Span = { readonly from: Month; readonly to: Month };
export type TurnoverScope = { readonly organizationIds: readonly string[]; readonly span: Span; readonly houses: readonly ReportHouse[]; readonly services: readonly Service[] };

/** Three statements. Refuses months in the wrong order by their field. */
export async function turnoverScope({ db, actor }: Reading, span: Span): Promise<TurnoverScope> {
  if (span.from > span.to) refuseFields([{ pointer: '/to', code: 'order', detail: 'Последний месяц раньше первого. Поменяйте их местами' }]);
  const organizationIds = organizationsOf(actor, REPORT_STAFF);
  return { organizationIds, span, houses: await reportHouses(db, organizationIds), services: await services(db) };
}

const turnover = ({ organizationIds, span, houses, services: known }: TurnoverScope): RawBuilder<unknown> => sql`(
  select t.*, coalesce(r.recalculated, 0) as recalculated, h.name as house, case when t.service_code = '' then 'Заплачено вперёд' else coalesce(s.name, t.service_code) end as service,
    lpad(coalesce(s.sort, 99999)::text, 6, '0') || ' ' || t.service_code || ' ' || t.house_id as place
  from ${turnoverRows(organizationIds, span)} t
  join unnest(${houses.map(({ id }) => id)}::uuid[], ${houses.map(({ name }) => name)}::text[]) h (id, name) on h.id = t.house_id
  left join ${recalculationRows(organizationIds, span)} r on r.house_id = t.house_id and r.service_code = t.service_code
  left join unnest(${known.map(({ code }) => code)}::text[], ${known.map(({ name }) => name)}::text[], ${known.map(({ sort }) => sort)}::int[]) s (code, name, sort) on s.code = t.service_code) t`;

/** A recalculation is a part of its line: it is taken out of what was charged, so that the columns add up. */
export const turnoverList = list({
  columns: turnoverColumns,
  name: 'Оборотная ведомость',
  values: {
    house: sql`t.house`, service: sql`t.service`, openingKopecks: sql`t.opening`, chargedKopecks: sql`(t.charged - t.recalculated)`, recalculatedKopecks: sql`t.recalculated`, penaltyKopecks: sql`t.penalties`, paidKopecks: sql`t.paid`,
    refundedKopecks: sql`t.refunded`, closingKopecks: sql`(t.opening + t.charged + t.penalties - t.paid + t.refunded)`, houseId: sql`t.house_id`, serviceCode: sql`t.service_code`,
  },
  id: { value: sql`t.place`, type: 'text' },
  isKept: true,
  from: turnover,
  where: () => sql`(t.opening, t.charged, t.penalties, t.paid, t.refunded) <> (0, 0, 0, 0, 0)`,
  sort: 'house',
});
