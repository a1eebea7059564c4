// A register whose load or taking back is stopped half way: nothing of it is there, and it goes on as if it had not begun.
import { expect, test } from 'vitest';
import { balances, checkLedger } from '#modules/ledger';
import { newId } from '#platform/ids';
import { askToCancel } from '#platform/progress';
import { makeAccount, type MadeAccount } from '#test/factories/accounts';
import { makeHouse } from '#test/factories/housing';
import { jobContext, openDesk } from '#test/factories/registers';
import { refusalOf, useWorld } from '#test/world';
import { loadRegister, loadRegisterJob } from './load-register.ts';
import { takeBackRegister, takeBackRegisterJob } from './take-back-register.ts';

const world = useWorld();

async function makeDesk() {
  const house = await makeHouse(world, { flats: 2 });
  const accounts: MadeAccount[] = [];
  for (const { premisesId } of house.premises) accounts.push(await makeAccount(world, { house, premisesId }));
  return { accounts, desk: openDesk(world, house.managerId) };
}
const due = async (accounts: readonly MadeAccount[]): Promise<number[]> => {
  const rows = await balances(world.db, accounts);
  return accounts.map(({ accountId }) => rows.find((one) => one.accountId === accountId)!).map((one) => Number(one.dueKopecks - one.advanceKopecks));
};
const progressOfLoad = async (progressId: string) =>
  world.db.selectFrom('platform.progress').select(['status', 'done', 'total', 'may_cancel']).where('id', '=', progressId).executeTakeFirstOrThrow();
const charges = (accounts: readonly MadeAccount[]): string =>
  ['Лицевой счёт;Период;Услуга;Начислено', ...accounts.map(({ number }) => `${number};10.2026;Газ;10,00`), ''].join('\n');
const payments = (accounts: readonly MadeAccount[]): string =>
  ['Лицевой счёт;Операция;Сумма;Дата оплаты', ...accounts.map(({ number }) => `${number};op-${number};4,00;10.11.2026`), ''].join('\n');

test.each([
  ['charges', charges, [1000, 1000]],
  ['payments', payments, [-400, -400]],
] as const)(
  'CHG-5, X-7: a load of %s and its taking back are stopped when asked, leave nothing behind, and can be ordered anew',
  async (_kind, textOf, owed) => {
    const { desk, accounts } = await makeDesk();
    const { id } = await desk.upload(textOf(accounts));
    const order = async (command: (version: number) => Promise<unknown>): Promise<string> => {
      await command((await desk.state(id)).version);
      return (await desk.state(id)).progress_id;
    };
    const stop = (progressId: string) => world.run(desk.actor, (work) => askToCancel(work, progressId), newId(new Date()));

    const loading = await order((version) => world.run(desk.actor, (work) => loadRegister(work, { loadId: id, choice: 'all', version }), newId(new Date())));
    expect(await progressOfLoad(loading)).toMatchObject({ status: 'running', done: 0n, total: 2n, may_cancel: true });
    await stop(loading);
    await loadRegisterJob(desk.files).run(jobContext(world), { loadId: id });
    expect([(await progressOfLoad(loading)).status, (await desk.state(id)).status, await due(accounts)]).toEqual(['cancelled', 'checked', [0, 0]]);
    expect((await desk.load(id)).status).toBe('loaded');
    expect(await due(accounts)).toEqual(owed);
    expect(await progressOfLoad((await desk.state(id)).progress_id)).toMatchObject({ status: 'done', done: 2n });
    expect((await refusalOf(stop((await desk.state(id)).progress_id))).code).toBe('progress.finished');

    const goingBack = await order((version) => world.run(desk.actor, (work) => takeBackRegister(work, { loadId: id, version }), newId(new Date())));
    await stop(goingBack);
    await takeBackRegisterJob.run(jobContext(world), { loadId: id });
    expect([(await progressOfLoad(goingBack)).status, (await desk.state(id)).status, await due(accounts)]).toEqual(['cancelled', 'loaded', owed]);
    expect((await desk.takeBack(id)).status).toBe('taken_back');
    expect(await due(accounts)).toEqual([0, 0]);
    expect((await checkLedger(world.db)).faults).toEqual([]);
  },
);
