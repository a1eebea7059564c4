// Closing an account and opening it again (ACC-3): by its accountant, with a reason, never under charges that are there.
import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { charge, makeAccount, type MadeAccount, makeLink } from '#test/factories/accounts';
import { accountantOf } from '#test/factories/registers';
import { personActor, refusalOf, useWorld } from '#test/world';
import { closeAccount } from './close-account.ts';

const world = useWorld();
const close = (account: MadeAccount, actor: Actor, more: Partial<Parameters<typeof closeAccount>[2]> = {}, key = newId(new Date())) =>
  world.run(actor, (work) => closeAccount(work, account, { version: 1, closedOn: '2026-10-31', reason: 'Квартира продана', ...more }), key);
const kept = ({ accountId }: MadeAccount) => world.db.selectFrom('ledger.account').select(['closed_on', 'version']).where('id', '=', accountId).executeTakeFirstOrThrow();

test('ACC-3, X-8: an account is closed by its accountant alone, told in the journal and to open pages, and opened again', async () => {
  const account = await makeAccount(world);
  const person = await makeLink(world, account);
  const actor = accountantOf(account.organizationId);
  for (const stranger of [accountantOf(newId(world.now)), personActor(person), personActor(newId(world.now), [{ role: 'manager', premisesId: null, houseId: null, organizationId: account.organizationId }])]) expect((await refusalOf(close(account, stranger))).code).toBe('object.notFound');
  const key = newId(new Date());
  expect([await close(account, actor, {}, key), await close(account, actor, {}, key)]).toEqual([{ closedOn: '2026-10-31' }, { closedOn: '2026-10-31' }]);
  expect(await kept(account)).toEqual({ closed_on: '2026-10-31', version: 2 });
  expect((await refusalOf(close(account, actor))).code).toBe('object.changed');
  expect((await refusalOf(close(account, actor, { version: 2 }))).code).toBe('object.changed');
  expect(await close(account, actor, { version: 2, closedOn: null, reason: 'Закрыли по ошибке' })).toEqual({ closedOn: null });
  const lines = await world.db.selectFrom('platform.journal_line').select(['action', 'facts']).where('object_id', '=', account.accountId).where('action', 'in', ['account.closed', 'account.reopened']).orderBy('id').execute();
  expect(lines).toEqual([{ action: 'account.closed', facts: { number: account.number, reason: 'Квартира продана', closedOn: '2026-10-31' } }, { action: 'account.reopened', facts: { number: account.number, reason: 'Закрыли по ошибке' } }]);
});

test('ACC-3: the day and the reason are asked for by field; months that are charged already are named', async () => {
  const account = await makeAccount(world, { openedOn: '2026-02-01' });
  const actor = accountantOf(account.organizationId);
  for (const [more, pointer] of [[{ reason: ' ' }, '/reason'], [{ closedOn: '2026-01-31' }, '/closedOn'], [{ closedOn: '2026-11-13' }, '/closedOn']] as const) expect(await refusalOf(close(account, actor, more))).toMatchObject({ fields: [{ pointer }] });
  await charge(world, account, { '2026-09': { heating: 1 }, '2026-10': { heating: 1 } });
  expect(await refusalOf(close(account, actor, { closedOn: '2026-09-30' }))).toMatchObject({ code: 'accounts.chargedAfter', facts: { month: '2026-10' } });
  expect(await close(account, actor, { closedOn: '2026-10-01' })).toEqual({ closedOn: '2026-10-01' });
});

test('ACC-3, X-4: of twenty at once one closes it', async () => {
  const account = await makeAccount(world);
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => close(account, accountantOf(account.organizationId))));
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'object.changed' });
  expect(await kept(account)).toEqual({ closed_on: '2026-10-31', version: 2 });
});
