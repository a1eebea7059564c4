// Charges paid by parts: whose, of what, how many parts came already, with a file.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import { type getInstalmentChoices, instalmentColumns } from '#contract/instalments';
import type { ListRow } from '#contract/list';
import { isBesideServices } from '#contract/placed-sums';
import { serviceMap } from '#modules/directory';
import { organizationsByIds } from '#modules/housing';
import { accountsByIds, lookAtAccounts } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { list } from '#platform/lists';
import type { Reading } from '#platform/route';
import type { Ground } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import { mostPercent } from './make-instalment.ts';
import './calculation.tables.ts';

type Scope = { readonly organizationIds: readonly string[] };
export const instalmentScope = (actor: Actor): Scope => ({ organizationIds: runOrganizations(actor) });
const charged = sql`(select count(*)::int from calculation.recalculation c join calculation.run r on r.house_id = c.house_id and r.id = c.run_id
  where c.house_id = i.house_id and c.instalment_id = i.id and c.from_month is not null and r.status = 'posted')`;

export const instalmentList = list({
  columns: instalmentColumns,
  name: 'Рассрочки',
  values: {
    madeAt: sql`i.made_at`,
    account: sql`i.account_number`,
    service: sql`i.service_name`,
    month: sql`i.month`,
    kopecks: sql`i.kopecks`,
    parts: sql`i.parts`,
    charged,
    percent: sql`trim_scale(i.percent)`,
    state: sql`case when i.ended_at is not null then 'ended' when ${charged} = i.parts then 'charged' else 'running' end`,
    document: sql`i.document`,
    houseId: sql`i.house_id`,
    accountId: sql`i.account_id`,
  },
  id: { value: sql`i.id`, type: 'uuid' },
  from: () => sql`calculation.instalment i`,
  where: ({ organizationIds }: Scope) => sql`i.organization_id = any(${[...organizationIds]}::uuid[])`,
  sort: '-madeAt',
});

/** Those who have them find in their journals that the list was looked at. */
export async function lookAtInstalments(
  { ground, ...reading }: Reading & { ground: Ground },
  rows: readonly ListRow<typeof instalmentColumns>[],
): Promise<void> {
  await lookAtAccounts(ground, reading, { accounts: await accountsByIds(reading.db, rows), object: { kind: 'instalments' }, what: 'список рассрочек' });
}

/** Query: three statements. */
export async function readInstalmentChoices({ db, actor, now }: Reading): Promise<AnswerOf<typeof getInstalmentChoices>> {
  const organizations = await organizationsByIds(db, runOrganizations(actor));
  return {
    organizations: organizations.map(({ id, shortName }) => ({ id, name: shortName })).sort((a, b) => a.name.localeCompare(b.name, 'ru')),
    services: [...(await serviceMap(db))].filter(([code]) => !isBesideServices(code)).map(([code, { name }]) => ({ code, name })),
    mostPercent: await mostPercent(db, now),
  };
}
