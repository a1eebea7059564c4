// Sums beside the services that were added: whose, by which paper, whether a bill has them, with a file.
import { sql } from 'kysely';
import { addedSumColumns, type getAddedSumChoices } from '#contract/added-sums';
import type { AnswerOf } from '#contract/endpoint';
import type { ListRow } from '#contract/list';
import { organizationsByIds } from '#modules/housing';
import { accountsByIds, lookAtAccounts } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { list } from '#platform/lists';
import type { Reading } from '#platform/route';
import type { Ground } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import './calculation.tables.ts';

type Scope = { readonly organizationIds: readonly string[] };
export const addedSumScope = (actor: Actor): Scope => ({ organizationIds: runOrganizations(actor) });
/** The month of the run that brought it, once that is posted. */
const brought = sql`(select r.period from calculation.run r where r.house_id = c.house_id and r.id = c.run_id and r.status = 'posted')`;

export const addedSumList = list({
  columns: addedSumColumns,
  name: 'Суд и штрафы',
  values: {
    madeAt: sql`c.decided_at`,
    account: sql`c.account_number`,
    what: sql`c.service_code`,
    kopecks: sql`c.kopecks`,
    reason: sql`c.terms->>'reason'`,
    document: sql`c.terms->>'document'`,
    state: sql`case when c.cancelled_at is not null then 'withdrawn' when ${brought} is not null then 'charged' else 'waiting' end`,
    month: brought,
    houseId: sql`c.house_id`,
    accountId: sql`c.account_id`,
  },
  id: { value: sql`c.id`, type: 'uuid' },
  from: () => sql`calculation.recalculation c`,
  where: ({ organizationIds }: Scope) => sql`c.account_number is not null and c.organization_id = any(${[...organizationIds]}::uuid[])`,
  sort: '-madeAt',
});

/** Those whose they are find in their journals that the list was looked at. */
export async function lookAtAddedSums({ ground, ...reading }: Reading & { ground: Ground }, rows: readonly ListRow<typeof addedSumColumns>[]): Promise<void> {
  await lookAtAccounts(ground, reading, { accounts: await accountsByIds(reading.db, rows), object: { kind: 'addedSums' }, what: 'список пошлин и штрафов' });
}

/** Query: one statement. */
export async function readAddedSumChoices({ db, actor }: Reading): Promise<AnswerOf<typeof getAddedSumChoices>> {
  const organizations = await organizationsByIds(db, runOrganizations(actor));
  return { organizations: organizations.map(({ id, shortName }) => ({ id, name: shortName })).sort((a, b) => a.name.localeCompare(b.name, 'ru')) };
}
