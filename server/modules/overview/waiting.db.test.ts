// What waits at work, as the start page and the workplace say it.
import { expect, test } from 'vitest';
import { newId } from '#platform/ids';
import { makeAccount } from '#test/factories/accounts';
import { makeActor } from '#test/factories/identity';
import { countStatements } from '#test/statements';
import { useWorld } from '#test/world';
import { readStart } from './read-start.ts';
import { readWaiting } from './read-waiting.ts';

const world = useWorld('2026-11-12T09:00:00Z');
type Actor = Awaited<ReturnType<typeof makeActor>>;
const reading = (actor: Actor) => ({ db: world.db, actor, now: world.now });

test('HOME-6, ROLE-1: the start page counts what the workplace counts; each role is told of its own areas, a resident of none', async () => {
  const account = await makeAccount(world);
  const role = (one: 'accountant' | 'manager') => makeActor(world, [{ role: one, organizationId: account.organizationId }]);
  const [accountant, manager, resident] = [await role('accountant'), await role('manager'), await makeActor(world)];
  const stranger = await makeActor(world, [{ role: 'accountant', organizationId: (await makeAccount(world)).organizationId }]);
  await world.db
    .insertInto('ledger.link_request')
    .values({
      id: newId(world.now),
      person_id: resident.personId,
      organization_id: account.organizationId,
      number: account.number,
      address: 'Липовая, 14',
      flat: '1',
      contract: null,
      sum_given: false,
      candidate_house_id: account.houseId,
      candidate_id: account.accountId,
      status: 'waiting',
      asked_at: world.now.toISOString(),
      decide_by: '2026-11-11',
      escalated_at: null,
      decided_at: null,
      decided_by: null,
      reason: null,
    })
    .execute();

  const links = { count: 1, overdue: 1, decideBy: '2026-11-11' };
  const counted = {
    cases: 0,
    absences: 0,
    submissions: 0,
    replacements: 0,
    registers: 0,
    unmatched: 0,
    differing: 0,
    notices: null,
    dataRequests: null,
    alerts: null,
    claims: null,
    powers: null,
    resets: null,
  };
  expect(await readWaiting(reading(accountant))).toEqual({ links, ...counted });
  expect(await readWaiting(reading(manager))).toEqual({ links, ...counted, absences: null, registers: null, unmatched: null, differing: null });
  expect(await readWaiting(reading(stranger))).toEqual({ links: { count: 0, overdue: 0, decideBy: null }, ...counted });
  for (const actor of [accountant, manager, stranger, resident]) expect((await readStart(reading(actor))).work).toEqual(await readWaiting(reading(actor)));
  expect(Object.values(await readWaiting(reading(resident))).filter((one) => one !== null)).toEqual([]);
  expect(await countStatements(() => readWaiting(reading(resident)))).toBe(0);
  expect(await countStatements(() => readWaiting(reading(accountant)))).toBe(9);
});
