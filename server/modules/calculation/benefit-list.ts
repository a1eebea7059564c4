// Benefits and subsidies that were decided and not taken back: what, how much, who has them, with the paper.
import { sql } from 'kysely';
import type { ListRow } from '#contract/list';
import { benefitColumns } from '#contract/rates';
import { accountsByIds, lookAtAccounts } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { list } from '#platform/lists';
import type { Reading } from '#platform/route';
import type { Ground } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import './calculation.tables.ts';

type Scope = { readonly organizationIds: readonly string[] };
export const benefitScope = (actor: Actor): Scope => ({ organizationIds: runOrganizations(actor) });

export const benefitList = list({
  columns: benefitColumns,
  name: 'Льготы и субсидии',
  values: {
    title: sql`d.facts->>'title'`,
    kind: sql`d.kind`,
    account: sql`d.facts->>'account'`,
    fromDay: sql`d.from_day`,
    toDay: sql`d.to_day`,
    document: sql`d.document`,
    houseId: sql`d.house_id`,
    accountId: sql`d.account_id`,
    amount: sql`case when d.facts->'amount'->>'by' = 'sum' then replace(((d.facts->'amount'->>'kopecks')::numeric / 100)::numeric(14, 2)::text, '.', ',') || ' ₽ в месяц' else replace(coalesce(d.facts->'amount'->>'percent', d.facts->>'percent'), '.', ',') || ' %' end`,
  },
  id: { value: sql`d.id`, type: 'uuid' },
  from: () => sql`calculation.decision d`,
  where: ({ organizationIds }: Scope) =>
    sql`d.organization_id = any(${[...organizationIds]}::uuid[]) and d.kind in ('benefit', 'subsidy') and d.withdrawn_at is null`,
  sort: 'title',
});

/** Those who have them find in their journals that the list was looked at. */
export async function lookAtBenefits({ ground, ...reading }: Reading & { ground: Ground }, rows: readonly ListRow<typeof benefitColumns>[]): Promise<void> {
  await lookAtAccounts(ground, reading, { accounts: await accountsByIds(reading.db, rows), object: { kind: 'benefits' }, what: 'список льгот и субсидий' });
}
