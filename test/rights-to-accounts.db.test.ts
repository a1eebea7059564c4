// Who moves out sees the money of the home no more: the household tells it by an event, the ledger follows.
import pg from 'pg';
import { expect, test } from 'vitest';
import { ledgerModule } from '#modules/ledger';
import { jobsOf, runJob, subscriptionsOf } from '#platform/jobs';
import { relayBatch } from '#platform/outbox';
import { endStay } from '../server/modules/household/end-stay.ts';
import { readAccounts } from '../server/modules/ledger/account.pages.ts';
import { addAccount } from '../server/modules/ledger/add-account.ts';
import { makeAccount } from './factories/accounts.ts';
import { makeHouse } from './factories/housing.ts';
import { makeActor } from './factories/identity.ts';
import { jobContext } from './factories/registers.ts';
import { useWorld } from './world.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const bills = { accountOfBill: async () => undefined, lastBillKopecks: async () => undefined };
const typesetter = {
  pdf: () => Promise.reject(new Error('nothing is drawn here')),
  state: () => ({ processes: 0, waiting: 0, residentBytes: 0 }),
  stop: async () => {},
};

test('ACC-2, ROLE-1: an owner sends a family member away, and the event takes the account away with the place; delivered twice, it is taken once', async () => {
  const house = await makeHouse(world, { flats: 1 });
  const account = await makeAccount(world, { house });
  const home = { houseId: house.houseId, premisesId: account.premisesId };
  const [owner, family] = [await makeActor(world, [{ role: 'owner', ...home }]), await makeActor(world, [{ role: 'family', ...home }])];
  const { number } = await world.db.selectFrom('housing.house').select('number').where('house_id', '=', house.houseId).executeTakeFirstOrThrow();
  for (const person of [owner, family])
    await world.run(person, (work) =>
      addAccount(work, { organizationId: house.managerId, address: `Липовая, ${number}`, flat: '1', number: account.number }, bills),
    );
  const { id: grantId } = await world.db.selectFrom('identity.role_grant').select('id').where('person_id', '=', family.personId).executeTakeFirstOrThrow();
  await world.run(owner, (work) => endStay(work, { ...home, grantId }));

  const modules = [ledgerModule({ typesetter, bills, publicUrl: 'https://dom.example.test' })];
  while ((await relayBatch(world.pool, subscriptionsOf(modules))).moved > 0);
  const database = new pg.Client({ connectionString: world.ownerUrl });
  await database.connect();
  const { rows } = await database.query<{ task: string; payload: unknown }>(
    "select t.identifier as task, j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'ledger.on.household.changed'",
  );
  await database.end();
  expect(rows).toHaveLength(1);
  for (const { task, payload } of [...rows, ...rows]) await runJob(jobsOf(modules).get(task)!, jobContext(world), payload);
  const seen = async (actor: typeof owner) => (await readAccounts({ db: world.db, actor, now: world.now })).accounts.map((one) => one.number);
  expect([await seen(owner), await seen(family)]).toEqual([[account.number], []]);
  expect(
    await world.db
      .selectFrom('platform.journal_line')
      .select('action')
      .where('person_id', '=', family.personId)
      .where('action', '=', 'account.unlinked')
      .execute(),
  ).toHaveLength(1);
});
