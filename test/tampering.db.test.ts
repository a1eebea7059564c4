// Tampering with a meter (item 62 of Rules 354): what staff write, what runs make of it, what those who live there are told; taken back.
import { expect, test } from 'vitest';
import { chargesInForce } from '#modules/billing';
import { addMeters, addPastReadings } from '#modules/meters';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { kopecksToJson } from '#platform/money';
import { countMonth, jobContext, makeCountedHouse, postMonth } from '#test/factories/calculation';
import { makeActor } from '#test/factories/identity';
import { portal, refusalOf, useWorld } from '#test/world';
import { explain } from '../server/modules/billing/charge-explanation.ts';
import { countRunJob, writeDraft } from '../server/modules/calculation/count-run.ts';
import { moveRun } from '../server/modules/calculation/open-run.ts';
import { readTamperingEffect } from '../server/modules/calculation/preview-tampering.ts';
import { tellControl, tellFaultEnd, tellTampering } from '../server/modules/calculation/tell-meters.ts';
import { readMeter } from '../server/modules/meters/meters.queries.ts';

const world = useWorld('2026-11-24T09:00:00Z');
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    async () => (await refusalOf(work)).code,
  );
const fieldsOf = async (work: Promise<unknown>) => (await refusalOf(work)).fields.map(({ pointer }) => pointer);

/** 6.2 m³ a month from July to October, in a flat of two. */
async function tamperedFlat({ serviceCode = 'cold_water', isOfHouse = false } = {}) {
  const made = await makeCountedHouse(world);
  const { houseId, premisesId } = made.house.premises[0]!;
  const owner = await makeActor(world, [{ role: 'owner', houseId, premisesId }]);
  const meterId = await world.run(portal, async (work) => {
    const [id] = await addMeters(work, [
      {
        houseId,
        premisesId: isOfHouse ? null : premisesId,
        organizationId: made.house.managerId,
        serviceCode,
        serial: `В-${houseId.slice(-6)}`,
        make: '',
        model: '',
        digits: 5,
        decimals: 3,
        place: '',
        installedOn: '2026-06-24',
        nextVerificationOn: '2032-01-14',
        registers: [{ zone: '', initialValue: '0' }],
      },
    ]);
    await addPastReadings(
      work,
      ['6.2', '12.4', '18.6', '24.8'].map((value, n) => ({
        houseId,
        meterId: id!,
        zone: '',
        month: `2026-${String(7 + n).padStart(2, '0')}`,
        takenOn: `2026-${String(7 + n).padStart(2, '0')}-24`,
        value,
        source: 'resident' as const,
      })),
    );
    return id!;
  });
  const params = { houseId, meterId };
  const input = (body: object) => ({ params, query: {}, body: body as never });
  const note = (actor: Actor, more: object = {}, key = newId(world.now)) =>
    world.run(actor, (work) => tellTampering(work, input({ version: 1, foundOn: '2026-11-12', fromDay: '2026-08-01', act: 'акт № 7', ...more })), key, more);
  const end = (actor: Actor, body: object, key = newId(world.now)) =>
    world.run(actor, (work) => tellFaultEnd(work, input({ version: 2, readings: [], ...body })), key, body);
  const control = (value: string, takenOn: string) =>
    world.run(made.accountant, (work) => tellControl(work, input({ takenOn, act: 'акт № 3', confirmed: true, readings: [{ zone: '', value }] })));
  const linesOf = async (period: string) =>
    (await chargesInForce(world.db, { houseId, organizationId: made.house.managerId }, { from: period, to: period })).filter(
      ({ accountId, serviceCode: code }) => accountId === made.accounts[0]!.accountId && code === 'cold_water',
    );
  const draftOf = (runId: string) =>
    world.db
      .selectFrom('calculation.run_line')
      .select(['kopecks', 'terms'])
      .where('run_id', '=', runId)
      .where('account_id', '=', made.accounts[0]!.accountId)
      .where('service_code', '=', 'cold_water')
      .execute();
  const runOf = (runId: string) =>
    world.db.selectFrom('calculation.run').select(['status', 'stale', 'version', 'progress_id']).where('id', '=', runId).executeTakeFirstOrThrow();
  const preview = (actor: Actor, more: object = {}) =>
    readTamperingEffect(
      { ground: world.ground, db: world.db, actor, now: world.now, id: newId(world.now), route: '' },
      { params, query: {}, body: { foundOn: '2026-11-12', fromDay: '2026-08-01', act: 'акт № 7', ...more } },
    );
  const marks = () => world.db.selectFrom('meters.fault').select('id').where('meter_id', '=', meterId).execute();
  return { made, params, owner, note, end, control, linesOf, draftOf, runOf, preview, marks };
}

test('CALC-1, CALC-4, CHG-2, X-2: a mark makes the draft stale, cuts at three months, charges the open month and corrects the posted ones once; counted again or after a fall it is the same', async () => {
  const { made, params, owner, note, end, linesOf, draftOf, runOf } = await tamperedFlat();
  const { accountant, house } = made;
  for (const month of ['2026-07', '2026-08', '2026-09', '2026-10']) await postMonth(world, made, month);
  const runId = await countMonth(world, made, '2026-11');
  const key = { houseId: house.houseId, runId };
  expect(await note(accountant, { fromDay: '2026-07-05' })).toEqual({ version: 2, fromDay: '2026-08-01' });
  expect(await runOf(runId)).toMatchObject({ status: 'draft', stale: true });

  const countAgain = async () => {
    const { progressId } = await world.run(accountant, async (work) => moveRun(work, 'count', { ...key, version: (await runOf(runId)).version }));
    return progressId;
  };
  const progressId = await countAgain();
  // The worker falls in the middle: nothing is kept, the job is repeated.
  await expect(world.run(portal, (work) => writeDraft(work, { ...key, progressId }, () => Promise.reject(new Error('fell'))))).rejects.toThrow('fell');
  await countRunJob.run(jobContext(world), { ...key, progressId });
  await countRunJob.run(jobContext(world), { ...key, progressId });
  const [draft, ...more] = await draftOf(runId);
  expect(more).toEqual([]);
  // 2 · 4.85 · 52.40 · 10 for November, and for each of three months the same less 6.2 · 52.40.
  expect(draft).toMatchObject({
    kopecks: 508_280n + 3n * (508_280n - 32_488n),
    terms: {
      method: 'corrected',
      base: { method: 'norm', raised: { coefficient: '10', reason: 'tampered' } },
      recalculations: ['2026-08', '2026-09', '2026-10'].map((month) => ({ document: 'акт № 7', ground: { by: 'tampered', month, monthKopecks: 32_488 } })),
    },
  });
  await countRunJob.run(jobContext(world), { ...key, progressId: await countAgain() });
  expect(await draftOf(runId)).toEqual([draft]);
  await world.db.updateTable('calculation.run').set({ status: 'cancelled' }).where('id', '=', runId).execute();

  await postMonth(world, made, '2026-11');
  const [november] = await linesOf('2026-11');
  const told = explain(november!.terms, null);
  expect(told.sumKopecks).toBe(kopecksToJson(november!.totalKopecks));
  expect(told.counted.replaceAll('\u00a0', ' ')).toBe(
    'Вмешательство в работу счётчика с 1 августа 2026 (акт № 7). По закону за эти дни показания не берут, а считают норматив на каждого живущего с коэффициентом 10, пока вмешательство не устранят. Если не согласны с актом, напишите нам: проверим ещё раз. Можно обратиться и в жилищную инспекцию. Надбавка показана отдельно. Перерасчёт за август, сентябрь, октябрь: вместо начисленного за дни вмешательства взяли норматив с коэффициентом 10.',
  );
  expect(told.counted.length).toBeLessThan(600);
  expect((await readMeter(world.ground, { db: world.db, actor: owner, now: world.now }, params)).fault).toMatchObject({
    kind: 'tampered',
    fromDay: '2026-08-01',
    act: 'акт № 7',
  });
  const { rows } = await world.pool.query<{ payload: object }>(
    `select j->'payload' as payload from platform.outbox, jsonb_array_elements(jobs) j where j->'payload'->>'kind' = 'meters.tampered' and j->'payload'->>'link' = $1`,
    [`/meters/${params.houseId}/${params.meterId}`],
  );
  expect(rows.map(({ payload }) => payload)).toMatchObject([{ personIds: [owner.personId], facts: { sinceDay: '2026-08-01', act: 'акт № 7' } }]);
  expect(
    await world.db
      .selectFrom('platform.journal_line')
      .select(['action', 'facts'])
      .where('house_id', '=', house.houseId)
      .where('action', 'like', 'meter.fault%')
      .execute(),
  ).toEqual([{ action: 'meter.faultNoted', facts: { kind: 'tampered', day: '2026-08-01', act: 'акт № 7' } }]);

  // Put right on 20 December, with less on the dial than was handed in; what it ran since comes with the next reading.
  world.now = new Date('2026-12-24T09:00:00Z');
  await end(accountant, { toDay: '2026-12-20', readings: [{ zone: '', value: '20' }] });
  await postMonth(world, made, '2026-12');
  // 19 of 31 days.
  expect(await linesOf('2026-12')).toMatchObject([
    { totalKopecks: 31_153n + 280_374n, terms: { method: 'norm', tampered: { days: [{ from: '2026-12-01', to: '2026-12-19' }] } } },
  ]);
  await world.run(portal, (work) =>
    addPastReadings(work, [{ ...params, zone: '', month: '2027-01', takenOn: '2027-01-24', value: '27.5', source: 'resident' }]),
  );
  await postMonth(world, made, '2027-01');
  expect(await linesOf('2027-01')).toMatchObject([{ totalKopecks: 39_300n, terms: { method: 'meter', source: { kind: 'reading' } } }]);
  world.now = new Date('2026-11-24T09:00:00Z');
});

test('CALC-1: a mistaken act is taken back: what was charged by it comes back in the next run, and readings count again', async () => {
  const { made, note, end, linesOf, params } = await tamperedFlat();
  for (const month of ['2026-09', '2026-10']) await postMonth(world, made, month);
  await note(made.accountant, { fromDay: '2026-09-10' });
  await world.run(portal, (work) => addPastReadings(work, [{ ...params, zone: '', month: '2026-11', takenOn: '2026-11-24', value: '31', source: 'resident' }]));
  await postMonth(world, made, '2026-11');
  const [november] = await linesOf('2026-11');
  // September 21 of 30 days, October whole, November whole.
  expect(november!.totalKopecks).toBe(35_580n + 320_216n - 22_742n + (508_280n - 32_488n) + 508_280n);
  await end(made.accountant, { toDay: '2026-09-10' });
  await world.run(portal, (work) =>
    addPastReadings(work, [{ ...params, zone: '', month: '2026-12', takenOn: '2026-12-24', value: '37.2', source: 'resident' }]),
  );
  await postMonth(world, made, '2026-12');
  const [december] = await linesOf('2026-12');
  // All that the meter ran: 6.2 m³ in each of the four months.
  const all = (await Promise.all(['2026-09', '2026-10', '2026-11', '2026-12'].map(linesOf))).flat();
  expect(all.reduce((sum, { totalKopecks }) => sum + totalKopecks, 0n)).toBe(4n * 32_488n);
  expect(december!.terms).toMatchObject({
    method: 'corrected',
    base: { method: 'meter' },
    recalculations: [{ reason: expect.stringContaining('сняли') }, {}, {}],
  });
  await world.run(portal, (work) =>
    addPastReadings(work, [{ ...params, zone: '', month: '2027-01', takenOn: '2027-01-24', value: '43.4', source: 'resident' }]),
  );
  await postMonth(world, made, '2027-01');
  expect(await linesOf('2027-01')).toMatchObject([{ totalKopecks: 32_488n, terms: { method: 'meter' } }]);
});

test('MTR-8, X-3, X-8: strangers, residents and others find no meter; days that cannot be are named; heat and meters of the house have no such mark', async () => {
  const { made, owner, note, end } = await tamperedFlat();
  for (const actor of [owner, await makeActor(world), await makeActor(world, [{ role: 'accountant', organizationId: newId(world.now) }])])
    expect(await codeOf(note(actor))).toBe('object.notFound');
  const { accountant } = made;
  expect(await fieldsOf(note(accountant, { foundOn: '2026-11-25' }))).toEqual(['/foundOn']);
  expect(await fieldsOf(note(accountant, { foundOn: '2026-06-23' }))).toEqual(['/foundOn']);
  expect(await fieldsOf(note(accountant, { fromDay: '2026-11-13' }))).toEqual(['/fromDay']);
  expect(await fieldsOf(note(accountant, { act: ' ' }))).toEqual(['/act']);
  for (const other of [await tamperedFlat({ serviceCode: 'heating' }), await tamperedFlat({ isOfHouse: true })])
    expect(await codeOf(other.note(other.made.accountant))).toBe('meters.noTampering');
  await note(accountant);
  expect(await codeOf(note(accountant, { version: 2 }))).toBe('meters.faultOpen');
  expect(await fieldsOf(end(accountant, { toDay: '2026-11-11' }))).toEqual(['/toDay']);
  expect(await codeOf(end(accountant, { toDay: '2026-11-20' }))).toBe('meters.nothingTyped');
});

test('MTR-8: without a day of the act the tampering is of the last check, and not before the law lets', async () => {
  const [installed, checked, early] = [await tamperedFlat(), await tamperedFlat(), await tamperedFlat()];
  expect(await installed.note(installed.made.accountant, { fromDay: null })).toMatchObject({ fromDay: '2026-08-01' });
  await checked.control('18.6', '2026-10-28');
  expect(await checked.note(checked.made.accountant, { fromDay: null })).toMatchObject({ fromDay: '2026-10-28' });
  expect(await early.note(early.made.accountant, { foundOn: '2026-07-02', fromDay: null })).toMatchObject({ fromDay: '2026-06-24' });
});

test('MTR-8, X-4, X-5: a retried key marks once, of twenty at once one marks and one ends; while a month is being posted a mark waits', async () => {
  const { made, note, end, params } = await tamperedFlat();
  const key = newId(world.now);
  expect(await note(made.accountant, {}, key)).toEqual(await note(made.accountant, {}, key));
  const once = ['done', ...Array(19).fill('object.changed')];
  const ends = Array.from({ length: 20 }, () => codeOf(end(made.accountant, { toDay: '2026-08-01' })));
  expect((await Promise.all(ends)).sort()).toEqual(once);
  expect((await Promise.all(Array.from({ length: 20 }, () => codeOf(note(made.accountant, { version: 3 }))))).sort()).toEqual(once);
  expect(await world.db.selectFrom('meters.fault').select('to_day').where('meter_id', '=', params.meterId).orderBy('at').orderBy('id').execute()).toHaveLength(
    2,
  );
  const runId = await countMonth(world, made, '2026-11');
  await world.db.updateTable('calculation.run').set({ status: 'posting' }).where('id', '=', runId).execute();
  expect(await codeOf(end(made.accountant, { toDay: '2026-08-01', version: 4 }))).toBe('run.notReady');
});

test('MTR-8, CALC-4: before a mark is put, it is shown what it costs by months, to the kopeck as the run then has it; nothing is written', async () => {
  const { made, preview, note, marks, draftOf, runOf } = await tamperedFlat();
  for (const month of ['2026-07', '2026-08', '2026-09', '2026-10']) await postMonth(world, made, month);
  const runId = await countMonth(world, made, '2026-11');
  const [before] = await draftOf(runId);
  const effect = await preview(made.accountant, { fromDay: '2026-07-05', act: '' });
  expect(effect).toMatchObject({ fromDay: '2026-08-01', days: 122, to: '2026-11', uncounted: false, others: { accounts: 0, kopecks: 0 } });
  expect(effect.lines).toMatchObject([
    { month: '2026-08', posted: true, days: 31, kopecks: 508_280 - 32_488, account: made.accounts[0]!.number },
    { month: '2026-09', posted: true, days: 30, kopecks: 508_280 - 32_488 },
    { month: '2026-10', posted: true, days: 31, kopecks: 508_280 - 32_488 },
    { month: '2026-11', posted: false, days: 30, kopecks: 508_280 - 32_488 },
  ]);
  expect(effect.lines[3]!.formula.replaceAll('\u00a0', ' ')).toContain('52,40 ₽');
  expect(await marks()).toEqual([]);
  expect(await runOf(runId)).toMatchObject({ stale: false });

  await note(made.accountant, { fromDay: '2026-07-05' });
  await world.db.updateTable('calculation.run').set({ status: 'cancelled' }).where('id', '=', runId).execute();
  const [after] = await draftOf(await countMonth(world, made, '2026-11'));
  expect(effect.kopecks).toBe(kopecksToJson(after!.kopecks - before!.kopecks));
});

test('MTR-8, CALC-4: months that nobody has posted are shown as they will be charged, and one that is already posted as its correction', async () => {
  const [open, late] = [await tamperedFlat(), await tamperedFlat()];
  for (const month of ['2026-08', '2026-09']) await postMonth(world, open.made, month);
  const effect = await open.preview(open.made.accountant, { fromDay: '2026-09-10' });
  expect(effect.lines.map(({ month, posted, days }) => ({ month, posted, days }))).toEqual([
    { month: '2026-09', posted: true, days: 21 },
    { month: '2026-10', posted: false, days: 31 },
    { month: '2026-11', posted: false, days: 30 },
  ]);
  await open.note(open.made.accountant, { fromDay: '2026-09-10' });
  for (const month of ['2026-10', '2026-11']) await postMonth(world, open.made, month);
  const charged = (await Promise.all(['2026-10', '2026-11'].map(open.linesOf))).flat().reduce((sum, { totalKopecks }) => sum + totalKopecks, 0n);
  // Without the mark October is read and November is the average of the same.
  expect(effect.kopecks).toBe(kopecksToJson(charged - 2n * 32_488n));

  for (const month of ['2026-08', '2026-09', '2026-10', '2026-11']) await postMonth(world, late.made, month);
  const after = await late.preview(late.made.accountant, { fromDay: '2026-11-01' });
  expect(after.lines.map(({ month, posted, days }) => ({ month, posted, days }))).toEqual([
    { month: '2026-11', posted: true, days: 30 },
    { month: '2026-12', posted: false, days: 31 },
  ]);
});

test('MTR-8, X-3, X-8: what a mark costs is shown to those alone who may put it, and refused for the same days', async () => {
  const { made, owner, note, preview } = await tamperedFlat();
  for (const actor of [owner, await makeActor(world), await makeActor(world, [{ role: 'accountant', organizationId: newId(world.now) }])])
    expect(await codeOf(preview(actor))).toBe('object.notFound');
  const { accountant } = made;
  expect(await fieldsOf(preview(accountant, { foundOn: '2026-11-25' }))).toEqual(['/foundOn']);
  expect(await fieldsOf(preview(accountant, { fromDay: '2026-11-13' }))).toEqual(['/fromDay']);
  for (const other of [await tamperedFlat({ serviceCode: 'heating' }), await tamperedFlat({ isOfHouse: true })])
    expect(await codeOf(other.preview(other.made.accountant))).toBe('meters.noTampering');
  await note(accountant);
  expect(await codeOf(preview(accountant))).toBe('meters.faultOpen');
});
