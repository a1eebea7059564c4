// Agreements on shares and the history of owners against the database.
import { expect, test } from 'vitest';
import { addOwnership, ownersOf } from '#modules/housing';
import { tryConfirmation } from '#modules/identity';
import type { Person } from '#platform/actor';
import { newId } from '#platform/ids';
import { makeHouse } from '#test/factories/housing';
import { makeActor, withCode } from '#test/factories/identity';
import { portal, refusalOf, useWorld } from '#test/world';
import { askSharesCode, lapseJob, proposeShares, readHomeOwners, refuseShares, signShares } from './shares.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const log = { info: () => {}, error: () => {} };

async function setting() {
  const house = await makeHouse(world, { flats: 1 });
  const { houseId, premisesId } = house.premises[0]!;
  const home = { houseId, premisesId };
  const owner = () => makeActor(world, [{ role: 'owner', houseId, premisesId }]);
  const [anna, boris, stranger] = [await owner(), await owner(), await makeActor(world)];
  const half = { numerator: 1, denominator: 2 };
  const ids = await world.run(portal, async (work) => {
    await addOwnership(work, [
      { ...home, id: newId(world.now), ownerName: 'Первая Мария', fromDay: '2001-01-01', toDay: '2019-12-31', ground: 'privatization' },
    ]);
    return addOwnership({ ...work, id: newId(world.now) }, [
      { ...home, personId: anna.personId, ownerName: 'Липина Анна', share: half, fromDay: '2020-01-01', confirmed: true },
      { ...home, personId: boris.personId, ownerName: 'Липин Борис', share: half, fromDay: '2020-01-01' },
    ]);
  });
  const propose = (shares: readonly [string, string], actor: Person = anna, key = newId(world.now)) =>
    world.run(actor, (work) => proposeShares(work, home, { shares: ids.map((ownershipId, n) => ({ ownershipId, share: shares[n]! })) }), key, shares);
  const sign = async (actor: Person, proposalId: string) => {
    const key = { houseId, proposalId };
    const asked = await world.run(actor, (work) => withCode(work, (inner) => askSharesCode(inner, key)));
    const given = { confirmationId: asked.answer.confirmationId, code: asked.code };
    await tryConfirmation(world.ground, actor, given);
    return world.run(actor, (work) => signShares(work, key, given));
  };
  const read = (actor: Person = anna) => readHomeOwners({ db: world.db, actor, now: world.now }, home);
  const shares = async (day = '2026-11-12') =>
    (await ownersOf(world.db, houseId, [premisesId], day)).map(({ name, share }) => `${name} ${share.numerator}/${share.denominator}`);
  return { home, houseId, anna, boris, stranger, ids, propose, sign, read, shares };
}

test('HOME-3: shares wait for every owner’s signature and are changed by the last; the old records stay in the chain', async () => {
  const { anna, boris, propose, sign, read, shares, houseId } = await setting();
  const { proposalId } = await propose(['1/3', '2/3']);
  expect(await read(boris)).toMatchObject({
    proposals: [{ status: 'open', lapsesOn: '2026-12-12', can: { sign: true, refuse: true } }],
    can: { propose: false },
  });
  expect(await sign(anna, proposalId)).toEqual({ status: 'open' });
  expect(await shares()).toEqual(['Липин Борис 1/2', 'Липина Анна 1/2']);
  expect((await refusalOf(sign(anna, proposalId))).code).toBe('shares.signed');
  expect(await sign(boris, proposalId)).toEqual({ status: 'agreed' });
  expect([await shares(), await shares('2026-11-11')]).toEqual([
    ['Липин Борис 2/3', 'Липина Анна 1/3'],
    ['Липин Борис 1/2', 'Липина Анна 1/2'],
  ]);
  expect((await read()).owners.map(({ confirmed }) => confirmed)).toEqual([false, true]);
  expect((await refusalOf(sign(boris, proposalId))).code).toBe('shares.closed');
  expect(await shares('2019-12-31')).toEqual(['Первая Мария 1/1']);
  expect(
    (await world.db.selectFrom('platform.journal_line').select('action').where('stream', '=', `house:${houseId}`).execute()).map(({ action }) => action),
  ).toEqual(expect.arrayContaining(['shares.proposed', 'shares.signed', 'shares.agreed']));
});

test('HOME-3, X-3: shares that are not the whole are refused by field; of two proposals at once one is taken', async () => {
  const { anna, boris, stranger, propose, sign, read } = await setting();
  const pointers = async (shares: readonly [string, string]) => (await refusalOf(propose(shares))).fields.map(({ pointer, detail }) => `${pointer} ${detail}`);
  expect([await pointers(['треть', '2/3']), await pointers(['1/3', '1/3']), await pointers(['2/3', '2/3']), await pointers(['2/4', '50 %'])]).toEqual([
    ['/shares/0/share Введите долю дробью, например 1/3'],
    ['/shares/0/share Вместе доли меньше целого'],
    ['/shares/0/share Вместе доли больше целого'],
    ['/shares/0/share Доли не изменились'],
  ]);
  expect((await refusalOf(propose(['1/3', '2/3'], stranger))).code).toBe('object.notFound');
  const tries = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => propose(n % 2 ? ['1/3', '2/3'] : ['1/4', '3/4'], n % 2 ? anna : boris)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(tries.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))).toEqual(
    Array.from({ length: 19 }, () => 'shares.open'),
  );
  const { proposalId } = (await read()).proposals[0]!;
  expect((await refusalOf(sign(stranger, proposalId))).code).toBe('object.notFound');
  expect((await refusalOf(read(stranger))).code).toBe('object.notFound');
});

test('HOME-3: any owner refuses for all; what is not signed in thirty days lapses; both leave the shares as they were', async () => {
  const { anna, boris, houseId, propose, sign, read, shares } = await setting();
  const first = await propose(['1/3', '2/3']);
  await sign(anna, first.proposalId);
  await world.run(boris, (work) => refuseShares(work, { houseId, proposalId: first.proposalId }, { reason: 'Договаривались пополам' }));
  expect((await refusalOf(world.run(anna, (work) => refuseShares(work, { houseId, proposalId: first.proposalId }, { reason: '' })))).code).toBe(
    'shares.closed',
  );
  const start = world.now;
  world.now = new Date(start.getTime() + 60_000);
  const second = await propose(['1/3', '2/3']);
  world.now = new Date('2026-12-13T09:00:00Z');
  expect((await refusalOf(sign(boris, second.proposalId))).code).toBe('shares.closed');
  for (let n = 0; n < 2; n++) await lapseJob.run({ ground: world.ground, db: world.db, pool: world.pool, now: () => world.now, log }, {});
  expect((await read()).proposals.map(({ status, reason }) => [status, reason])).toEqual([
    ['lapsed', null],
    ['refused', 'Договаривались пополам'],
  ]);
  expect(await shares()).toEqual(['Липин Борис 1/2', 'Липина Анна 1/2']);
  world.now = start;
});
