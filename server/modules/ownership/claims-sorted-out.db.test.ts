// Claims that a machine alone cannot settle: the portal's own record stands against them, they carry papers that no register knows, their person has answered.
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import type { PaperKind } from '#contract/ownership';
import { addOwnership, ownersOf } from '#modules/housing';
import { embedSignature, ensureOrganizationKey, prepareSignature, signDocument } from '#modules/signing';
import { receiveFile } from '#platform/files';
import { newId } from '#platform/ids';
import { openTypesetter } from '#platform/typst-pool';
import { asTold, found, scripted, silent, useClaims } from '#test/factories/begun-claims';
import { makeClaimedFlat, makeExtract, OWNER_HOLDER } from '#test/factories/claims';
import { makeActor } from '#test/factories/identity';
import { portal, refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { readClaim, readWorkClaim } from './claims.queries.ts';
import { decideClaim } from './decide-claim.ts';
import { dealsJob } from './record-deals.ts';
import { proposeShares, readHomeOwners } from './shares.ts';
import { forgetJob } from './watch-claims.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const { begun, context, reading, reviewerOf } = useClaims(world);
type Flat = Awaited<ReturnType<typeof makeClaimedFlat>>;
type Claim = Awaited<ReturnType<typeof begun>>;
const differing = async (claim: Claim) =>
  (await readWorkClaim(world.ground, reading(await reviewerOf()), claim.key)).compared
    .filter(({ isSame }) => !isSame)
    .map(({ name, ours, register }) => [name, ours ?? register]);
const burdens = ({ home }: Flat) =>
  world.db.selectFrom('ownership.burden').select(['words', 'to_day']).where('premises_id', '=', home.premisesId).orderBy('number').execute();

test('OWN-2, OWN-3: a claim that agrees with the register and not with the portal’s own record goes to a reviewer with what stands in the way, and does not wait for ever', async () => {
  const flat = await makeClaimedFlat(world);
  await world.run(portal, (work) => addOwnership(work, [{ ...flat.home, ownerName: 'Поздний Олег', fromDay: '2024-01-01' }]));
  const claim = await begun(flat);
  await claim.submit();
  for (let n = 0; n < 2; n++) await claim.check();
  expect(await readClaim(reading(flat.owner), claim.key, null)).toMatchObject({ status: 'reviewer', decideBy: '2026-11-19', silent: [] });
  expect(await differing(claim)).toEqual([['record', 'Новая запись началась бы раньше прежней. Проверьте дату права']]);
  expect((await ownersOf(world.db, flat.home.houseId, [flat.home.premisesId], '2026-11-12')).map(({ name }) => name)).toEqual(['Поздний Олег']);
});

test('OWN-2: what breaks off again and again blames no register and comes to a person when the term is over', async () => {
  const flat = await makeClaimedFlat(world);
  const claim = await begun(flat);
  await claim.submit();
  const broken = scripted(flat.object, {
    property: async () => {
      throw new Error('a bug');
    },
  });
  await claim.check(broken);
  expect(await readClaim(reading(flat.owner), claim.key, null)).toMatchObject({ status: 'submitted', silent: [] });
  const start = world.now;
  world.now = new Date('2026-11-18T09:00:00Z');
  await claim.check(broken);
  expect([await claim.status(), await differing(claim)]).toEqual(['reviewer', [['register', 'проверить не удалось']]]);
  world.now = start;
});

test('OWN-2, HOME-3: a father and a son of one name with equal shares are told apart, whichever of them is known and whoever claims first', async () => {
  for (const known of ['first', 'second'] as const) {
    const flat = await makeClaimedFlat(world);
    const half = { numerator: 1, denominator: 2 };
    const father = await makeActor(world);
    const both = known === 'first' ? [father.personId, null] : [null, father.personId];
    await world.run(portal, (work) =>
      addOwnership(
        work,
        both.map((personId) => ({ ...flat.home, id: newId(world.now), ownerName: OWNER_HOLDER.name, personId, share: half, fromDay: '2015-01-01' })),
      ),
    );
    const [right] = flat.object.rights;
    const object = {
      ...flat.object,
      rights: [
        { ...right!, number: 'п-отца', share: half, holders: [{ name: OWNER_HOLDER.name, birthDay: '1966-01-01' }] },
        { ...right!, share: half },
      ],
    };
    const claim = await begun(flat, {}, object);
    await claim.submit();
    for (let n = 0; n < 2; n++) await claim.check(scripted(object));
    expect(await claim.status(), known).toBe('confirmed');
    expect(new Set((await ownersOf(world.db, flat.home.houseId, [flat.home.premisesId], '2026-11-12')).map(({ personId }) => personId)), known).toEqual(
      new Set([father.personId, flat.owner.personId]),
    );
  }
});

const typst = openTypesetter({ processes: 1 });
const pdf = await typst
  .pdf(new URL('../../platform/typst-pool.fixture.typ', import.meta.url), { text: 'Договор купли-продажи' }, { archive: true })
  .finally(() => typst.stop());

async function signedBy(organizationId: string, bytes: Buffer): Promise<Buffer> {
  const key = await world.run(portal, (work) => ensureOrganizationKey(work, organizationId), newId(world.now));
  const prepared = prepareSignature(bytes, { name: 'Продавец', reason: 'Договор', at: world.now });
  return embedSignature(prepared, await signDocument(world.db, TEST_KEYS, { key, bytes: prepared.toSign, at: null }));
}

test('OWN-2: a contract and a power of attorney are genuine by a signature inside or by a person’s eyes: a claim that carries them is not confirmed because its extract agreed', async () => {
  const changed = (file: Buffer): Buffer => {
    const other = Buffer.from(file);
    other[other.indexOf('Producer')]! ^= 1;
    return other;
  };
  const cases: readonly [PaperKind, (flat: Flat) => Promise<Buffer>, string][] = [
    ['contract', async (flat) => signedBy(flat.managerId, pdf), 'confirmed'],
    ['contract', async () => pdf, 'электронной подписи внутри нет, подлинность проверит специалист'],
    ['contract', async (flat) => changed(await signedBy(flat.managerId, pdf)), 'подпись не верна или не доверена'],
    ['contract', async (flat) => Buffer.concat([await signedBy(flat.managerId, pdf), Buffer.from('%hidden')]), 'после подписи дополнен'],
    ['power', async (flat) => signedBy(flat.managerId, pdf), 'подписи верны'],
  ];
  for (const [kind, make, said] of cases) {
    const flat = await makeClaimedFlat(world);
    const claim = await begun(flat);
    const file = await receiveFile(
      claim.store,
      Readable.from([await make(flat)]),
      { name: 'договор.pdf', mediaType: 'application/pdf' },
      { accepts: ['pdf'], mostBytes: 5_000_000, exact: true },
    );
    await claim.put({ [kind]: file });
    await claim.submit();
    for (let n = 0; n < 2; n++) await claim.check();
    if (said === 'confirmed') expect(await claim.status()).toBe('confirmed');
    else expect(await differing(claim), said).toEqual([[kind, expect.stringContaining(said)]]);
  }
});

test('OWN-3: what a person answers with is compared anew before the reviewer decides; a register that is silent meanwhile is asked again', async () => {
  const flat = await makeClaimedFlat(world);
  const claim = await begun(flat, { day: '2026-10-01' });
  const reviewer = await reviewerOf();
  await claim.submit();
  await claim.check();
  const decide = async (decision: 'ask' | 'confirm', version?: number) => {
    const seen = version ?? (await claim.version());
    return world.run(reviewer, (work) => decideClaim(work, claim.key, { version: seen, decision, reason: 'Нужна свежая выписка' }));
  };
  await decide('ask');
  await claim.put(await makeExtract(world, claim.store, flat.object));
  await claim.submit();
  const answered = await claim.version();
  expect((await differing(claim)).map(([name]) => name)).toEqual(['age']);
  await claim.check(scripted(flat.object, { property: async () => silent }));
  expect([await claim.version(), (await differing(claim)).map(([name]) => name)]).toEqual([answered, ['age']]);
  const start = world.now;
  world.now = new Date(start.getTime() + 120_000);
  await Promise.all(Array.from({ length: 20 }, () => claim.check()));
  expect([await claim.status(), await differing(claim)]).toEqual(['reviewer', []]);
  expect((await readWorkClaim(world.ground, reading(reviewer), claim.key)).compared.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['age', 'passport', 'taxNumber']),
  );
  expect((await refusalOf(decide('confirm', answered))).code).toBe('object.changed');
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select('action')
    .where('object_id', '=', claim.claimId)
    .where('action', '=', 'claim.compared')
    .execute();
  expect(lines).toHaveLength(1);
  expect(await decide('confirm')).toEqual({ status: 'confirmed' });
  world.now = start;
});

test('HOME-4: a pledge that the register no longer names has ended; one that it names again holds again', async () => {
  const flat = await makeClaimedFlat(world);
  const claim = await begun(flat);
  await claim.submit();
  for (let n = 0; n < 2; n++) await claim.check();
  expect(await burdens(flat)).toEqual([{ words: 'Ипотека', to_day: null }]);
  let told = 0;
  const changes = async () =>
    found(
      told === 0 ? [] : [{ cursor: `${flat.object.cadastralNumber} ${told}`, cadastralNumber: flat.object.cadastralNumber, at: '2026-11-12T08:00:00.000Z' }],
    );
  const tell = async (restrictions: typeof flat.object.restrictions) => {
    told += 1;
    let heard = 0;
    await dealsJob({ changes: async () => (heard++ === 0 ? changes() : found([])), property: async () => found(asTold({ ...flat.object, restrictions })) }).run(
      context(),
      {},
    );
  };
  await tell([]);
  expect(await burdens(flat)).toEqual([{ words: 'Ипотека', to_day: '2026-11-12' }]);
  await tell(flat.object.restrictions);
  expect(await burdens(flat)).toEqual([{ words: 'Ипотека', to_day: null }]);
});

test('HOME-3, HOME-4: owners who change while shares are being signed end the agreement for all who were asked', async () => {
  const flat = await makeClaimedFlat(world);
  const half = { numerator: 1, denominator: 2 };
  const [anna, boris] = await Promise.all(['Анна', 'Борис'].map(() => makeActor(world, [{ role: 'owner', ...flat.home }])));
  const ids = await world.run(portal, (work) =>
    addOwnership(
      work,
      [anna!, boris!].map((one, n) => ({
        ...flat.home,
        id: newId(world.now),
        personId: one.personId,
        ownerName: `Прежний ${n}`,
        share: half,
        fromDay: '2015-01-01',
      })),
    ),
  );
  await world.run(anna!, (work) => proposeShares(work, flat.home, { shares: ids.map((ownershipId, n) => ({ ownershipId, share: n === 0 ? '1/3' : '2/3' })) }));
  const claim = await begun(flat);
  await claim.submit();
  for (let n = 0; n < 2; n++) await claim.check();
  expect(await claim.status()).toBe('confirmed');
  const owner = { ...flat.owner, grants: [{ role: 'owner' as const, ...flat.home, organizationId: null }] };
  expect((await readHomeOwners(reading(owner), flat.home)).proposals).toMatchObject([{ status: 'lapsed', reason: 'Собственники сменились' }]);
});

test('PRIV-2: a claim that came to nothing is kept three years and goes with its papers; one that was confirmed stays, the ground of its record', async () => {
  const [nothing, confirmed] = [await begun(await makeClaimedFlat(world)), await begun(await makeClaimedFlat(world))];
  await world.db.updateTable('ownership.claim').set({ status: 'withdrawn' }).where('id', '=', nothing.claimId).execute();
  await confirmed.submit();
  for (let n = 0; n < 2; n++) await confirmed.check();
  const left = async () =>
    (await world.db.selectFrom('ownership.claim').select('id').where('id', 'in', [nothing.claimId, confirmed.claimId]).execute()).map(({ id }) => id).sort();
  const papers = async () => (await world.db.selectFrom('ownership.paper').select('kind').where('claim_id', '=', nothing.claimId).execute()).length;
  const forget = (day: string) => forgetJob.run({ ...context(), now: () => new Date(`${day}T09:00:00Z`) }, {});
  expect(await papers()).toBeGreaterThan(0);
  await forget('2029-11-11');
  expect(await left()).toEqual([nothing.claimId, confirmed.claimId].sort());
  await forget('2029-11-14');
  expect([await left(), await papers()]).toEqual([[confirmed.claimId], 0]);
});
