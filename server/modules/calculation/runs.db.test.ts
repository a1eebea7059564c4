import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { ChargeTerms } from '#contract/charge-terms';
import { sumOfTerms } from '#modules/billing';
import { addTariffs } from '#modules/directory';
import { balances, checkLedger } from '#modules/ledger';
import { addMeters, addPastReadings } from '#modules/meters';
import { addResidence, endResidence } from '#modules/housing';
import { newId } from '#platform/ids';
import { addMonths } from '#platform/time';
import { runAsSystem } from '#platform/work';
import { charge, pay } from '#test/factories/accounts';
import { postRun } from '#test/factories/billing';
import { accountantOf, countMonth, type CountedHouse, jobContext, makeCountedHouse, postMonth } from '#test/factories/calculation';
import type { MadeHouse } from '#test/factories/housing';
import { portal, refusalOf, useWorld } from '#test/world';
import { addRecalculation } from './add-recalculation.ts';
import { readRecalculations, readRun } from './calculation.queries.ts';
import { readRunPlaces } from './runs-list.ts';
import { countRunJob, writeDraft } from './count-run.ts';
import { moveRun, openRun } from './open-run.ts';
import { postLines, postRunJob } from './post-run.ts';

const world = useWorld('2026-11-02T09:00:00Z');
const of = (organizationId: string) => accountantOf(world, organizationId);
const context = () => jobContext(world);
const DECISION = 'Постановление № 118-ПК от 18.09.2026';
/** Three flats of 54.3 m², two people in each. */
const town = () => makeCountedHouse(world);

async function waterMeter(house: MadeHouse, months: readonly string[], flat = 0): Promise<string> {
  const { houseId, premisesId } = house.premises[flat]!;
  return world.run(portal, async (work) => {
    const [meterId] = await addMeters(work, [
      {
        houseId,
        premisesId,
        organizationId: house.managerId,
        serviceCode: 'cold_water',
        serial: `18-${premisesId.slice(0, 6)}`,
        make: 'Бетар',
        model: 'СХВ-15',
        digits: 5,
        decimals: 3,
        place: 'ванная',
        installedOn: `${addMonths(months[0]!, -1)}-24`,
        sealedOn: null,
        verifiedOn: null,
        nextVerificationOn: '2032-01-14',
        registers: [{ zone: '', initialValue: '95' }],
      },
    ]);
    await addPastReadings(
      work,
      months.map((month, n) => ({
        houseId,
        meterId: meterId!,
        zone: '',
        month,
        takenOn: `${month}-24`,
        value: String(100 + 5 * n),
        source: 'resident' as const,
      })),
    );
    return meterId!;
  });
}

const key = ({ house }: CountedHouse, runId: string) => ({ houseId: house.houseId, runId });
const stateOf = (runId: string) => world.db.selectFrom('calculation.run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();
const counted = (made: CountedHouse, period: string, withPenalties = false) => countMonth(world, made, period, withPenalties);
const posted = (made: CountedHouse, period: string) => postMonth(world, made, period);

const linesOf = async (runId: string, accountId: string) => {
  const rows = await world.db
    .selectFrom('calculation.run_line')
    .selectAll()
    .where('run_id', '=', runId)
    .where('account_id', '=', accountId)
    .orderBy('service_code')
    .execute();
  for (const row of rows) expect(sumOfTerms(row.terms as ChargeTerms)).toBe(row.kopecks);
  return Object.fromEntries(rows.map((row) => [row.service_code, row.kopecks]));
};
const chargesOf = async (accountId: string, period: string) => {
  const rows = await world.db
    .selectFrom('billing.charge')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('period', '=', `${period}-01`)
    .where('ended_by', 'is', null)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.service_code, row]));
};

describe('a month from draft to bills', () => {
  test('CALC-1, CALC-2, CALC-4: lines of each service, draft, checked, posted onto the ledger and into bills', async () => {
    const made = await town();
    await waterMeter(made.house, ['2026-07', '2026-08', '2026-09', '2026-10']);
    const runId = await counted(made, '2026-10');
    expect(await stateOf(runId)).toMatchObject({ status: 'draft', line_count: 15, version: 2 });
    expect(await linesOf(runId, made.accounts[0]!.accountId)).toEqual({
      cold_water: 26_200n,
      common_cold_water: 22_162n,
      intercom: 6_500n,
      maintenance: 172_946n,
      waste: 32_974n,
    });
    // Two people by the norm: no meter ever stood there, so nothing is raised.
    expect((await linesOf(runId, made.accounts[1]!.accountId))['cold_water']).toBe(50_828n);
    expect((await refusalOf(world.run(made.accountant, (work) => moveRun(work, 'post', { ...key(made, runId), version: 2 })))).code).toBe('run.notChecked');
    await world.run(made.accountant, (work) => moveRun(work, 'check', { ...key(made, runId), version: 2 }));
    const { progressId } = await world.run(made.accountant, (work) => moveRun(work, 'post', { ...key(made, runId), version: 3 }));
    await postRunJob.run(context(), { ...key(made, runId), progressId });
    await postRunJob.run(context(), { ...key(made, runId), progressId });
    expect(await stateOf(runId)).toMatchObject({ status: 'posted', version: 5 });
    const charges = await chargesOf(made.accounts[0]!.accountId, '2026-10');
    expect(Object.keys(charges)).toHaveLength(5);
    expect(charges['cold_water']).toMatchObject({ total_kopecks: 26_200n, volume: '5', source_kind: 'run', source_name: 'Расчёт за октябрь 2026' });
    const [balance] = await balances(world.db, [made.accounts[0]!]);
    expect(balance!.dueKopecks).toBe(260_782n);
    const bill = await world.db.selectFrom('billing.bill').selectAll().where('account_id', '=', made.accounts[0]!.accountId).executeTakeFirstOrThrow();
    expect(bill).toMatchObject({ total_kopecks: 260_782n, due_on: '2026-11-16' });
    expect((await checkLedger(world.db)).faults).toEqual([]);
  });

  test('CALC-2: lines stand by flat as people count: the second before the tenth', async () => {
    const made = await makeCountedHouse(world, { flats: 11 });
    const runId = await counted(made, '2026-10');
    const look = { db: world.db, actor: made.accountant, now: world.now };
    const shown = await readRun(world.ground, look, key(made, runId), {});
    expect([...new Set(shown.lines.map(({ flat }) => flat))]).toEqual(Array.from({ length: 11 }, (_, n) => String(n + 1)));
    const one = await readRun(world.ground, look, key(made, runId), { account: made.accounts[9]!.number });
    expect([one.pages, ...new Set(one.lines.map(({ flat }) => flat))]).toEqual([1, '10']);
    expect((await readRun(world.ground, look, key(made, runId), { account: 'нет такого' })).lines).toEqual([]);
  });

  test('CALC-2: what to look at: jumps, missing readings, nobody, no area, sums below zero', async () => {
    const made = await town();
    await waterMeter(made.house, ['2026-06', '2026-07', '2026-08', '2026-09']);
    await posted(made, '2026-09');
    await world.run(portal, async (work) => {
      await sql`update directory.tariff set to_day = '2026-09-30' where organization_id = ${made.house.managerId} and service_code = 'intercom'`.execute(
        work.tx,
      );
      await addTariffs(work, [
        { organizationId: made.house.managerId, serviceCode: 'intercom', value: '90', unit: 'квартира', fromDay: '2026-10-01', decision: DECISION },
      ]);
      await sql`update housing.premises set area_total = 0 where premises_id = ${made.house.premises[2]!.premisesId}`.execute(work.tx);
    });
    const runId = await counted(made, '2026-10');
    const shown = await readRun(world.ground, { db: world.db, actor: made.accountant, now: world.now }, key(made, runId), {});
    expect(shown.kinds).toEqual([
      { kind: 'jump', count: 4, left: 4 },
      { kind: 'noArea', count: 1, left: 1 },
      { kind: 'noReading', count: 1, left: 1 },
    ]);
    expect(shown.exceptions.find(({ kind, service }) => kind === 'jump' && service === 'Домофон')).toMatchObject({ beforeKopecks: 6_500, kopecks: 9_000 });
    expect(shown.services.find(({ serviceCode }) => serviceCode === 'intercom')).toMatchObject({ lines: 2, kopecks: 18_000, beforeKopecks: 19_500 });
    expect(
      shown.lines.find(({ serviceCode, account }) => serviceCode === 'intercom' && account === made.accounts[0]!.number)?.formula.replaceAll('\u00a0', ' '),
    ).toBe('90,00 ₽ = 90,00 ₽');
    expect(shown.run.beforeKopecks).toBeGreaterThan(0);
    expect(shown.run.can).toMatchObject({ check: true, post: false, cancel: true, count: true });
    expect(await readRunPlaces({ db: world.db, actor: made.accountant, now: world.now }, {})).toMatchObject({
      places: [{ houseId: made.house.houseId }],
      more: false,
      nextPeriod: '2026-10',
    });
  });

  test('CALC-1: a reading after two estimated months corrects them in its own month; people who left cut the month', async () => {
    const made = await town();
    const meterId = await waterMeter(made.house, ['2026-04', '2026-05', '2026-06', '2026-07']);
    const { accountId } = made.accounts[0]!;
    await posted(made, '2026-08');
    await posted(made, '2026-09');
    expect((await chargesOf(accountId, '2026-09'))['cold_water']).toMatchObject({ total_kopecks: 26_200n, terms: { source: { kind: 'average' } } });
    await world.run(portal, (work) =>
      addPastReadings(work, [{ houseId: made.house.houseId, meterId, zone: '', month: '2026-10', takenOn: '2026-10-24', value: '121', source: 'resident' }]),
    );
    const second = made.house.premises[1]!;
    await world.run(portal, async (work) => {
      await endResidence(work.tx, { houseId: made.house.houseId, premisesId: second.premisesId, lastDay: '2026-10-10' });
      await addResidence(work, [{ houseId: made.house.houseId, premisesId: second.premisesId, registered: 3, fromDay: '2026-10-11' }]);
    });
    await posted(made, '2026-10');
    const line = (await chargesOf(accountId, '2026-10'))['cold_water']!;
    // 6 m³ over three months: two a month, and eight of ten estimated ones go back.
    expect(line).toMatchObject({ accrued_kopecks: 10_480n, recalculation_kopecks: -31_440n, total_kopecks: -20_960n });
    expect((await chargesOf(made.accounts[1]!.accountId, '2026-10'))['cold_water']!.terms).toMatchObject({
      pieces: [
        { persons: 2, part: { days: 10, of: 31 } },
        { persons: 3, part: { days: 21, of: 31 } },
      ],
    });
    const shown = await world.db
      .selectFrom('calculation.run_exception')
      .select(['kind'])
      .where('account_id', '=', accountId)
      .where('service_code', '=', 'cold_water')
      .execute();
    expect(shown.map(({ kind }) => kind)).toContain('negative');
  });

  test('CALC-2: a posted month is corrected by a recalculation that the next run takes, and only it', async () => {
    const made = await town();
    await posted(made, '2026-09');
    const { accountId } = made.accounts[0]!;
    const decide = (month: string, ground: { by: 'days'; days: number } | { by: 'sum'; kopecks: number }) =>
      world.run(made.accountant, (work) =>
        addRecalculation(work, {
          houseId: made.house.houseId,
          accountId,
          serviceCode: 'waste',
          month,
          reason: 'мусор не вывозили',
          document: 'акт № 7',
          ground,
        }),
      );
    expect((await refusalOf(decide('2026-08', { by: 'days', days: 3 }))).code).toBe('recalculation.notCharged');
    expect((await refusalOf(decide('2026-09', { by: 'sum', kopecks: -32_975 }))).code).toBe('recalculation.tooMuch');
    expect((await decide('2026-09', { by: 'days', days: 3 })).kopecks).toBe(-3_297);
    expect((await readRecalculations(world.ground, { db: world.db, actor: made.accountant, now: world.now })).recalculations).toMatchObject([
      { kopecks: -3_297, reason: 'мусор не вывозили' },
    ]);
    const runId = await counted(made, '2026-10');
    await world.run(made.accountant, (work) => moveRun(work, 'cancel', { ...key(made, runId), version: 2 }));
    await posted(made, '2026-10');
    expect((await chargesOf(accountId, '2026-10'))['waste']).toMatchObject({
      accrued_kopecks: 32_974n,
      recalculation_kopecks: -3_297n,
      total_kopecks: 29_677n,
    });
    await posted(made, '2026-11');
    expect((await chargesOf(accountId, '2026-11'))['waste']).toMatchObject({ total_kopecks: 32_974n });
    expect((await chargesOf(accountId, '2026-09'))['waste']).toMatchObject({ total_kopecks: 32_974n });
  });

  test('CALC-3: the run of a month takes penalties for its days, with what was paid in between', async () => {
    const made = await town();
    const { accountId } = made.accounts[0]!;
    await charge(world, made.accounts[0]!, { '2026-03': { maintenance: 600_000 } });
    await pay(world, made.accounts[0]!, 200_000, { happenedOn: '2026-06-20' });
    const runId = await counted(made, '2026-06', true);
    // 16 days of May are May's; of June twenty days on 6 000 and ten on 4 000.
    expect((await linesOf(runId, accountId))['penalty']).toBe(5_067n);
    const [line] = await world.db
      .selectFrom('calculation.run_line')
      .select('terms')
      .where('run_id', '=', runId)
      .where('service_code', '=', 'penalty')
      .execute();
    expect(line!.terms).toMatchObject({
      stretches: [
        { days: 20, debtKopecks: 600_000, percent: '9.5' },
        { days: 10, debtKopecks: 400_000 },
      ],
    });
  });
});

describe('who, once, and again', () => {
  test('CALC-2, X-8: a stranger finds nothing, a neighbour organization neither; an unknown state and version are refused', async () => {
    const made = await town();
    const runId = await counted(made, '2026-10');
    const stranger = of(newId(world.now));
    const opening = { organizationId: made.house.managerId, houseId: made.house.houseId, period: '2026-11', withPenalties: false };
    expect((await refusalOf(world.run(stranger, (work) => openRun(work, opening)))).code).toBe('object.notFound');
    expect((await refusalOf(world.run(stranger, (work) => moveRun(work, 'check', { ...key(made, runId), version: 2 })))).code).toBe('object.notFound');
    expect((await refusalOf(readRun(world.ground, { db: world.db, actor: stranger, now: world.now }, key(made, runId), {}))).code).toBe('object.notFound');
    expect(await readRunPlaces({ db: world.db, actor: stranger, now: world.now }, {})).toMatchObject({ places: [], more: false });
    expect((await refusalOf(world.run(made.accountant, (work) => moveRun(work, 'check', { ...key(made, runId), version: 1 })))).code).toBe('object.changed');
    expect((await refusalOf(world.run(made.accountant, (work) => openRun(work, { ...opening, period: '2026-10' })))).code).toBe('run.exists');
    const other = await town();
    expect((await refusalOf(world.run(of(made.house.managerId), (work) => openRun(work, { ...opening, houseId: other.house.houseId })))).code).toBe(
      'run.noAccounts',
    );
    expect(
      (
        await refusalOf(
          world.run(stranger, (work) =>
            addRecalculation(work, {
              houseId: made.house.houseId,
              accountId: made.accounts[0]!.accountId,
              serviceCode: 'waste',
              month: '2026-10',
              reason: 'x',
              document: null,
              ground: { by: 'days', days: 1 },
            }),
          ),
        )
      ).code,
    ).toBe('object.notFound');
  });

  test('CALC-2, PAY-3: twenty openings at once make one run; a job killed half way posts once', async () => {
    const made = await town();
    const opening = { organizationId: made.house.managerId, houseId: made.house.houseId, period: '2026-10', withPenalties: false };
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => world.run(made.accountant, (work) => openRun(work, opening))));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const run = await world.db.selectFrom('calculation.run').selectAll().where('house_id', '=', made.house.houseId).executeTakeFirstOrThrow();
    const runKey = key(made, run.id);
    await expect(
      world.run(portal, async (work) => {
        await writeDraft(work, { ...runKey, progressId: run.progress_id });
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    expect((await stateOf(run.id)).line_count).toBe(0);
    await countRunJob.run(context(), { ...runKey, progressId: run.progress_id });
    await world.run(made.accountant, (work) => moveRun(work, 'check', { ...runKey, version: 2 }));
    const { progressId } = await world.run(made.accountant, (work) => moveRun(work, 'post', { ...runKey, version: 3 }));
    await expect(
      runAsSystem(world.ground, 'calculation.post', progressId, async (work) => {
        await postLines(work, runKey, progressId);
        throw new Error('killed');
      }),
    ).rejects.toThrow('killed');
    expect(await chargesOf(made.accounts[0]!.accountId, '2026-10')).toEqual({});
    await Promise.all(Array.from({ length: 5 }, () => postRunJob.run(context(), { ...runKey, progressId })));
    expect(Object.keys(await chargesOf(made.accounts[0]!.accountId, '2026-10'))).toHaveLength(5);
    expect((await refusalOf(world.run(made.accountant, (work) => moveRun(work, 'cancel', { ...runKey, version: 5 })))).code).toBe('run.posted');
    expect((await checkLedger(world.db)).faults).toEqual([]);
  });

  test('CALC-2: what was charged meanwhile sends the run back to be counted, and the same facts counted twice give the same lines', async () => {
    const made = await town();
    const runId = await counted(made, '2026-10');
    const first = await linesOf(runId, made.accounts[0]!.accountId);
    const again = await world.run(made.accountant, (work) => moveRun(work, 'count', { ...key(made, runId), version: 2 }));
    await countRunJob.run(context(), { ...key(made, runId), progressId: again.progressId });
    expect(await linesOf(runId, made.accounts[0]!.accountId)).toEqual(first);
    await world.run(made.accountant, (work) => moveRun(work, 'check', { ...key(made, runId), version: 4 }));
    const { progressId } = await world.run(made.accountant, (work) => moveRun(work, 'post', { ...key(made, runId), version: 5 }));
    await postRun(world, [made.accounts[0]!], {
      period: '2026-10',
      charges: { waste: { method: 'given', period: '2026-10', benefit: null, register: null, sumKopecks: 100, detail: null } },
    });
    await postRunJob.run(context(), { ...key(made, runId), progressId });
    expect(await stateOf(runId)).toMatchObject({ status: 'draft', note: expect.stringContaining('Посчитайте заново') });
    const third = await world.run(made.accountant, (work) => moveRun(work, 'count', { ...key(made, runId), version: 7 }));
    await countRunJob.run(context(), { ...key(made, runId), progressId: third.progressId });
    expect(Object.keys(await linesOf(runId, made.accounts[0]!.accountId))).not.toContain('waste');
    const kinds = await world.db.selectFrom('calculation.run_exception').select('kind').where('run_id', '=', runId).execute();
    expect(kinds.map(({ kind }) => kind)).toContain('taken');
  });
});
