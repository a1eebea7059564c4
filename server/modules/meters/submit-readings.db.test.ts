import { expect, test } from 'vitest';
import type { BodyOf } from '#contract/endpoint';
import type { submitReadings as submitReadingsEndpoint } from '#contract/meters';
import { addPastReadings } from '#modules/meters';
import { newId } from '#platform/ids';
import { makeActor } from '#test/factories/identity';
import { makeMeteredHome, type MeteredHome } from '#test/factories/meters';
import { portal, refusalOf, useWorld } from '#test/world';
import { submitReadings } from './submit-readings.ts';

const world = useWorld('2026-11-22T09:00:00Z');
type Typed = BodyOf<typeof submitReadingsEndpoint>['readings'][number];

const submit = (home: MeteredHome, readings: readonly Typed[], { actor = home.owner, key = newId(world.now) } = {}) =>
  world.run(
    actor,
    (work) => submitReadings(work, { params: { houseId: home.houseId, premisesId: home.premisesId }, query: {}, body: { readings: [...readings] } }),
    key,
    readings,
  );
const cold = (home: MeteredHome, value: string, more: Partial<Typed> = {}): Typed => ({ meterId: home.cold, zone: '', value, ...more });
const all = (home: MeteredHome): Typed[] => [
  cold(home, '256,4'),
  { meterId: home.hot, zone: '', value: '190,5' },
  { meterId: home.power, zone: 'T1', value: '8 530' },
  { meterId: home.power, zone: 'T2', value: '4180' },
];
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ');
const fieldsOf = async (work: Promise<unknown>) => {
  const { code, fields } = await refusalOf(work);
  return { code, fields: fields.map(({ pointer, code: of }) => `${pointer} ${of}`), details: fields.map(({ detail }) => plain(detail)) };
};
const stored = (home: MeteredHome) =>
  world.db
    .selectFrom('meters.reading')
    .selectAll()
    .where('house_id', '=', home.houseId)
    .where('submission_id', 'is not', null)
    .orderBy('submitted_at')
    .orderBy('zone')
    .execute();
const submissions = (home: MeteredHome) =>
  world.db.selectFrom('meters.submission').selectAll().where('house_id', '=', home.houseId).orderBy('act_number').execute();
const outbox = async (id: string) =>
  (await world.db.selectFrom('platform.outbox').selectAll().where('stream', 'like', `%${id}%`).orderBy('id', 'desc').execute()) as unknown as {
    events: { kind: string; audiences: string[] }[];
    jobs: { task: string; payload: object }[];
  }[];

test('MTR-2, MTR-3, X-2: all meters go in one sending, with an act for each organization, a journal line and an event', async () => {
  const home = await makeMeteredHome(world);
  const answer = await submit(home, all(home));
  expect(answer.unchanged).toBe(false);
  expect(answer.readings.map(({ value, use, countsFor }) => [value, use, countsFor])).toEqual([
    ['256.4', '5.36', '2026-11'],
    ['190.5', '3.08', '2026-11'],
    ['8530', '118', '2026-11'],
    ['4180', '53', '2026-11'],
  ]);
  expect(answer.submissions).toHaveLength(2);
  const water = answer.submissions.find((one) => one.readings[0]!.service === 'cold_water')!;
  expect(water).toMatchObject({ actNumber: 'П-2026-000001', status: 'sent', countsFor: '2026-11', actReady: false });
  expect(water.readings.map(({ serviceName, value }) => [serviceName, value])).toEqual([
    ['Холодная вода', '256.4'],
    ['Горячая вода', '190.5'],
  ]);
  expect(answer.submissions.find((one) => one !== water)!.readings.map(({ zoneName }) => zoneName)).toEqual(['День (Т1)', 'Ночь (Т2)']);
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select(['action', 'role', 'actor_id', 'facts'])
    .where('house_id', '=', home.houseId)
    .where('action', '=', 'readings.submitted')
    .execute();
  expect(lines).toEqual([
    expect.objectContaining({ role: 'owner', actor_id: home.owner.personId, facts: { month: '2026-11', readings: 2, corrected: 0 } }),
    expect.anything(),
  ]);
  const [row] = await outbox(home.houseId);
  expect(row!.events.map(({ kind, audiences }) => [kind, audiences[0]])).toEqual([0, 1].map(() => ['readings.submitted', `premises:${home.premisesId}`]));
  expect(row!.events.flatMap(({ audiences }) => audiences)).toEqual(
    expect.arrayContaining([`organization:${home.supplierId}`, `organization:${home.powerId}`]),
  );
  expect(row!.jobs.map(({ task }) => task)).toEqual(['meters.make-act', 'meters.make-act']);
});

test('MTR-2, X-8: a stranger and a neighbour find no such home, a guest of the home may not hand in', async () => {
  const home = await makeMeteredHome(world);
  const neighbour = await makeActor(world, [{ role: 'owner', houseId: home.houseId, premisesId: home.house.premises[1]!.premisesId }]);
  const staff = await makeActor(world, [{ role: 'accountant', organizationId: home.supplierId }]);
  const visitor = await makeActor(world, [{ role: 'guest', houseId: home.houseId, premisesId: home.premisesId }]);
  for (const actor of [await makeActor(world), neighbour, staff]) expect((await refusalOf(submit(home, all(home), { actor }))).code).toBe('object.notFound');
  expect((await refusalOf(submit(home, all(home), { actor: visitor }))).code).toBe('access.denied');
  expect(await stored(home)).toEqual([]);
});

test('MTR-2, X-8: a meter of another home is no meter here', async () => {
  const [home, other] = [await makeMeteredHome(world), await makeMeteredHome(world)];
  expect(
    await fieldsOf(
      submit(home, [cold(home, '256'), { meterId: other.cold, zone: '', value: '256' }, { meterId: home.cold, zone: 'T1', value: '1' }, cold(home, '257')]),
    ),
  ).toMatchObject({
    fields: ['/readings/1/value reading.unknownMeter', '/readings/2/value reading.unknownMeter', '/readings/3/value reading.twice'],
  });
});

test('MTR-2, X-4: the same key gives the same answer; twenty at once under one key or twenty keys are one sending', async () => {
  const home = await makeMeteredHome(world);
  const key = newId(world.now);
  const first = await submit(home, all(home), { key });
  expect(await submit(home, all(home), { key })).toEqual(first);
  const other = await makeMeteredHome(world);
  const sharedKey = newId(world.now);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => submit(other, all(other), n % 2 ? { key: sharedKey } : {})));
  expect(new Set(answers.flatMap((answer) => answer.submissions.map(({ submissionId }) => submissionId))).size).toBe(2);
  expect(await submissions(other)).toHaveLength(2);
  expect(await stored(other)).toHaveLength(4);
});

test('MTR-2: twenty different numbers at once leave one active reading, the others are kept as superseded', async () => {
  const home = await makeMeteredHome(world);
  await Promise.all(Array.from({ length: 20 }, (_, n) => submit(home, [cold(home, `${252 + n / 10}`.replace('.', ','))])));
  const rows = await stored(home);
  expect(rows).toHaveLength(20);
  expect(rows.filter(({ status }) => status === 'active')).toHaveLength(1);
  const all20 = await submissions(home);
  expect(all20.filter(({ status }) => status === 'sent')).toHaveLength(1);
  expect(new Set(all20.map(({ act_number: number }) => number)).size).toBe(20);
});

test('MTR-2, X-3: every wrong field is named at once, and nothing is kept', async () => {
  const home = await makeMeteredHome(world);
  const answer = await fieldsOf(
    submit(home, [
      cold(home, '249,5'),
      { meterId: home.hot, zone: '', value: 'двести' },
      { meterId: home.power, zone: 'T1', value: '-5' },
      { meterId: home.power, zone: 'T2', value: '' },
    ]),
  );
  expect(answer).toEqual({
    code: 'input.invalid',
    fields: [
      '/readings/0/value reading.lessThanBefore',
      '/readings/1/value reading.notNumber',
      '/readings/2/value reading.negative',
      '/readings/3/value reading.missing',
    ],
    details: [
      'Холодная вода. Введите не меньше 251,04. Вы ввели 249,5. Если счётчик заменили, сообщите о замене',
      'Горячая вода. Введите число цифрами, например 1500,5. Вы ввели «двести»',
      'Электроэнергия, День (Т1). Показание не бывает меньше нуля. Вы ввели −5',
      'Электроэнергия, Ночь (Т2). Введите показание. Было 4 127',
    ],
  });
  expect(await fieldsOf(submit(home, [cold(home, '256', { takenOn: '2026-11-23' })]))).toMatchObject({ fields: ['/readings/0/value reading.futureDate'] });
  expect(await fieldsOf(submit(home, [cold(home, '256', { takenOn: '2026-10-23' })]))).toMatchObject({ fields: ['/readings/0/value reading.beforePrevious'] });
  expect(await fieldsOf(submit(home, [cold(home, '1256')]))).toMatchObject({ fields: ['/readings/0/value reading.overLimit'] });
  expect((await refusalOf(submit(home, [cold(home, ' '), { meterId: home.power, zone: 'T1', value: '' }]))).code).toBe('meters.nothingTyped');
  expect(await stored(home)).toEqual([]);
});

test("MTR-2: an unusual reading is asked about with the usual and last year's figure, and accepted when confirmed", async () => {
  const home = await makeMeteredHome(world);
  const typed = (confirmed: boolean): Typed[] => [cold(home, '268,5', { confirmed }), { meterId: home.hot, zone: '', value: '190,5' }];
  expect(await fieldsOf(submit(home, typed(false)))).toEqual({
    code: 'meters.confirmWarnings',
    fields: ['/readings/0/confirmed reading.unusual'],
    details: ['Холодная вода. Вышло 17,46 м³, это втрое больше обычного. Обычно у вас около 5. В ноябре 2025 было 5.'],
  });
  expect(await stored(home)).toEqual([]);
  await submit(home, typed(true));
  expect((await stored(home)).filter(({ confirmed }) => confirmed)).toHaveLength(1);
});

test("MTR-2: readings typed into each other's fields are noticed", async () => {
  const home = await makeMeteredHome(world);
  const { code, fields, details } = await fieldsOf(submit(home, [cold(home, '190,4'), { meterId: home.hot, zone: '', value: '255,9' }]));
  expect([code, ...fields]).toEqual(['input.invalid', '/readings/0/value reading.swapped', '/readings/1/value reading.swapped']);
  expect(details[0]).toMatch(/^Похоже, показания перепутаны местами: «Холодная вода, № [-\d]+» и «Горячая вода, № [-\d]+»\. Поменяйте их местами$/);
  expect((await submit(home, [cold(home, '255,9'), { meterId: home.hot, zone: '', value: '190,4' }])).readings).toHaveLength(2);
});

test("MTR-2: day and night typed into each other's fields are noticed", async () => {
  const home = await makeMeteredHome(world);
  const power = (T1: string, T2: string): Typed[] => [
    { meterId: home.power, zone: 'T1', value: T1, confirmed: true },
    { meterId: home.power, zone: 'T2', value: T2, confirmed: true },
  ];
  const swapped = await fieldsOf(submit(home, power('4180', '8530')));
  expect([swapped.code, ...swapped.fields]).toEqual(['input.invalid', '/readings/0/value reading.swapped', '/readings/1/value reading.swapped']);
  expect(swapped.details[0]).toBe('Похоже, показания перепутаны местами: «Электроэнергия, День (Т1)» и «Электроэнергия, Ночь (Т2)». Поменяйте их местами');
  expect(await stored(home)).toEqual([]);
  expect((await submit(home, power('8530', '4180'))).readings).toHaveLength(2);
});

test('MTR-2: a dial that passed its end goes on from zero', async () => {
  const home = await makeMeteredHome(world, { readings: false });
  await world.run(portal, (work) =>
    addPastReadings(work, [
      { houseId: home.houseId, meterId: home.cold, zone: '', takenOn: '2026-10-24', value: '99998.25', month: '2026-10', source: 'control' },
    ]),
  );
  const answer = await submit(home, [cold(home, '00003,5')]);
  expect(answer.readings[0]).toMatchObject({ value: '3.5', use: '5.25', notes: [expect.stringContaining('Счётчик прошёл через ноль')] });
});

test('MTR-2: within the window a correction replaces: the old value is told and kept, the old act is replaced', async () => {
  const home = await makeMeteredHome(world);
  await submit(home, [cold(home, '256,4')]);
  world.now = new Date('2026-11-24T09:00:00Z');
  const answer = await submit(home, [cold(home, '255,4'), { meterId: home.hot, zone: '', value: '' }]);
  expect(answer.readings).toEqual([expect.objectContaining({ value: '255.4', use: '4.36', replaced: '256.4', countsFor: '2026-11' })]);
  expect((await stored(home)).map(({ status }) => status)).toEqual(['superseded', 'active']);
  expect((await submissions(home)).map(({ status }) => status)).toEqual(['replaced', 'sent']);
  const again = await submit(home, [cold(home, '255,4')]);
  expect(again).toMatchObject({ unchanged: true, submissions: [{ submissionId: answer.submissions[0]!.submissionId }] });
  expect(await stored(home)).toHaveLength(2);
  world.now = new Date('2026-11-22T09:00:00Z');
});

test('MTR-2: a correction of one zone takes the other along into the new act; another meter keeps its act', async () => {
  const home = await makeMeteredHome(world);
  await submit(home, all(home));
  const answer = await submit(home, [
    { meterId: home.power, zone: 'T1', value: '8531' },
    { meterId: home.power, zone: 'T2', value: '4180' },
    cold(home, '256,4'),
  ]);
  expect(answer.submissions).toHaveLength(1);
  expect(answer.submissions[0]!.readings.map(({ value }) => value)).toEqual(['8531', '4180']);
  expect((await submissions(home)).map(({ status }) => status).sort()).toEqual(['replaced', 'sent', 'sent']);
});

test('MTR-2, MTR-6: after the window a reading is accepted and counts for the next month; the day it was taken decides', async () => {
  const home = await makeMeteredHome(world);
  world.now = new Date('2026-11-27T09:00:00Z');
  const late = await submit(home, [cold(home, '256,4')]);
  expect(late.readings[0]).toMatchObject({ countsFor: '2026-12', replaced: null });
  const taken = await submit(home, [{ meterId: home.hot, zone: '', value: '190,5', takenOn: '2026-11-25' }]);
  expect(taken.readings[0]).toMatchObject({ countsFor: '2026-11' });
  expect(await fieldsOf(submit(home, [cold(home, '255', { takenOn: '2026-11-24' })]))).toMatchObject({ fields: ['/readings/0/value reading.beforePrevious'] });
  world.now = new Date('2026-11-22T09:00:00Z');
});

test('MTR-2: windows that differ make an act a month', async () => {
  const home = await makeMeteredHome(world);
  world.now = new Date('2026-11-27T09:00:00Z');
  const answer = await submit(home, [cold(home, '256,4', { takenOn: '2026-11-25' }), { meterId: home.hot, zone: '', value: '190,5' }]);
  expect(answer.submissions.map(({ countsFor }) => countsFor).sort()).toEqual(['2026-11', '2026-12']);
  world.now = new Date('2026-11-22T09:00:00Z');
});
