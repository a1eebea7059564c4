// Claims of ownership for tests: begun with the register's extract, handed in by a code, checked against registers that say what they are told to.
import { afterAll } from 'vitest';
import type { PaperKind } from '#contract/ownership';
import { tryConfirmation } from '#modules/identity';
import { examineDocument, openExaminer } from '#modules/signing';
import type { Person } from '#platform/actor';
import type { ReceivedFile } from '#platform/files';
import { newId } from '#platform/ids';
import type { RegisterObject as StandInObject } from '#stand-ins/registers/extract-xml';
import type { World } from '#test/world';
import { checkClaims } from '../../server/modules/ownership/check-claims.ts';
import { putPaper } from '../../server/modules/ownership/claim-papers.ts';
import { readClaim } from '../../server/modules/ownership/claims.queries.ts';
import type { RegisterAnswer, RegisterObject, Registers } from '../../server/modules/ownership/registers.ts';
import { startClaim } from '../../server/modules/ownership/start-claim.ts';
import { askClaimCode, submitClaim } from '../../server/modules/ownership/submit-claim.ts';
import { makeExtract, type makeClaimedFlat, OWNER_HOLDER, testStore, testTrust } from './claims.ts';
import { makeActor, withCode } from './identity.ts';

/** As the gateway of the registers would tell of it. */
export const asTold = (object: StandInObject): RegisterObject => ({
  ...object,
  rights: object.rights.map(({ number, registeredOn, endedOn = null, share, ground = null, holders }) => ({
    number,
    registeredOn,
    endedOn,
    ground,
    share: share ?? { numerator: 1, denominator: 1 },
    holders: holders.map(({ name, birthDay = null, snils = null, inn = null }) => ({ name, birthDay, snils, inn })),
  })),
  restrictions: object.restrictions.map(({ number, words, from, to = null }) => ({ number, words, from, to })),
});
export const found = <T>(value: T): RegisterAnswer<T> => ({ kind: 'found', value });
export const silent = { kind: 'silent', why: 'timeOut' } as const;
export const scripted = (object: StandInObject | null, more: Partial<Registers> = {}): Registers => ({
  property: async () => (object ? found(asTold(object)) : { kind: 'unknown' }),
  passport: async () => found({ name: OWNER_HOLDER.name, birthDay: OWNER_HOLDER.birthDay, state: 'valid', issuedOn: null, registeredAt: null }),
  taxpayer: async () => found({ name: OWNER_HOLDER.name, birthDay: OWNER_HOLDER.birthDay }),
  bank: async () => ({ kind: 'unknown' }),
  ...more,
});

type Flat = Awaited<ReturnType<typeof makeClaimedFlat>>;

export function useClaims(world: World) {
  const examiner = openExaminer();
  afterAll(() => examiner.stop());
  const log = { info: () => {}, error: () => {} };
  const reading = (actor: Person) => ({ db: world.db, actor, now: world.now });
  const context = () => ({ ground: world.ground, db: world.db, now: () => world.now, log, pool: world.pool });
  const reviewerOf = () => makeActor(world, [{ role: 'reviewer' }]);

  async function begun(flat: Flat, more: Parameters<typeof makeExtract>[3] = {}, object = flat.object) {
    const store = testStore(world);
    const { owner } = flat;
    const { claimId, houseId } = await world.run(owner, (work) => startClaim(work, { cadastralNumber: flat.object.cadastralNumber }));
    const key = { houseId, claimId };
    const put = async (papers: Partial<Record<PaperKind, ReceivedFile>>) => {
      for (const [kind, file] of Object.entries(papers)) await world.run(owner, (work) => putPaper(work, { ...key, kind: kind as PaperKind }, file));
    };
    await put(await makeExtract(world, store, object, more));
    const version = async () => (await world.db.selectFrom('ownership.claim').select('version').where('id', '=', claimId).executeTakeFirstOrThrow()).version;
    const submit = async (id = newId(world.now), comment?: string) => {
      const seen = await version();
      const asked = await world.run(owner, (work) => withCode(work, (inner) => askClaimCode(inner, key, { version: seen })));
      const given = { confirmationId: asked.answer.confirmationId, code: asked.code };
      await tryConfirmation(world.ground, owner, given);
      const body = { version: seen, ...given, ...(comment !== undefined && { comment }) };
      return world.run(owner, (work) => submitClaim(work, key, body), id, body);
    };
    const check = (registers: Registers = scripted(flat.object)) =>
      checkClaims(
        { registers, trust: testTrust(world), files: store, examine: (of, document) => examineDocument(of, { trust: testTrust(world), examiner }, document) },
        context(),
      );
    const status = async () => (await readClaim(reading(owner), key, null)).status;
    return { ...key, key, store, put, submit, check, status, version, owner };
  }
  return { begun, context, reading, reviewerOf, examiner };
}
