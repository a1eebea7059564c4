// How a person keeps an account (ACC-3): contacts, ways of notices, suspension, removal with a code.
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { tryConfirmation } from '#modules/identity';
import { newId } from '#platform/ids';
import { makeAccount, makeLink } from '#test/factories/accounts';
import { makeActor, withCode } from '#test/factories/identity';
import { refusalOf, TEST_KEYS, useWorld } from '#test/world';
import { askAccountCode, changeSettings, readAccountSettings, removeAccount, resumeAccount, suspendAccount } from './account-settings.ts';
import { readAccount, readAccounts } from './account.pages.ts';
import { listenersOfAccounts, suspendedAccounts, suspensionOf } from './accounts.queries.ts';
import { readWorkAccount } from './work.pages.ts';

const world = useWorld('2026-11-12T09:00:00Z');
const reading = (actor: Parameters<typeof world.run>[0]) => ({ db: world.db, actor, now: world.now });
const GIVEN = { phone: '8 912 345-67-89', email: ' galina@pochta.example ', byEmail: false, bySms: true, contract: 'Договор 7' };

async function setting() {
  const account = await makeAccount(world);
  const [person, stranger] = [await makeActor(world), await makeActor(world)];
  await makeLink(world, account, person.personId);
  await makeLink(world, account, newId(world.now));
  const accountant = await makeActor(world, [{ role: 'accountant', organizationId: account.organizationId }]);
  const settings = () => readAccountSettings(reading(person), TEST_KEYS, account);
  return { account, person, stranger, accountant, settings };
}
type Setting = Awaited<ReturnType<typeof setting>>;
const actionsOf = async (personId: string): Promise<string[]> =>
  (await world.db.selectFrom('platform.journal_line').select('action').where('person_id', '=', personId).orderBy('id').execute()).map((line) => line.action);

/** Whom the ledger told others of: they see the account no longer. */
const unlinkedOf = async (accountId: string): Promise<string[]> => {
  const { rows } = await sql<{ personId: string }>`
    select e->'data'->>'personId' as "personId" from platform.outbox, jsonb_array_elements(events) e where e->>'kind' = 'account.unlinked' and e->'data'->>'accountId' = ${accountId}`.execute(
    world.db,
  );
  return rows.map((row) => row.personId);
};

test('ACC-3, X-8: what one keeps about an account is his alone: a stranger and another who sees it change nothing of it', async () => {
  const { account, person, stranger, accountant, settings } = await setting();
  for (const actor of [stranger, accountant]) {
    expect((await refusalOf(readAccountSettings(reading(actor), TEST_KEYS, account))).code).toBe('object.notFound');
    expect((await refusalOf(world.run(actor, (work) => changeSettings(work, account, { ...GIVEN, version: 1 })))).code).toBe('object.notFound');
    expect(
      (await refusalOf(world.run(actor, (work) => suspendAccount(work, account, { version: 1, confirmationId: newId(world.now), code: '123456' })))).code,
    ).toBe('object.notFound');
    expect((await refusalOf(world.run(actor, (work) => askAccountCode(work, account, 'suspension')))).code).toBe('object.notFound');
  }
  expect(await settings()).toMatchObject({ phone: null, email: null, byEmail: true, bySms: true, suspendedAt: null, version: 1 });
  expect(await actionsOf(person.personId)).not.toContain('account.settingsChanged');
});

test('ACC-3: contacts of the account lie sealed and are shown to its organization; notices leave out the way that was switched off', async () => {
  const { account, person, accountant, settings } = await setting();
  expect(await world.run(person, (work) => changeSettings(work, account, { ...GIVEN, version: 1 }))).toEqual({ version: 2 });
  expect(await settings()).toMatchObject({ phone: '+79123456789', email: 'galina@pochta.example', byEmail: false, bySms: true, contract: 'Договор 7' });
  expect((await readWorkAccount(world.ground, reading(accountant), account)).people).toContainEqual(
    expect.objectContaining({ phone: '+79123456789', email: 'galina@pochta.example' }),
  );
  const { contacts } = await world.db.selectFrom('ledger.account_link').select('contacts').where('person_id', '=', person.personId).executeTakeFirstOrThrow();
  expect(contacts!.toString('latin1')).not.toContain('galina');
  expect((await listenersOfAccounts(world.db, [account])).find((one) => one.personId === person.personId)?.without).toEqual(['email']);
  expect((await refusalOf(world.run(person, (work) => changeSettings(work, account, { ...GIVEN, version: 1 })))).code).toBe('object.changed');
});

test('ACC-3, X-3: each wrong contact is named', async () => {
  const { account, person } = await setting();
  const refusal = await refusalOf(world.run(person, (work) => changeSettings(work, account, { ...GIVEN, phone: '12', email: 'нет', version: 1 })));
  expect([refusal.code, refusal.fields.map(({ pointer }) => pointer)]).toEqual(['input.invalid', ['/phone', '/email']]);
});

async function codeFor({ account, person }: Setting, purpose: 'suspension' | 'removal') {
  const { answer, code } = await world.run(person, (work) => withCode(work, (inner) => askAccountCode(inner, account, purpose)));
  const given = { confirmationId: answer.confirmationId, code };
  await tryConfirmation(world.ground, person, given);
  return given;
}

test('ACC-3, CONF-1: a suspended account is quiet, its debt stays in sight, and it resumes; twenty presses at once are one, the code of a removal suspends nothing', async () => {
  const one = await setting();
  const { account, person, settings } = one;
  const ofRemoval = await codeFor(one, 'removal');
  expect((await refusalOf(world.run(person, (work) => suspendAccount(work, account, { version: 1, ...ofRemoval })))).code).toBe('confirm.otherContent');
  const given = await codeFor(one, 'suspension');
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () => world.run(person, (work) => suspendAccount(work, account, { version: 1, ...given }))),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await suspendedAccounts(world.db, [person.personId])).toEqual(
    new Set([suspensionOf({ personId: person.personId, premisesId: account.premisesId, organizationId: account.organizationId })]),
  );
  expect((await listenersOfAccounts(world.db, [account])).map((one) => one.personId)).not.toContain(person.personId);
  expect((await readAccounts(reading(person))).accounts).toMatchObject([{ isSuspended: true }]);
  expect(await readAccount(world.ground, reading(person), account)).toMatchObject({ isSuspended: true, dueKopecks: 0 });
  const key = newId(world.now);
  const resume = () => world.run(person, (work) => resumeAccount(work, account, { version: 2 }), key);
  expect(await resume()).toEqual(await resume());
  expect((await refusalOf(world.run(person, (work) => resumeAccount(work, account, { version: 2 })))).code).toBe('object.changed');
  expect(await settings()).toMatchObject({ suspendedAt: null, version: 3 });
  expect((await listenersOfAccounts(world.db, [account])).map((one) => one.personId)).toContain(person.personId);
  expect((await actionsOf(person.personId)).slice(-2)).toEqual(['account.suspended', 'account.resumed']);
});

test('ACC-3, CONF-1: an account is removed with the code of this very removal, once; others keep seeing it', async () => {
  const one = await setting();
  const { account, person, settings } = one;
  const other = await makeAccount(world);
  await makeLink(world, other, person.personId);
  const given = await codeFor(one, 'removal');
  const remove = (key: typeof account) => world.run(person, (work) => removeAccount(work, key, given));
  expect((await refusalOf(remove(other))).code).toBe('confirm.otherContent');
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => remove(account)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await refusalOf(settings())).code).toBe('object.notFound');
  expect((await readAccounts(reading(person))).accounts.map((line) => line.accountId)).toEqual([other.accountId]);
  expect(await listenersOfAccounts(world.db, [account])).toHaveLength(1);
  expect((await actionsOf(person.personId)).at(-1)).toBe('account.unlinked');
  expect(await unlinkedOf(account.accountId)).toEqual([person.personId]);
});
