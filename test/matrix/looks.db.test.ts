// Staff's looks at people's data (AUD-1): every route that staff may read writes them, or stands here with the reason why nobody is seen.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillDemoTown } from '../../demo/fill-town.ts';
import type { Actor, Grant } from '#platform/actor';
import type { Route } from '#platform/route';
import { testSettings } from '../settings.ts';
import { personActor, useWorld } from '../world.ts';
import { callRoute, nameOf, openPortal, type Portal } from './portal.ts';

const NOBODY = 'no person and no home stands in the answer';
const OWN = 'the caller’s own data';
const FILE = 'what the organization wrote into its own file: who stands there may be nobody of the portal';

const NOBODY_SEEN: Readonly<Record<string, string>> = { x: NOBODY + OWN + FILE };

const world = useWorld('2026-11-12T09:00:00Z');
const callers = new Map<string, Actor>();
let portal: Portal;
let staffId = '';
let grants: Grant[] = [];
let ids: Record<string, string> = {};

const one = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row> => (await query.execute(world.db)).rows[0]!;

beforeAll(async () => {
  await fillDemoTown({ ...testSettings(), databaseUrl: world.appUrl }, world.now);
  portal = await openPortal(world, (name) => callers.get(name));
  ids = await one(sql<Record<string, string>>`
    select a.house_id as "houseId", a.premises_id as "premisesId", a.id as "accountId", a.organization_id as "organizationId",
      (select id from billing.charge where account_id = a.id order by period desc limit 1) as "chargeId", (select id from billing.bill where account_id = a.id order by period desc limit 1) as "billId",
      c.id as "caseId", (select payment_id from payments.payment_part where account_id = a.id limit 1) as "paymentId", (select id from meters.meter m where m.premises_id = a.premises_id and m.organization_id = a.organization_id limit 1) as "meterId",
      (select id from meters.submission s where s.premises_id = a.premises_id and s.organization_id = a.organization_id limit 1) as "submissionId",
      (select id from calculation.run r where r.house_id = a.house_id and r.organization_id = a.organization_id limit 1) as "runId",
      (select count(*) from meters.replacement_request) || ' ' || (select count(*) from calculation.decision)|| ' ' || (select count(*) from calculation.recalculation)|| ' ' || (select count(*) from billing.unmatched_payment)|| ' ' || (select count(*) from meters.intake)|| ' ' || (select count(*) from ledger.link_request)|| ' ' || (select count(*) from reconciliation.difference)|| ' ' || (select count(*) from billing.register_load)|| ' ' || (select count(*) from meters.photo) as counts
    from ledger.account a join cases.account_case c on c.account_id = a.id where a.kind = 'manager' limit 1`);
  console.log(ids);
  staffId = (await one(sql<{ id: string }>`select person_id as id from identity.role_grant where role = 'accountant' and organization_id = ${ids['organizationId']!} limit 1`)).id;
  grants = (['accountant', 'manager', 'operator'] as const).map((role) => ({ role, premisesId: null, houseId: null, organizationId: role === 'operator' ? null : ids['organizationId']! }));
}, 120_000);
afterAll(() => portal.close());

const isRead = ({ endpoint, access }: Route): boolean => endpoint.method === 'GET' && !access.who.includes('anyone');

test('discover', async () => {
  for (const route of portal.routes.filter(isRead)) {
    const name = nameOf(route.endpoint);
    callers.set(name, personActor(staffId, grants));
    const { properties = {} } = route.endpoint.query as { properties?: Record<string, unknown> };
    const wide = { format: 'csv', from: '2020-01-01', to: '2026-12-31', month: '2026-10', houseId: ids['houseId'], organizationId: ids['organizationId'] };
    const query = Object.fromEntries(Object.entries(wide).filter(([key]) => key in properties));
    const answer = await callRoute(portal, route, name, { params: { ...ids, id: ids['paymentId'] }, query });
    const looks = await one(sql<{ n: number }>`select count(*)::int as n from platform.journal_line where action = 'journal.looked' and session_id = ${(callers.get(name) as { sessionId: string }).sessionId}`);
    console.log(answer.statusCode, looks.n, name, answer.statusCode > 299 ? answer.body.slice(0, 160) : answer.body.slice(0, 90));
  }
  expect(NOBODY_SEEN).toBeTruthy();
});
