// A process that does registers, its costs and its memory; and the accounts that the registers are about.
import { createAccounts } from '#modules/ledger';
import { makeHouse } from '#test/factories/housing';
import { portal, type World } from '#test/world';
import { startProcess } from './child-process.ts';
import type { Cost } from './ratio.ts';
import { accountNumber, type RegisterFacts, type RegisterStep } from './register-lines.ts';

const FLATS = 250;

type Asked = { step: RegisterStep; loadId: string; facts: RegisterFacts };
type Told = { loadId: string; cost: Cost; samples: number[]; status: string; rows: number };
export type RegisterProcess = {
  /** One step of a register; its cost by the row. Throws when the register has not come to `status`. */
  step(step: RegisterStep, loadId: string, facts: RegisterFacts): Promise<{ loadId: string; cost: Cost }>;
  /** Memory over the whole life. */
  memory(): string;
  end(): void;
};

const STATUS_AFTER: Readonly<Record<RegisterStep, string>> = { receive: 'draft', check: 'checked', load: 'loaded', takeBack: 'taken_back' };

export async function startRegisterProcess({ appUrl, ownerUrl }: World, organizationId: string): Promise<RegisterProcess> {
  const { ask, memory, end } = await startProcess<Asked, Told>('register-work.ts', { appUrl, ownerUrl, organizationId });
  return {
    async step(step, loadId, facts) {
      const told = await ask({ step, loadId, facts });
      if (told.status !== STATUS_AFTER[step] || (step !== 'receive' && told.rows !== facts.rows))
        throw new Error(`after ${step} the register is ${told.status} with ${told.rows} rows`);
      const least = told.samples.reduce((a, b) => Math.min(a, b));
      console.error(
        `${step} of ${facts.rows} rows of ${facts.month}: ${told.cost.wallUs.toFixed(1)} µs a row, ${told.cost.cpuUs.toFixed(1)} of them ours; from ${least} to ${told.samples.reduce((a, b) => Math.max(a, b))} MB`,
      );
      return told;
    },
    memory,
    end,
  };
}

/** Accounts with the numbers that the registers name. */
export async function makeAccounts(world: World, managerId: string, count: number): Promise<{ houseId: string; accountId: string }[]> {
  const accounts: { houseId: string; accountId: string }[] = [];
  while (accounts.length < count) {
    const { premises } = await makeHouse(world, { flats: Math.min(FLATS, count - accounts.length), managerId });
    const rows = premises.map(({ houseId, premisesId }, n) => ({
      houseId,
      premisesId,
      organizationId: managerId,
      number: accountNumber(accounts.length + n),
      kind: 'manager' as const,
      openedOn: '2020-01-01',
    }));
    accounts.push(...(await world.run(portal, (work) => createAccounts(work, rows))).map(({ houseId, accountId }) => ({ houseId, accountId })));
  }
  return accounts;
}
