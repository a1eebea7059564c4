// Readings of the metered flats: handed in, corrected while the window is open, or missed. What was used is counted twice: from what the
// base holds, by which the portal charges, and from what the simulation remembers.
import { sql } from 'kysely';
import type { Town, TownHouse } from './town.ts';
import { surelyCall } from './sure-command.ts';

const MISSED_LITRES = 3000n; // charged for a month without a reading, and recalculated when one comes
/** Litres on the dial as handed in, and months that were charged without a reading. */
export type Dial = { last: bigint; missed: string[] };

/** Hands in a reading for the month, or none. Answers litres by the base, after it was compared with what was typed. */
export async function readMeters(
  town: Town,
  house: TownHouse,
  { month, dial }: { month: string; dial: Dial },
): Promise<{ litres: bigint; recalculated: string[] }> {
  const { dice, world } = town;
  if (dice.chance(20)) {
    dial.missed.push(month);
    return { litres: MISSED_LITRES, recalculated: [] };
  }
  const { home } = house;
  const types = dice.chance(30) ? [1, 2] : [1]; // the second is a correction
  let typed = dial.last;
  for (const _time of types) {
    typed = dial.last + 500n + BigInt(dice.roll(5000));
    const value = `${typed / 1000n},${String(typed % 1000n).padStart(3, '0')}`;
    const answer = await surelyCall(town, `/homes/${home.houseId}/${home.premisesId}/readings`, {
      as: home.owner,
      body: { readings: [{ meterId: home.cold, zone: '', value, confirmed: true }] },
    });
    if (answer.status !== 200) throw new Error(`a reading of ${value}: ${JSON.stringify(answer.body)}`);
    town.pass(60);
  }
  const { rows } = await sql<{
    litres: bigint;
  }>`select (value * 1000)::bigint as litres from meters.reading where meter_id = ${home.cold} and status = 'active' order by period desc limit 2`.execute(
    world.db,
  );
  const [now = 0n, before = 0n] = rows.map((row) => row.litres);
  if (now !== typed || before !== dial.last) throw new Error(`the base reads ${before} → ${now}, handed in were ${dial.last} → ${typed}`);
  const recalculated = dial.missed;
  Object.assign(dial, { last: typed, missed: [] });
  return { litres: now - before, recalculated };
}

/** What a missed month was charged for. */
export const MISSED_KOPECKS = (MISSED_LITRES * 4545n) / 1000n;
