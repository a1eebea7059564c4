// Closing an account and opening it again (ACC-3): by its accountant, with a reason, never under charges that are there.
import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor';
import { newId } from '#platform/ids';
import { charge, makeAccount, type MadeAccount, makeLink } from '#test/factories/accounts';
import { orderedNotices } from '#test/factories/notices';
import { accountantOf } from '#test/factories/registers';
import { personActor, refusalOf, useWorld } from '#test/world';
import { closeAccount } from './close-account.ts';

const world = useWorld();
const close = (account: MadeAccount, actor: Actor, more: Partial<Parameters<typeof closeAccount>[2]> = {}, key = newId(new Date())) =>
  world.run(actor, (work) => closeAccount(work, account, { version: 1, closedOn: '2026-10-31', reason: 'Квартира продана', ...more }), key);
const kept = ({ accountId }: MadeAccount) =>
  world.db.selectFrom('ledger.account').select(['closed_on', 'version']).where('id', '=', accountId).executeTakeFirstOrThrow();

test('ACC-3, X-8: an account is closed by its accountant alone, told in the journal and to open pages, and opened again', async () => {
  const account = await makeAccount(world);
  const person = await makeLink(world, account);
  const actor = accountantOf(account.organizationId);
  for (const stranger of [
    accountantOf(newId(world.now)),
    personActor(person),
    personActor(newId(world.now), [{ role: 'manager', premisesId: null, houseId: null, organizationId: account.organizationId }]),
  ])
    expect((await refusalOf(close(account, stranger))).code).toBe('object.notFound');
  const key = newId(new Date());
  expect([await close(account, actor, {}, key), await close(account, actor, {}, key)]).toEqual([{ closedOn: '2026-10-31' }, { closedOn: '2026-10-31' }]);
  expect(await kept(account)).toEqual({ closed_on: '2026-10-31', version: 2 });
  expect((await refusalOf(close(account, actor))).code).toBe('object.changed');
  expect((await refusalOf(close(account, actor, { version: 2 }))).code).toBe('object.changed');
  expect(await close(account, actor, { version: 2, closedOn: null, reason: 'Закрыли по ошибке' })).toEqual({ closedOn: null });
  const lines = await world.db
    .selectFrom('platform.journal_line')
    .select(['action', 'facts'])
    .where('object_id', '=', account.accountId)
    .where('action', 'in', ['account.closed', 'account.reopened'])
    .orderBy('id')
    .execute();
  expect(lines).toEqual([
    { action: 'account.closed', facts: { number: account.number, reason: 'Квартира продана', closedOn: '2026-10-31' } },
    { action: 'account.reopened', facts: { number: account.number, reason: 'Закрыли по ошибке' } },
  ]);
});

test('ACC-3: everybody who sees the account hears that it was closed and opened again, by the ways he wished; who suspended it hears nothing', async () => {
  const account = await makeAccount(world);
  const [usual, quiet, away] = [await makeLink(world, account), await makeLink(world, account), await makeLink(world, account)];
  const link = (person: string) => world.db.updateTable('ledger.account_link').where('person_id', '=', person).where('account_id', '=', account.accountId);
  await link(quiet).set({ by_email: false }).execute();
  await link(away).set({ suspended_at: world.now.toISOString() }).execute();
  const actor = accountantOf(account.organizationId);
  const before = (await orderedNotices(world)).length;
  await close(account, actor);
  await close(account, actor, { version: 2, closedOn: null, reason: 'Закрыли по ошибке' });
  const told = (await orderedNotices(world)).slice(before);
  const facts = {
    number: account.number,
    organization: expect.any(String),
    address: expect.stringContaining('кв. 1'),
    reason: 'Квартира продана',
    fromDay: '2026-10-31',
  };
  const of = { kind: 'account.closed', facts, link: `/accounts/${account.houseId}/${account.accountId}` };
  const { fromDay: _day, ...again } = { ...facts, reason: 'Закрыли по ошибке' };
  expect(told).toHaveLength(4);
  expect(told).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ...of, personIds: [usual], without: [] }),
      expect.objectContaining({ ...of, personIds: [quiet], without: ['email'] }),
      expect.objectContaining({ ...of, kind: 'account.reopened', facts: again, personIds: [usual] }),
      expect.objectContaining({ kind: 'account.reopened', personIds: [quiet], without: ['email'] }),
    ]),
  );
  for (const { text } of told) expect(text).toContain(account.number);
});

test('ACC-3: the day and the reason are asked for by field; months that are charged already are named', async () => {
  const account = await makeAccount(world, { openedOn: '2026-02-01' });
  const actor = accountantOf(account.organizationId);
  for (const [more, pointer] of [
    [{ reason: ' ' }, '/reason'],
    [{ closedOn: '2026-01-31' }, '/closedOn'],
    [{ closedOn: '2026-11-13' }, '/closedOn'],
  ] as const)
    expect(await refusalOf(close(account, actor, more))).toMatchObject({ fields: [{ pointer }] });
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
