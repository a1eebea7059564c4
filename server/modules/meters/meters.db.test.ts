import { expect, test } from 'vitest';
import { addMeters, addPastReadings, waitingReadings } from '#modules/meters';
import { lookAtHomes } from '#modules/ledger';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { readList } from '#platform/lists';
import { makeAccount, makeLink } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { makeActor } from '#test/factories/identity';
import { makeMeteredHome, makeNorm, type MeteredHome } from '#test/factories/meters';
import { countStatements } from '#test/statements';
import { portal, refusalOf, useWorld } from '#test/world';
import { addMeter, replaceMeter } from './change-meter.ts';
import { readMeter, readMeters } from './meters.queries.ts';
import { remindVerification } from './remind-verification.ts';
import { declineReplacement, requestReplacement } from './request-replacement.ts';
import { readSubmissions } from './submissions.queries.ts';
import { submitReadings } from './submit-readings.ts';
import { readUsage } from './usage.queries.ts';
import { workReadings, workReplacements, workSubmissions } from './work-lists.ts';

const world = useWorld('2026-11-22T09:00:00Z');
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });
const of = ({ houseId, premisesId }: MeteredHome) => ({ houseId, premisesId });
const handIn = (home: MeteredHome, value = '256,4') =>
  world.run(home.owner, (work) => submitReadings(work, { params: of(home), query: {}, body: { readings: [{ meterId: home.cold, zone: '', value }] } }));
const codeOf = async (work: Promise<unknown>) =>
  (
    await work.then(
      () => ({ code: 'done' }),
      (error: { code: string }) => error,
    )
  ).code;

test('MTR-1, MTR-2: a home shows each meter with what was before, last year, the window, its verification and what may be done', async () => {
  const home = await makeMeteredHome(world);
  await handIn(home);
  const answer = await readMeters(reading(home.owner), of(home));
  expect(answer).toMatchObject({ month: '2026-11', waiting: 2, can: { submit: true } });
  expect(answer.meters.map(({ serviceName }) => serviceName)).toEqual(['Холодная вода', 'Горячая вода', 'Электроэнергия']);
  const [cold, , power] = answer.meters;
  expect(cold).toMatchObject({
    place: 'ванная',
    digits: 5,
    decimals: 3,
    window: { isOpen: true, closes: '2026-11-25' },
    verification: { state: 'ok' },
    can: { submit: true, requestReplacement: true },
  });
  expect(cold!.registers).toEqual([
    {
      zone: '',
      name: '',
      previous: { value: '251.04', takenOn: '2026-10-24' },
      current: { value: '256.4', takenOn: '2026-11-22', use: '5.36', source: 'resident', status: 'sent' },
      lastYear: '5',
      averageMonth: '5',
    },
  ]);
  expect(power!.registers.map(({ name, previous, current }) => [name, previous.value, current])).toEqual([
    ['День (Т1)', '8412', null],
    ['Ночь (Т2)', '4127', null],
  ]);
  expect(await countStatements(() => readMeters(reading(home.owner), of(home)))).toBeLessThanOrEqual(12);
});

test("X-8, MTR-1: nobody else sees the meters; the supplier's accountant sees one, a guest of the home may ask for nothing", async () => {
  const home = await makeMeteredHome(world);
  const neighbour = await makeActor(world, [{ role: 'owner', houseId: home.houseId, premisesId: home.house.premises[1]!.premisesId }]);
  for (const actor of [neighbour, await makeActor(world)]) {
    for (const read of [
      () => readMeters(reading(actor), of(home)),
      () => readMeter(world.ground, reading(actor), { houseId: home.houseId, meterId: home.cold }),
      () => readUsage(reading(actor), of(home), undefined),
      () => readSubmissions(reading(actor), of(home), {}),
    ])
      expect((await refusalOf(read())).code).toBe('object.notFound');
  }
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  expect(await readMeter(world.ground, reading(staff), { houseId: home.houseId, meterId: home.cold })).toMatchObject({
    serviceName: 'Холодная вода',
    can: { submit: false, requestReplacement: false },
  });
  expect((await refusalOf(readMeter(world.ground, reading(staff), { houseId: home.houseId, meterId: home.power }))).code).toBe('object.notFound');
  const visitor = await makeActor(world, [{ role: 'guest', houseId: home.houseId, premisesId: home.premisesId }]);
  expect(await readMeters(reading(visitor), of(home))).toMatchObject({ can: { submit: false } });
});

test('MTR-2: the window is lit while a meter of it waits: not before it opens, not after the reading came', async () => {
  const home = await makeMeteredHome(world);
  const waiting = async () => (await waitingReadings(world.db, [{ ...of(home), timeZone: 'Asia/Yekaterinburg' }], world.now))[0]?.meters ?? 0;
  expect(await waiting()).toBe(3);
  await handIn(home);
  expect(await waiting()).toBe(2);
  world.now = new Date('2026-11-19T09:00:00Z');
  expect(await waiting()).toBe(0);
  world.now = new Date('2026-11-22T09:00:00Z');
  expect(await waitingReadings(world.db, [], world.now)).toEqual([]);
});

test('MTR-3: the archive goes from the newest, page by page, superseded readings shown', async () => {
  const home = await makeMeteredHome(world);
  for (const [n, value] of ['256,1', '256,2', '256,3'].entries()) {
    world.now = new Date(`2026-11-22T09:0${n}:00Z`);
    await handIn(home, value);
  }
  const first = await readSubmissions(reading(home.owner), of(home), { limit: 2 });
  expect(first.submissions.map(({ status, readings }) => [status, readings[0]!.value, readings[0]!.status])).toEqual([
    ['sent', '256.3', 'active'],
    ['replaced', '256.2', 'superseded'],
  ]);
  const second = await readSubmissions(reading(home.owner), of(home), { limit: 2, after: first.next! });
  expect(second).toMatchObject({ next: null, submissions: [{ readings: [{ value: '256.1' }] }] });
  expect((await refusalOf(readSubmissions(reading(home.owner), of(home), { after: 'x' }))).code).toBe('list.mark');
});

test('MTR-7: thirteen months stand against the year before, the norm and the house', async () => {
  const house = await makeHouse(world, { flats: 5 });
  const home = await makeMeteredHome(world, { house });
  await makeNorm(world, 'cold_water', '4.745');
  expect((await readUsage(reading(home.owner), of(home), '2026-10')).meters[0]!.points.at(-1)!.houseAverage).toBeNull();
  for (let flat = 1; flat < 5; flat++) await makeMeteredHome(world, { house, flat });
  await handIn(home, '256,44');
  const { meters, month } = await readUsage(reading(home.owner), of(home), undefined);
  expect(month).toBe('2026-11');
  const [cold, , power] = meters;
  expect(cold).toMatchObject({ normMonth: '9.49', persons: 2 });
  expect(cold!.points).toHaveLength(13);
  expect(cold!.points.at(-1)).toEqual({
    month: '2026-11',
    use: '5.4',
    lastYear: '5',
    houseAverage: null,
    value: '256.44',
    takenOn: '2026-11-22',
    estimated: false,
    billedBy: null,
  });
  expect(cold!.points.at(-2)).toMatchObject({ month: '2026-10', use: '5', houseAverage: '5' });
  expect(power!.points.at(-2)).toMatchObject({ use: '170', houseAverage: '170', value: null });
});

const ask = (home: MeteredHome, { actor = home.owner, key = newId(world.now) } = {}) =>
  world.run(actor, (work) => requestReplacement(work, { houseId: home.houseId, meterId: home.cold }, { reason: 'broken', comment: ' Стоит ' }), key);

test('MTR-1, X-4: a replacement is asked for once at a time by those who live there, and the answer comes back', async () => {
  const home = await makeMeteredHome(world);
  for (const actor of [
    await makeActor(world),
    await makeActor(world, [{ role: 'owner', houseId: home.houseId, premisesId: home.house.premises[1]!.premisesId }]),
  ])
    expect(await codeOf(ask(home, { actor }))).toBe('object.notFound');
  expect(await codeOf(ask(home, { actor: await makeActor(world, [{ role: 'guest', ...of(home) }]) }))).toBe('access.denied');
  const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(ask(home))));
  expect(codes.sort()).toEqual(['done', ...Array(19).fill('meters.replacementAsked')]);
  const shown = await readMeter(world.ground, reading(home.owner), { houseId: home.houseId, meterId: home.cold });
  expect(shown).toMatchObject({ can: { requestReplacement: false }, replacements: [{ reason: 'broken', status: 'new' }] });
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  expect((await readList(world.db, workReplacements, { organizationIds: [home.supplierId] }, {})).rows).toMatchObject([
    { reason: 'broken', comment: 'Стоит', status: 'new', version: 1 },
  ]);
  const decline = (actor: Actor, version = 1) =>
    world.run(actor, (work) =>
      declineReplacement(work, { houseId: home.houseId, requestId: shown.replacements[0]!.id }, { answer: 'Сначала поверьте', version }),
    );
  expect(await codeOf(decline(home.owner))).toBe('object.notFound');
  expect(await codeOf(decline(staff, 7))).toBe('object.changed');
  await decline(staff);
  expect(await codeOf(decline(staff, 2))).toBe('meters.decided');
  expect((await readMeter(world.ground, reading(home.owner), { houseId: home.houseId, meterId: home.cold })).replacements).toMatchObject([
    { status: 'declined', answer: 'Сначала поверьте' },
  ]);
});

const another = {
  serial: 'Н-77',
  make: 'Бетар',
  model: 'СХВ-15',
  digits: 5,
  decimals: 3,
  installedOn: '2026-11-20',
  registers: [{ zone: '' as const, initialValue: '0,2' }],
};
const replace = (actor: Actor, home: MeteredHome, { last = '253,04', version = 1, ...more } = {}) =>
  world.run(actor, (work) =>
    replaceMeter(work, { houseId: home.houseId, meterId: home.cold }, { ...another, version, lastReadings: [{ zone: '', value: last }], ...more }),
  );

test('MTR-1, MTR-2: a replaced meter ends with its last reading, the new one goes on, and the history stays whole', async () => {
  const home = await makeMeteredHome(world);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  await ask(home);
  expect(await codeOf(replace(home.owner, home))).toBe('object.notFound');
  expect(await codeOf(replace(await makeActor(world, [{ role: 'accountant', organizationId: home.powerId }]), home))).toBe('object.notFound');
  expect((await refusalOf(replace(staff, home, { last: '250' }))).fields).toMatchObject([
    { pointer: '/lastReadings/0/value', detail: 'Введите не меньше 251,04: столько было на счётчике' },
  ]);
  expect((await refusalOf(replace(staff, home, { last: 'сто' }))).fields).toMatchObject([{ pointer: '/lastReadings/0/value' }]);
  expect(await codeOf(replace(staff, home, { version: 9 }))).toBe('object.changed');
  const { meterId } = await replace(staff, home);
  expect(await codeOf(replace(staff, home))).toBe('meters.removed');
  const body = { readings: [{ meterId, zone: '' as const, value: '3,2' }] };
  expect((await world.run(home.owner, (work) => submitReadings(work, { params: of(home), query: {}, body }))).readings[0]).toMatchObject({ use: '3' });
  const usage = (await readUsage(reading(home.owner), of(home), undefined)).meters.find((one) => one.meterId === meterId)!;
  expect(usage.points.slice(-2).map(({ use }) => use)).toEqual(['5', '5']);
  expect((await readMeter(world.ground, reading(home.owner), { houseId: home.houseId, meterId: home.cold })).replacements).toMatchObject([
    { status: 'done', answer: 'счётчик заменён, новый № Н-77.' },
  ]);
});

test('MTR-1: staff put a meter in where their organization works; a number that stands in the house is refused', async () => {
  const home = await makeMeteredHome(world);
  const manager = await makeActor(world, [{ role: 'manager', organizationId: home.house.managerId }]);
  const put = (actor: Actor, more: object = {}) =>
    world.run(actor, (work) =>
      addMeter(work, {
        ...another,
        houseId: home.houseId,
        premisesId: home.premisesId,
        organizationId: home.house.managerId,
        service: 'gas',
        place: 'кухня',
        ...more,
      }),
    );
  const stranger = await makeMeteredHome(world);
  expect(await codeOf(put(manager, { houseId: stranger.houseId, premisesId: stranger.premisesId }))).toBe('object.notFound');
  expect(await codeOf(put(manager, { organizationId: home.supplierId }))).toBe('object.notFound');
  expect((await refusalOf(put(manager, { installedOn: '2026-12-01' }))).fields).toMatchObject([{ pointer: '/installedOn' }]);
  expect(
    (
      await refusalOf(
        put(manager, {
          registers: [
            { zone: 'T1', initialValue: '0' },
            { zone: 'T1', initialValue: '0' },
          ],
        }),
      )
    ).fields,
  ).toMatchObject([{ pointer: '/registers' }]);
  const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(put(manager))));
  expect(codes.sort()).toEqual(['done', ...Array(19).fill('meters.serialTaken')]);
});

test('MTR-1: reminders go 90, 30 and 7 days before the verification ends, each once', async () => {
  const home = await makeMeteredHome(world);
  await world.run(portal, (work) =>
    addMeters(work, [
      {
        houseId: home.houseId,
        premisesId: home.premisesId,
        organizationId: home.supplierId,
        serviceCode: 'gas',
        serial: 'Г-1',
        make: 'Гранд',
        model: 'G4',
        digits: 5,
        decimals: 3,
        place: 'кухня',
        installedOn: '2020-01-01',
        nextVerificationOn: '2027-02-20',
        registers: [{ zone: '', initialValue: '0' }],
      },
    ]),
  );
  const on = async (day: string) => {
    world.now = new Date(`${day}T09:00:00Z`);
    return remindVerification({ ground: world.ground, db: world.db, now: () => world.now });
  };
  const counts = [];
  for (const day of ['2026-11-21', '2026-11-22', '2026-11-22', '2026-12-31', '2027-01-25', '2027-02-13', '2027-02-21']) counts.push(await on(day));
  world.now = new Date('2026-11-22T09:00:00Z');
  expect(counts).toEqual([0, 1, 0, 0, 1, 1, 0]);
  const orders = (await world.db.selectFrom('platform.outbox').select('jobs').execute())
    .flatMap(({ jobs }) => jobs as { task: string; payload: { kind?: string; personIds?: string[]; facts?: object } }[])
    .filter(({ payload }) => payload.kind === 'meters.verificationDue');
  expect(orders.map(({ payload }) => [payload.personIds, payload.facts])).toEqual(
    [0, 1, 2].map(() => [[home.owner.personId], { meter: 'Газ, №\u00a0Г-1', untilDay: '2027-02-20' }]),
  );
});

test('ACC-3: whoever suspended the account of the meter asks for no replacement and hears no reminder; others of the home do, and he again when he resumes', async () => {
  const home = await makeMeteredHome(world);
  const account = await makeAccount(world, { house: home.house, organizationId: home.supplierId, kind: 'supplier' });
  await makeLink(world, account, home.owner.personId);
  const family = await makeActor(world, [{ role: 'family', ...of(home) }]);
  const suspend = (at: string | null) => world.pool.query('update ledger.account_link set suspended_at = $1 where account_id = $2', [at, account.accountId]);
  await suspend('2026-11-22');
  expect(await codeOf(ask(home))).toBe('accounts.suspended');
  await world.pool.query("update meters.meter set next_verification_on = '2026-12-22' where id = $1", [home.cold]);
  await remindVerification({ ground: world.ground, db: world.db, now: () => world.now });
  const { rows } = await world.pool.query(
    `select j->'payload'->'personIds' as told from platform.outbox, jsonb_array_elements(jobs) j where j->'payload'->>'kind' = 'meters.verificationDue' and j->'payload'->>'link' = $1`,
    [`/meters/${home.houseId}/${home.cold}`],
  );
  expect(rows).toEqual([{ told: [family.personId] }]);
  await suspend(null);
  expect(await codeOf(ask(home))).toBe('done');
});

test('MTR-3, X-1, X-8: staff list what came to their organizations and nothing else, filtered by words', async () => {
  const home = await makeMeteredHome(world);
  await handIn(home);
  const scope = { organizationIds: [home.supplierId], houseIds: [] };
  expect((await readList(world.db, workReadings, scope, { service: ['cold_water'], submission: ['sent'], search: 'липовая' })).rows).toMatchObject([
    { previous: '251.04', value: '256.4', used: '5.36', month: '2026-11', status: 'active', submission: 'sent' },
  ]);
  expect((await readList(world.db, workSubmissions, scope, { status: ['sent'] })).rows).toMatchObject([
    { readings: expect.stringContaining(': 256,4 (+5,36)'), unusual: 0, version: 1 },
  ]);
  expect((await readList(world.db, workReadings, { organizationIds: [home.powerId], houseIds: [] }, { service: ['cold_water'] })).count).toBe(0);
  // The company that manages the house sees them too, whoever supplies.
  expect((await readList(world.db, workReadings, { organizationIds: [], houseIds: [home.houseId] }, {})).count).toBeGreaterThan(0);
});

test('MTR-8, X-8: the managing company sees every reading of its houses, also those that came without a submission, each with its address', async () => {
  const home = await makeMeteredHome(world);
  const [house, other] = [
    { organizationIds: [], houseIds: [home.houseId] },
    { organizationIds: [home.house.managerId], houseIds: [newId(world.now)] },
  ];
  const before = await readList(world.db, workReadings, house, { search: 'липовая' });
  expect(before.count).toBeGreaterThan(0);
  expect(before.rows.every((row) => row.submission === null && row.act === null && row.address.endsWith('кв. 1') && row.premisesId === home.premisesId)).toBe(
    true,
  );
  await handIn(home);
  expect((await readList(world.db, workReadings, house, {})).count).toBe(before.count + 1);
  expect((await readList(world.db, workReadings, other, {})).count).toBe(0);
});

test('AUD-1: those who live in a home find in the journal that staff saw its readings', async () => {
  const home = await makeMeteredHome(world);
  const clerk = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const account = await makeAccount(world, { ...home, organizationId: home.supplierId });
  await makeLink(world, account, home.owner.personId);
  for (let n = 0; n < 2; n++) await lookAtHomes({ ...reading(clerk), ground: world.ground }, [of(home), of(home), { houseId: home.houseId, premisesId: null }]);
  await lookAtHomes({ ...reading(home.owner), ground: world.ground }, [of(home)]);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select(['actor_id', 'role', 'facts'])
    .where('action', '=', 'journal.looked')
    .where('person_id', '=', home.owner.personId)
    .execute();
  expect(lines).toEqual([{ actor_id: clerk.personId, role: 'accountant', facts: { what: 'показания счётчиков' } }]);
});

test('MTR-8: a reading that closes several months is spread over them, an estimated one is marked and makes no average', async () => {
  const home = await makeMeteredHome(world, { readings: false });
  await world.run(portal, (work) =>
    addPastReadings(work, [
      { houseId: home.houseId, meterId: home.cold, zone: '', takenOn: '2026-06-24', value: '100', month: '2026-06', source: 'resident' },
      { houseId: home.houseId, meterId: home.cold, zone: '', takenOn: '2026-09-24', value: '115', month: '2026-09', source: 'resident' },
      { houseId: home.houseId, meterId: home.cold, zone: '', takenOn: '2026-10-25', value: '175', month: '2026-10', source: 'estimated' },
    ]),
  );
  const points = (await readUsage(reading(home.owner), of(home), '2026-10')).meters[0]!.points.slice(-3);
  expect(points.map(({ use, estimated }) => [use, estimated])).toEqual([
    ['5', false],
    ['5', false],
    ['60', true],
  ]);
  expect((await readMeters(reading(home.owner), of(home))).meters[0]!.registers[0]!.averageMonth).toBe('5');
});
