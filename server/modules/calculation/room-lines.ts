// The lines of a communal flat's rooms in a month of a house: the flat's line is counted once for a service and split by the way of the
// service. Pure.
import type { TermsOf } from '#contract/charge-terms';
import { roundedText, total } from '#platform/decimal';
import { addDays, firstDay, lastDay } from '#platform/time';
import { roomTerms, roomsByFlat, weightsByArea, weightsByPeople, weightsByUse, type RoomPart, type Weights } from './communal-flat.ts';
import type { FlatVolumes } from './flat-volumes.ts';
import { type HouseAccount, type HouseMonth, type HousePremises, type HouseService, type Missing, takesService } from './house-month.ts';
import type { Span } from './tariff-pieces.ts';

/** Services that rooms share by people; the rest by area. */
const BY_PEOPLE: ReadonlySet<string> = new Set(['cold_water', 'hot_water', 'hot_water_heat', 'sewage', 'electricity', 'gas', 'waste']);

type Flat = { readonly facts: HouseMonth; readonly flat: HousePremises; readonly service: HouseService; readonly volumes: FlatVolumes };
type FlatLine = TermsOf<'roomShare'>['flat'] | Missing | null;
type Split = ReadonlyMap<string, TermsOf<'roomShare'>> | Missing | null;
const kept = new WeakMap<HouseMonth, Map<string, Split>>();

/**
 * The line of a room's account in a service of its flat; null where the flat is charged nothing, what is missing where it cannot be counted
 * or where people share and nobody is counted in this room. `count` makes the flat's own line, once for all rooms.
 */
export function roomLine(of: Flat, accountId: string, count: () => FlatLine): TermsOf<'roomShare'> | Missing | null {
  const splits = kept.get(of.facts) ?? new Map<string, Split>();
  kept.set(of.facts, splits);
  const key = `${of.flat.premisesId} ${of.service.code}`;
  const split = splits.has(key) ? splits.get(key)! : splitOf(of, count());
  splits.set(key, split);
  if (split === null || 'missing' in split) return split;
  const terms = split.get(accountId)!;
  return terms.weightUnit.startsWith('чел.') && terms.weights[terms.room] === '0' ? { missing: 'nobody' } : terms;
}

const splitOf = (of: Flat, line: FlatLine): Split => (line === null || 'missing' in line ? line : roomTerms(line, weightsOf(of)));

function weightsOf({ facts, flat, service, volumes }: Flat): Weights {
  const parts = partsOf(facts, flat, service);
  if (!BY_PEOPLE.has(service.code)) return weightsByArea(facts.month, parts);
  const people = weightsByPeople(facts.month, parts);
  const rooms = roomsByFlat(facts).get(flat.premisesId)!;
  if (!flat.meters.has(service.code) || parts.length !== rooms.length) return people;
  const used = new Map(
    [flat, ...rooms].flatMap((place) => {
      const volume = volumes.of(place, service.code);
      return volume.by === 'norm' ? [] : [[place.premisesId, roundedText(total(volume.zones.map((zone) => zone.volume)), 6)]];
    }),
  );
  if (used.size <= rooms.length) return people;
  return (
    weightsByUse(service.unit, {
      flatVolume: used.get(flat.premisesId)!,
      own: new Map(parts.map(({ id, premisesId }) => [id, used.get(premisesId)!])),
      people,
    }) ?? people
  );
}

/** Each room by its accounts of the service, and the days on which no account answers for it. */
function partsOf(facts: HouseMonth, flat: HousePremises, service: HouseService): (RoomPart & { premisesId: string })[] {
  const month: Span = { from: firstDay(facts.month), to: lastDay(facts.month) };
  return roomsByFlat(facts)
    .get(flat.premisesId)!
    .flatMap(({ premisesId, shareArea: area, people }) => {
      const spans = facts.accounts
        .filter((account) => account.premisesId === premisesId && takesService(facts, account, service.code))
        .map(({ accountId, span }: HouseAccount) => ({ id: accountId, span: span ?? month }));
      return [
        ...spans,
        ...freeDays(
          month,
          spans.map(({ span }) => span),
        ).map((span) => ({ id: `${premisesId} ${span.from}`, span })),
      ].map((part) => ({ ...part, premisesId, area, people }));
    });
}

/** The days of the month that none of the spans holds. */
function freeDays(month: Span, spans: readonly Span[]): Span[] {
  const free: Span[] = [];
  let next = month.from;
  for (const { from, to } of [...spans].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (from > next) free.push({ from: next, to: addDays(from, -1) });
    if (to >= next) next = addDays(to, 1);
  }
  return next > month.to ? free : [...free, { from: next, to: month.to }];
}
