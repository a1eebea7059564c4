// Staff's looks at people's data (AUD-1): every route that staff may read writes them, or stands here with the reason why nobody is seen.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillDemoTown } from '../../demo/fill-town.ts';
import { linkAccounts } from '#modules/ledger';
import { type Area, areasOfServices, CHILD_SERVICES } from '#contract/areas';
import type { Actor, Grant } from '#platform/actor';
import { newId } from '#platform/ids';
import type { Route } from '#platform/route';
import { testSettings } from '../settings.ts';
import { personActor, portal as system, useWorld } from '../world.ts';
import { callRoute, nameOf, openPortal, type Portal } from './portal.ts';

const OWN = 'the caller’s own';
const PLACES = 'houses, organizations and services, no flat';
const FILES = 'names of files and sums of rows';
const ROWS = 'rows of a file that the organization itself brought: whoever stands there may be nobody of the portal';
const PAYERS = 'payers as a bank wrote them: nobody of the portal until the account is found';
const CO_OWNERS = 'owners of one home see each other, staff nothing';
const COUNCIL = 'owners whom a meeting of the house chose, known to the house';
const BY_PARTS = 'nobody of the town pays by parts; who does is told (instalments.db.test.ts)';
const OF_COURT = 'the one of the town is of an account that nobody sees here; who does is told (added-sums.db.test.ts)';
const LOOKED = 'nothing without a look, and the look told them when it was made (people.db.test.ts)';

const NOBODY_SEEN: Readonly<Record<string, string>> = {
  'GET /api/v1/contacts': OWN,
  'GET /api/v1/confirmations/:confirmationId': OWN,
  'GET /api/v1/progress/:id': OWN,
  'GET /api/v1/progress': OWN,
  'GET /api/v1/sessions': OWN,
  'GET /api/v1/powers': OWN,
  'GET /api/v1/powers/papers': OWN,
  'GET /api/v1/children': OWN,
  'GET /api/v1/factor-reset': OWN,
  'GET /api/v1/voice': OWN,
  'GET /api/v1/work/people/looks/:lookId': LOOKED,
  'GET /api/v1/work/people/:personId': LOOKED,
  'GET /api/v1/staff-invitations': OWN,
  'GET /api/v1/organizations/:organizationId/staff': 'colleagues at their posts, no resident',
  'GET /api/v1/security': OWN,
  'GET /api/v1/outside': OWN,
  'GET /api/v1/certificates': OWN,
  'GET /api/v1/signing/keys': OWN,
  'GET /api/v1/signing/signatures/:signatureId': OWN,
  'GET /api/v1/agreements': OWN,
  'GET /api/v1/homes': OWN,
  'GET /api/v1/added-homes': OWN,
  'GET /api/v1/accounts': OWN,
  'GET /api/v1/charges': OWN,
  'GET /api/v1/charges/export': OWN,
  'GET /api/v1/usage/export': OWN,
  'GET /api/v1/ownership/claims': OWN,
  'GET /api/v1/houses/:houseId/council': COUNCIL,
  'GET /api/v1/work/houses/:houseId': COUNCIL,
  'GET /api/v1/work/houses': PLACES,
  'GET /api/v1/houses/:houseId/premises/:premisesId/corrections': 'facts of a flat, nobody of it',
  'GET /api/v1/owners': CO_OWNERS,
  'GET /api/v1/owners/export': CO_OWNERS,
  'GET /api/v1/ownership/homes/:houseId/:premisesId': CO_OWNERS,
  'GET /api/v1/ownership/shares/:houseId/:proposalId/statement': CO_OWNERS,
  'GET /api/v1/ownership/homes/:houseId/:premisesId/records/:ownershipId/minutes': CO_OWNERS,
  'GET /api/v1/charges/choices': OWN,
  'GET /api/v1/bills': OWN,
  'GET /api/v1/payable-accounts': OWN,
  'GET /api/v1/payments': OWN,
  'GET /api/v1/payments/export': OWN,
  'GET /api/v1/payment-methods': OWN,
  'GET /api/v1/payment-reminders': OWN,
  'GET /api/v1/cases': OWN,
  'GET /api/v1/accounts/:houseId/:accountId/absences': OWN,
  'GET /api/v1/notices': OWN,
  'GET /api/v1/notice-preferences': OWN,
  'GET /api/v1/push-devices': OWN,
  'GET /api/v1/work/delivery': 'counts alone',
  'GET /api/v1/journal': OWN,
  'GET /api/v1/journal/export': OWN,
  'GET /api/v1/start': OWN,
  'GET /api/v1/sign-in/asked': OWN,
  'GET /api/v1/state-bills': OWN,
  'GET /api/v1/consents': OWN,
  'GET /api/v1/own-data': OWN,
  'GET /api/v1/documents': OWN,
  'GET /api/v1/documents/uploads/:uploadId': OWN,
  'GET /api/v1/documents/mail-address': OWN,
  'GET /api/v1/records': OWN,
  'GET /api/v1/records/:section': OWN,
  'GET /api/v1/work/privacy/alerts': 'names of organizations, ends of ids and networks',
  'GET /api/v1/work/privacy/breaches': 'what the operator wrote, nobody’s data',
  'GET /api/v1/work/privacy/breaches/:breachId': 'what the operator wrote, nobody’s data',
  'GET /api/v1/work/privacy/breaches/:breachId/notices/:which': 'what the operator wrote, nobody’s data',
  'GET /api/v1/own-data/copies/:copyId/:format': OWN,
  'GET /api/v1/organizations/:organizationId/machine-keys': 'keys of programs',
  'GET /api/v1/work/waiting': 'counts alone',
  'GET /api/v1/work/deals': 'addresses alone, no owner',
  'GET /api/v1/work/factor-resets': 'cases without a name, opened by a look',
  'GET /api/v1/work/meter-places': 'numbers of flats alone',
  'GET /api/v1/work/territory': PLACES,
  'GET /api/v1/work/authority': 'nothing without a search, and whom it shows is told (revoke-certificate.db.test.ts)',
  'GET /api/v1/work/communal-flats': 'numbers and areas of flats alone',
  'GET /api/v1/work/runs': PLACES,
  'GET /api/v1/work/runs/export': PLACES,
  'GET /api/v1/work/runs/places': PLACES,
  'GET /api/v1/work/key-rates': 'rates of the Bank of Russia',
  'GET /api/v1/work/subsidy-standards': 'standards of regions',
  'GET /api/v1/work/services': 'names of services',
  'GET /api/v1/work/reading-limits': PLACES,
  'GET /api/v1/work/service-payees': PLACES,
  'GET /api/v1/work/insurance': PLACES,
  'GET /api/v1/work/heating-payment': PLACES,
  'GET /api/v1/work/instalments': BY_PARTS,
  'GET /api/v1/work/instalments/export': BY_PARTS,
  'GET /api/v1/work/instalments/choices': PLACES,
  'GET /api/v1/work/added-sums': OF_COURT,
  'GET /api/v1/work/added-sums/export': OF_COURT,
  'GET /api/v1/work/added-sums/choices': PLACES,
  'GET /api/v1/work/common-payment': PLACES,
  'GET /api/v1/work/jump-limits': PLACES,
  'GET /api/v1/work/accounts/houses': PLACES,
  'GET /api/v1/work/directories/:kind': PLACES,
  'GET /api/v1/work/turnover/:from/:to': PLACES,
  'GET /api/v1/work/turnover/:from/:to/sheet': 'how far a counting is',
  'GET /api/v1/work/turnover/:from/:to/export': PLACES,
  'GET /api/v1/work/reconciliation': PLACES,
  'GET /api/v1/work/reconciliation/export': PLACES,
  'GET /api/v1/work/registers': FILES,
  'GET /api/v1/work/registers/export': FILES,
  'GET /api/v1/work/reading-intakes': FILES,
  'GET /api/v1/work/registers/:id': ROWS,
  'GET /api/v1/work/registers/:id/errors': ROWS,
  'GET /api/v1/work/reading-intakes/:id': ROWS,
  'GET /api/v1/work/reading-intakes/:id/errors': ROWS,
  'GET /api/v1/work/unmatched': PAYERS,
  'GET /api/v1/work/unmatched/export': PAYERS,
};

const world = useWorld('2026-11-12T09:00:00Z');
const callers = new Map<string, Actor>();
let portal: Portal;
let staffId = '';
let grants: Grant[] = [];
let ids: Record<string, string> = {};

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> => (await query.execute(world.db)).rows;

/** Galina's home, and the organizations that charge it; she sees every account of the house, so that no row of it is nobody's. */
async function settle(): Promise<void> {
  const [home] = await rowsOf(sql<Record<string, string>>`
    select a.house_id as "houseId", a.premises_id as "premisesId", a.id as "accountId", a.number, a.organization_id as "organizationId", c.id as "caseId", c.person_id as "personId",
      (select id from billing.charge where account_id = a.id order by period desc limit 1) as "chargeId", (select id from billing.bill where account_id = a.id order by period desc limit 1) as "billId",
      (select payment_id from payments.payment_part where account_id = a.id limit 1) as "paymentId", (select id from meters.meter where premises_id = a.premises_id order by id limit 1) as "meterId"
    from ledger.account a join cases.account_case c on c.account_id = a.id where a.kind = 'manager' limit 1`);
  const [more] = await rowsOf(sql<Record<string, string>>`
    select (select zone from meters.meter_register where meter_id = ${home!['meterId']} limit 1) as zone, (select id from meters.reading where meter_id = ${home!['meterId']} limit 1) as "readingId",
      (select service_code from meters.meter where id = ${home!['meterId']}) as "meterService", (select organization_id from meters.meter where id = ${home!['meterId']}) as "meterOrganizationId", (select to_char(day, 'YYYY-MM-DD') from reconciliation.difference where organization_id = ${home!['organizationId']} limit 1) as day`);
  ids = { ...home, ...more };
  const organizations = await rowsOf(sql<{ id: string }>`select distinct organization_id as id from ledger.account`);
  const accounts = await rowsOf(
    sql<{
      houseId: string;
      accountId: string;
      premisesId: string;
    }>`select house_id as "houseId", id as "accountId", premises_id as "premisesId" from ledger.account where house_id = ${ids['houseId']}`,
  );
  await world.run(system, (work) =>
    linkAccounts(
      work,
      accounts.map((account) => ({ ...account, personId: ids['personId']!, proof: 'organization' as const })),
    ),
  );
  staffId = (
    await rowsOf(
      sql<{ id: string }>`select person_id as id from identity.role_grant where role = 'accountant' and organization_id = ${ids['organizationId']} limit 1`,
    )
  )[0]!.id;
  grants = [
    ...(['operator', 'reviewer'] as const).map((role): Grant => ({ role, premisesId: null, houseId: null, organizationId: null })),
    ...organizations.flatMap(({ id }) =>
      (['accountant', 'manager'] as const).map((role): Grant => ({ role, premisesId: null, houseId: null, organizationId: id })),
    ),
  ];
}

/** A row of each kind that the town has none of. */
async function addRows(): Promise<void> {
  const { houseId, premisesId, accountId, organizationId, personId, meterId, zone, readingId, meterOrganizationId, number } = ids;
  const made = Object.fromEntries(
    ['photoId', 'fileId', 'runId', 'unmatchedId', 'progressId', 'loadId', 'submissionId', 'requestId', 'claimId', 'paperId', 'alertId'].map((name) => [
      name,
      newId(world.now),
    ]),
  );
  Object.assign(ids, made, { part: '1', kind: 'tariff', from: '2026-01', to: '2026-10' });
  const { photoId, fileId, runId, unmatchedId, progressId, loadId, submissionId, requestId, claimId, paperId, alertId } = made as Record<string, string>;
  const now = world.now.toISOString();
  await sql`insert into platform.file (id, stream, name, media_type, bytes, sha256, key_version, path) values (${fileId}, ${`house:${houseId}`}, 'x', 'image/jpeg', 1, '\\x00', '1', 'nowhere')`.execute(
    world.db,
  );
  await sql`insert into meters.photo (house_id, id, premises_id, meter_id, zone, person_id, file_id, at, status, reading_id) values (${houseId}, ${photoId}, ${premisesId}, ${meterId}, ${zone}, ${personId}, ${fileId}, ${now}, 'unread', ${readingId})`.execute(
    world.db,
  );
  await sql`insert into meters.replacement_request (house_id, id, meter_id, premises_id, organization_id, person_id, at, reason, status) values (${houseId}, ${newId(world.now)}, ${meterId}, ${premisesId}, ${meterOrganizationId}, ${personId}, ${now}, 'broken', 'new')`.execute(
    world.db,
  );
  await sql`insert into meters.submission (house_id, id, premises_id, organization_id, person_id, person_name, person_role, way, address, at, period, act_number, check_code, status, act_file_id, signature_file_id) values (${houseId}, ${submissionId}, ${premisesId}, ${meterOrganizationId}, ${personId}, 'x', 'owner', 'cabinet', 'x', ${now}, '2026-11-01', 'x', 'x', 'sent', ${fileId}, ${fileId})`.execute(
    world.db,
  );
  await sql`insert into reconciliation.difference (organization_id, id, day, side, kind, subject, payment_id, found_at, status) values (${organizationId}, ${newId(world.now)}, ${ids['day']}, 'acquirer', 'missing', 'x', ${ids['paymentId']}, ${now}, 'open')`.execute(
    world.db,
  );
  await sql`insert into ledger.link_request (id, person_id, organization_id, number, address, flat, sum_given, status, asked_at, decide_by) values (${newId(world.now)}, ${personId}, ${organizationId}, ${number}, 'Липовая, 14', '1', false, 'waiting', ${now}, '2026-11-17')`.execute(
    world.db,
  );
  await sql`insert into calculation.run (house_id, id, organization_id, period, status, with_penalties, progress_id, opened_at) values (${houseId}, ${runId}, ${organizationId}, '2027-01-01', 'draft', false, ${progressId}, ${now})`.execute(
    world.db,
  );
  await sql`insert into calculation.run_line (house_id, run_id, account_id, service_code, kopecks, terms) select ${houseId}, ${runId}, ${accountId}, service_code, 1, terms from billing.charge where id = ${ids['chargeId']}`.execute(
    world.db,
  );
  await sql`insert into calculation.recalculation (house_id, id, organization_id, account_id, service_code, month, terms, kopecks, decided_at) values (${houseId}, ${newId(world.now)}, ${organizationId}, ${accountId}, 'maintenance', '2026-09-01', '{"reason": "ошибка"}', -1, ${now})`.execute(
    world.db,
  );
  await sql`insert into calculation.decision (house_id, id, organization_id, kind, account_id, from_day, facts, document, decided_at) values (${houseId}, ${newId(world.now)}, ${organizationId}, 'benefit', ${accountId}, '2026-11-01', '{"kind": "benefit", "title": "Льгота", "percent": "50", "fromDay": "2026-11-01", "toDay": null}', 'справка', ${now})`.execute(
    world.db,
  );
  await sql`insert into treasury.notice (person_id, payment_id, number, id, kopecks, paid_on, purpose, payee, state) select person_id, payment_id, '18810566261120000010', '1', 1, '2026-11-01', 'x', '{"name": "x"}', 'refused' from payments.payment_owner where payment_id = ${ids['paymentId']}`.execute(
    world.db,
  );
  await sql`insert into calculation.absence_request (house_id, id, account_id, premises_id, organization_id, person_id, account_number, address, persons, left_on, returned_on, applied_on, status, decide_by, asked_at) values (${houseId}, ${requestId}, ${accountId}, ${premisesId}, ${organizationId}, ${personId}, ${number}, 'x', 1, '2026-10-01', '2026-10-20', '2026-10-21', 'waiting', '2026-10-28', ${now})`.execute(
    world.db,
  );
  await sql`insert into calculation.absence_proof (house_id, request_id, file_id, name, added_at) values (${houseId}, ${requestId}, ${fileId}, 'x', ${now})`.execute(
    world.db,
  );
  await sql`insert into identity.power_paper (representative_id, id, status, principal_id, rights, to_day, number, signed_on, notary, file_id, file_name, made_at, decide_by) select id, ${paperId}, 'waiting', ${personId}, '{bills}', '2027-01-01', 'x', '2026-11-01', 'x', ${fileId}, 'x', ${now}, '2026-11-19' from identity.person where id <> ${personId} and id <> ${staffId} limit 1`.execute(
    world.db,
  );
  await sql`insert into ownership.claim (house_id, id, premises_id, person_id, address, status, made_at, changed_at, submitted_at, decide_by) values (${houseId}, ${claimId}, ${premisesId}, ${personId}, 'x', 'reviewer', ${now}, ${now}, ${now}, '2026-11-19')`.execute(
    world.db,
  );
  await sql`insert into billing.register_load (id, organization_id, file_id, file_name, sha256, bytes, status, uploaded_at, progress_id) values (${loadId}, ${organizationId}, ${fileId}, 'x', '\\x00', 1, 'loaded', ${now}, ${progressId})`.execute(
    world.db,
  );
  await sql`insert into billing.unmatched_payment (organization_id, operation_id, id, load_id, account_number, payer_name, kopecks, paid_on, status, created_at) values (${organizationId}, '1', ${unmatchedId}, ${loadId}, ${`${number!.slice(0, -1)}${number!.endsWith('9') ? '8' : '9'}`}, 'Соколова Галина Петровна', 1, '2026-11-01', 'open', ${now})`.execute(
    world.db,
  );
  await sql`insert into privacy.request (person_id, id, kind, subject, text, asked_at, due_on) values (${personId}, ${requestId}, 'correct', 'x', 'x', ${now}, '2026-11-20')`.execute(
    world.db,
  );
  await sql`insert into privacy.alert (id, subject, on_day, count, codes, raised_at) values (${alertId}, ${`person:${personId}`}, '2026-11-12', 40, 'access.denied', ${now})`.execute(
    world.db,
  );
  await sql`insert into platform.progress (id, owner, kind, title, status, result) values (${progressId}, ${`person:${staffId}`}, 'billing.printFile', 'x', 'done', ${JSON.stringify({ files: [fileId] })})`.execute(
    world.db,
  );
}

beforeAll(async () => {
  // By the owner as well: only he may analyze, and without statistics the reports would be measured by a guess.
  await fillDemoTown({ ...testSettings(), databaseUrl: world.appUrl, migrateDatabaseUrl: world.ownerUrl }, world.now);
  portal = await openPortal(world, (name) => callers.get(name));
  await settle();
  await addRows();
}, 120_000);
afterAll(() => portal.close());

/** The organization of the home's meters counts its month. */
const whoseMonth = (url: string) => (url.includes('missing-readings') ? { organizationId: ids['meterOrganizationId'] } : {});
const isRead = ({ endpoint, access }: Route): boolean => endpoint.method === 'GET' && !access.who.includes('anyone');
const idOf = (url: string): string | undefined =>
  url.includes('/unmatched/')
    ? ids['unmatchedId']
    : url.includes('/registers/')
      ? ids['loadId']
      : url.includes('/progress/')
        ? ids['progressId']
        : ids['paymentId'];

/** What a route answers to staff in a session of its own, and how many people found the look in their journals. */
async function lookThrough(route: Route, query: Record<string, unknown>): Promise<{ status: number; looks: number; body: string }> {
  const actor = personActor(staffId, grants);
  callers.set('staff', actor);
  const { properties = {} } = route.endpoint.query as { properties?: Record<string, unknown> };
  const wanted = Object.fromEntries(Object.entries(query).filter(([key]) => key in properties));
  const { statusCode: status, body } = await callRoute(portal, route, 'staff', { params: { ...ids, id: idOf(route.endpoint.url) }, query: wanted });
  const [looks] = await rowsOf(
    sql<{ n: number }>`select count(*)::int as n from platform.journal_line where action = 'journal.looked' and session_id = ${actor.sessionId}`,
  );
  return { status, looks: looks!.n, body };
}

test('AUD-1, X-11: whatever staff read of people is told to them; what tells nobody anything stands in the list with its reason', async () => {
  const wide = {
    limit: 100,
    format: 'csv',
    month: '2026-11',
    serviceCode: 'maintenance',
    value: '99.99',
    fromVolume: '0',
    way: '',
    fromDay: '2026-12-01',
    ...ids,
    from: '2020-01-01',
    to: '2026-12-31',
    account: undefined,
    kind: undefined,
  };
  const surprises: string[] = [];
  for (const route of portal.routes.filter(isRead)) {
    const name = nameOf(route.endpoint);
    const { status, looks, body } = await lookThrough(route, { ...wide, ...whoseMonth(route.endpoint.url) });
    const isAnswered = status < 300 || !route.access.who.includes('person');
    if (looks === 0 && isAnswered && NOBODY_SEEN[name] === undefined) surprises.push(`${name} tells nobody: ${status} ${body.slice(0, 160)}`);
    if (looks > 0 && NOBODY_SEEN[name] !== undefined) surprises.push(`${name} tells ${looks}, and the list says «${NOBODY_SEEN[name]}»`);
  }
  const names = new Set(portal.routes.filter(isRead).map((route) => nameOf(route.endpoint)));
  expect([...surprises, ...Object.keys(NOBODY_SEEN).filter((name) => !names.has(name))]).toEqual([]);
});

test('AUD-1: a list that is only counted shows nobody, and no look is written', async () => {
  const counted: Record<string, [number, number]> = {};
  for (const route of portal.routes.filter(
    (one) => isRead(one) && one.endpoint.url.startsWith('/api/v1/work/') && 'limit' in ((one.endpoint.query as { properties?: object }).properties ?? {}),
  )) {
    const { status, looks } = await lookThrough(route, { limit: 0 });
    counted[nameOf(route.endpoint)] = [status, looks];
  }
  expect(Object.values(counted)).toEqual(Object.values(counted).map(() => [200, 0]));
  expect(Object.keys(counted)).toEqual(
    expect.arrayContaining(['GET /api/v1/work/links', 'GET /api/v1/work/submissions', 'GET /api/v1/work/replacements', 'GET /api/v1/work/cases']),
  );
});

test('KIDS-1, X-11: nothing that a child may read names a person, whatever its profile opens', async () => {
  const { houseId, premisesId } = ids as { houseId: string; premisesId: string };
  const as = { personId: newId(world.now), grants: [{ role: 'guest', houseId, premisesId, organizationId: null } satisfies Grant], level: 2 as const };
  callers.set(
    'child',
    personActor(as.personId, [], { level: 1, narrowed: { areas: areasOfServices(CHILD_SERVICES), refusal: 'child.closed', words: '', as } }),
  );
  const names = (await rowsOf(sql<{ name: string }>`select distinct last_name as name from identity.person where length(last_name) > 3`)).map(
    ({ name }) => name,
  );
  const open = portal.routes.filter(
    (route) => isRead(route) && route.access.area !== undefined && areasOfServices(CHILD_SERVICES).includes(route.access.area as Area),
  );
  const answers = await Promise.all(
    open.map(async (route) => ({
      name: nameOf(route.endpoint),
      answer: await callRoute(portal, route, 'child', { params: { ...ids, id: ids['meterId'] }, query: {} }),
    })),
  );
  expect(answers.filter(({ answer }) => answer.statusCode === 200).length).toBeGreaterThan(3);
  expect(answers.flatMap(({ name, answer }) => names.filter((one) => answer.body.includes(one)).map((one) => `${name}: ${one}`))).toEqual([]);
});
