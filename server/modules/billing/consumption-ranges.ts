// Electricity by ranges of use: the month's total is cut at the limits, and each tariff zone takes part in each range in proportion to its
// part of the total (field rules 1.2). Pure.
import { add, decimal, decimalText, roundHalfUp, rounded, trimmed } from '#platform/decimal';

/** Volumes keep six decimals (field rules 1.7); finer ones than that stay as fine as they came. */
const SCALE = 6;

export type ZoneUse<Zone extends string> = { readonly zone: Zone; readonly volume: string };
export type RangeUse<Zone extends string> = ZoneUse<Zone> & { readonly upTo: string | null };

/**
 * Cuts the use of the zones at `limits` (rising, in the unit of the volumes). `months` above 1 raises the limits for a reading that closes
 * several months. Zones of a part of the month take as much of each range as the use of the whole month (`ofMonth`) does. The pieces of a zone
 * add up to its volume exactly; empty pieces are left out, but a zone without use keeps one.
 */
export function splitByRanges<Zone extends string>(
  zones: readonly ZoneUse<Zone>[],
  limits: readonly string[],
  months = 1,
  ofMonth: readonly ZoneUse<Zone>[] = zones,
): RangeUse<Zone>[] {
  const scale = Math.max(SCALE, ...[...zones, ...ofMonth].map(({ volume }) => decimal(volume).scale));
  const volumes = zones.map(({ volume }) => rounded(volume, scale).value);
  const total = ofMonth.reduce((sum, { volume }) => sum + rounded(volume, scale).value, 0n);
  const bounds = limits.map((limit) => rounded(limit, scale).value * BigInt(months));
  return zones.flatMap(({ zone }, index) => {
    const volume = volumes[index]!;
    let taken = 0n;
    const pieces = [...bounds, null].map((bound, range) => {
      const below = bound === null || bound >= total ? volume : roundHalfUp(volume * bound, total);
      const piece = { zone, volume: decimalText(trimmed({ value: below - taken, scale })), upTo: limits[range] ?? null };
      taken = below;
      return piece;
    });
    const used = pieces.filter((piece) => piece.volume !== '0');
    return used.length > 0 ? used : pieces.slice(0, 1);
  });
}

/** The use of all zones together. */
export function totalUse(zones: readonly ZoneUse<string>[]): string {
  return decimalText(zones.reduce((sum, { volume }) => add(sum, decimal(volume)), decimal('0')));
}
