// A measurement beside its limit, taken in the same run: only ratios say something on a machine whose speed is not ours.

/** What one unit of something costs, in microseconds of wall clock and of this process's CPU. */
export type Cost = { wallUs: number; cpuUs: number };
export type Row = { what: string; cost: Cost; limit: string; limitCost: Cost };

/** Runs `work` about `units` times in `rounds` rounds, the first of them thrown away, and answers the median round's cost of one unit. */
export async function costOf(units: number, work: (units: number) => Promise<void>, rounds = 5): Promise<Cost> {
  const costs: Cost[] = [];
  for (let round = 0; round <= rounds; round++) {
    const cost = await costOfOnce(units, () => work(units));
    if (round > 0) costs.push(cost);
  }
  return medianCost(costs);
}

/** What one of `units` costs when all of them are done once. */
export async function costOfOnce(units: number, work: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  await work();
  const spent = process.cpuUsage(cpu);
  return { wallUs: Number(process.hrtime.bigint() - wall) / 1000 / units, cpuUs: (spent.user + spent.system) / units };
}

/** The cost in the middle, by the clock. */
export const medianCost = (costs: readonly Cost[]): Cost => costs.toSorted((a, b) => a.wallUs - b.wallUs)[Math.floor(costs.length / 2)]!;

/** Steps of one piece of work, one after another. */
export const sumOfCosts = (costs: readonly Cost[]): Cost => costs.reduce((a, b) => ({ wallUs: a.wallUs + b.wallUs, cpuUs: a.cpuUs + b.cpuUs }));

/** Does `work` for numbers 0…units−1, so many at a time. */
export async function inParallel(units: number, atOnce: number, work: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let n = next++; n < units; n = next++) await work(n);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** One line of the table: cost, limit, and how many times the limit. */
export function rowText({ what, cost, limit, limitCost }: Row): string {
  const us = (value: number): string => (value >= 1000 ? `${(value / 1000).toFixed(1)} ms` : `${value.toFixed(1)} µs`);
  return `| ${what} | ${us(cost.wallUs)} | ${us(cost.cpuUs)} | ${limit} | ${us(limitCost.wallUs)} | ${(cost.wallUs / limitCost.wallUs).toFixed(2)} |`;
}

/** The head of a table of rows. */
export const TABLE_HEAD = '| what | wall | our CPU | limit | its wall | ratio |\n| --- | --- | --- | --- | --- | --- |';
