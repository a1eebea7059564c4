// Ring two alone: with access and its roles switched off, what loads its rows by the caller's reach still gives a stranger nothing.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillDemoTown } from '../../demo/fill-town.ts';
import type { Actor, Grant } from '#platform/actor';
import type { Route } from '#platform/route';
import { testSettings } from '../settings.ts';
import { personActor, useWorld } from '../world.ts';
import { callRoute, makeCallers, nameOf, openPortal, type Portal } from './portal.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const callers = new Map<string, Actor>();
let portal: Portal;
/** Ids of the victim by the name of the parameter that would take them; `private` may stand in no stranger's answer. */
let victim: { params: Record<string, string>; private: Set<string> };

const VICTIM_PHONE = '+79000000001';
/** Nobody of these shares a home, an account or an organization with the victim. */
const STRANGERS = ['neighbour', 'foreign-accountant', 'no-role'] as const;

async function actorOf(id: string): Promise<Actor> {
  const { rows } =
    await sql<Grant>`select role, premises_id as "premisesId", house_id as "houseId", organization_id as "organizationId" from identity.role_grant where person_id = ${id}`.execute(
      world.db,
    );
  return personActor(id, rows);
}

const idsOf = async (query: ReturnType<typeof sql<{ id: string }>>): Promise<string[]> => (await query.execute(world.db)).rows.map((row) => row.id);

beforeAll(async () => {
  await fillDemoTown({ ...testSettings(), databaseUrl: world.appUrl }, world.now);
  const id = (await idsOf(sql`select id from identity.person where phone = ${VICTIM_PHONE}`))[0]!;
  const galina = await actorOf(id);
  const homes = galina.kind === 'person' ? galina.grants.flatMap((grant) => grant.premisesId ?? []) : [];
  const accounts = await idsOf(sql`select id from ledger.account where premises_id = any(${homes}::uuid[])`);
  const home = (
    await sql<{
      house_id: string;
      premises_id: string;
      id: string;
      organization_id: string;
    }>`select house_id, premises_id, id, organization_id from ledger.account where premises_id = ${homes[0]!} and kind = 'manager'`.execute(world.db)
  ).rows[0]!;
  const meters = await idsOf(sql`select id from meters.meter where premises_id = any(${homes}::uuid[])`);
  const payments = await idsOf(sql`select id from payments.payment where person_id = ${id}`);
  const charges = await idsOf(sql`select id from billing.charge where account_id = any(${accounts}::uuid[])`);
  const bills = await idsOf(sql`select id from billing.bill where account_id = any(${accounts}::uuid[])`);
  const submissions = await idsOf(sql`select id from meters.submission where premises_id = any(${homes}::uuid[])`);
  const cases = await idsOf(sql`select id from cases.account_case where person_id = ${id}`);
  const documents =
    await idsOf(sql`with made as (insert into documents.document (id, person_id, kind, kind_by, name, source, words, at) values (${id}, ${id}, 'other', 'read', 'x', 'upload', '', now()) returning id)
    insert into documents.version (document_id, number, file_id, file_name, media_type, bytes, sha256, state, reading, at) select id, 1, id, 'x', 'text/plain', 1, '\\x00', 'ready', 'none', now() from made returning document_id as id`);
  const uploadId = (
    await idsOf(sql`insert into documents.upload (id, person_id, home, name, size, at) values (gen_random_uuid(), ${id}, '', 'x.txt', 9, now()) returning id`)
  )[0]!;
  const paperId = (
    await idsOf(
      sql`insert into identity.power_paper (representative_id, id, status, rights, to_day, number, signed_on, notary, file_id, file_name, made_at) values (${id}, gen_random_uuid(), 'draft', '{bills}', '2027-01-01', 'x', '2026-11-01', 'x', ${id}, 'x', now()) returning id`,
    )
  )[0]!;
  const claimId = (
    await idsOf(
      sql`insert into ownership.claim (house_id, id, premises_id, person_id, address, status, made_at, changed_at) values (${home.house_id}, gen_random_uuid(), ${home.premises_id}, ${id}, 'x', 'draft', ${world.now.toISOString()}, ${world.now.toISOString()}) returning id`,
    )
  )[0]!;
  const agreements =
    await idsOf(sql`with made as (insert into agreements.agreement (id, author_id, title, status, file_id, original_sha256, made_at) values (${id}, ${id}, 'x', 'draft', ${id}, '\\x00', now()) returning id)
    insert into agreements.party (agreement_id, place, person_id, state) select id, 1, ${id}, 'waiting' from made returning agreement_id as id`);
  const confirmationId = (
    await idsOf(
      sql`insert into identity.one_time_code (person_id, id, bound_to, purpose, content_hash, channel, tries_left, made_at, until, words) values (${id}, gen_random_uuid(), ${galina.kind === 'person' ? galina.sessionId : id}, 'x', '\\x00', 'sms', 3, now(), now(), 'x') returning id`,
    )
  )[0]!;
  victim = {
    params: {
      confirmationId,
      paperId,
      houseId: home.house_id,
      premisesId: home.premises_id,
      accountId: home.id,
      organizationId: home.organization_id,
      meterId: meters[0]!,
      chargeId: charges[0]!,
      caseId: cases[0]!,
      claimId,
      agreementId: agreements[0]!,
      billId: bills[0]!,
      documentId: documents[0]!,
      uploadId,
      number: '1',
      submissionId: submissions[0] ?? meters[0]!,
      id: payments[0]!,
    },
    private: new Set([id, ...homes, ...accounts, ...meters, ...payments, ...charges, ...bills, ...submissions, ...cases, claimId, paperId, uploadId]),
  };
  const neighbour = (
    await sql<{
      id: string;
    }>`select person_id as id from identity.role_grant where role = 'owner' and house_id = ${home.house_id} and not premises_id = any(${homes}::uuid[]) and person_id is not null limit 1`.execute(
      world.db,
    )
  ).rows[0]!.id;
  const accountant = (
    await sql<{ id: string }>`
    select g.person_id as id from identity.role_grant g where g.role = 'accountant'
      and g.organization_id not in (select organization_id from ledger.account where premises_id = any(${homes}::uuid[])) and g.organization_id not in (select manager_id from housing.house where house_id in (select house_id from housing.premises where premises_id = any(${homes}::uuid[]))) limit 1`.execute(
      world.db,
    )
  ).rows[0]!.id;
  callers.set('victim', galina);
  callers.set('neighbour', await actorOf(neighbour));
  callers.set('foreign-accountant', await actorOf(accountant));
  callers.set('no-role', personActor('00000000-0000-8000-8000-00000000beef'));
  await makeCallers(world, new Map([['no-role', callers.get('no-role')!]]));
  portal = await openPortal(world, (name) => callers.get(name), false);
}, 120_000);
afterAll(() => portal.close());

const isRead = (route: Route): boolean => route.endpoint.method === 'GET' && !route.access.who.includes('anyone');
const namesOf = (route: Route): string[] => [...route.endpoint.url.matchAll(/:(\w+)/g)].map((match) => match[1]!);
const NARROW = { limit: 20, from: '2020-01-01', to: '2026-12-31', format: 'csv' };
/** Only what the route's query knows. */
const queryOf = (route: Route): Record<string, unknown> => {
  const { properties = {} } = route.endpoint.query as { properties?: Record<string, unknown> };
  return Object.fromEntries(Object.entries(NARROW).filter(([name]) => name in properties));
};
const leakOf = (body: string): string | undefined => [...victim.private].find((id) => body.includes(id));

test('X-8: with the first ring off, no read gives a stranger a row of another home, person or organization', async () => {
  const leaks: string[] = [];
  for (const route of portal.routes.filter(isRead)) {
    for (const caller of STRANGERS) {
      const answer = await callRoute(portal, route, caller, { params: victim.params, query: queryOf(route) });
      const names = namesOf(route).filter((name) => name !== 'houseId');
      const leak = answer.statusCode < 300 ? leakOf(answer.body) : undefined;
      if (leak) leaks.push(`${nameOf(route.endpoint)} as ${caller} tells ${leak}`);
      if (names.length > 0 && answer.statusCode < 300) leaks.push(`${nameOf(route.endpoint)} as ${caller} answers ${answer.statusCode}`);
      if (answer.statusCode >= 500) leaks.push(`${nameOf(route.endpoint)} as ${caller}: ${answer.statusCode}`);
    }
  }
  expect(leaks).toEqual([]);
});

test('X-8: the victim reads all of that, so the ids above are real ones', async () => {
  const unread: string[] = [];
  let seen = 0;
  for (const route of portal.routes.filter(isRead)) {
    if (
      /\/work\/|machine-keys|\/staff$|\/records\/|\/photos\/|\/copies\/|\/proofs\/|\/certificate$|\/ownership\/shares\/|pdf|paper|act\.|\/export|\/progress\/|\/versions\/|\/signatures\/|\/agreements\/:agreementId\/(file|to-sign)/.test(
        route.endpoint.url,
      )
    )
      continue;
    const answer = await callRoute(portal, route, 'victim', { params: victim.params, query: queryOf(route) });
    if (answer.statusCode >= 300) unread.push(`${nameOf(route.endpoint)}: ${answer.statusCode} ${answer.body.slice(0, 120)}`);
    else if (leakOf(answer.body)) seen += 1;
  }
  expect(unread).toEqual([]);
  expect(seen).toBeGreaterThan(5);
});
