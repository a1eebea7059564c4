// Who owns each flat and how many live there, since when.
import type { NewOwnership, NewResidence } from '#modules/housing';
import { deriveId } from '#platform/ids';
import { addDays, addMonths, firstDay, type Month } from '#platform/time';
import type { DemoPremises } from './houses.ts';
import { nameOf, nameText, surnameOf } from './names.ts';
import { monthDays } from './month-days.ts';
import { type DemoPerson, HOME_OF_GALINA, peopleOf, SECOND_HOME_OF_GALINA } from './people.ts';
import { randomOf, type Random } from './random.ts';
import { requisitesOf } from './requisites.ts';

export type Household = { premises: DemoPremises; owners: NewOwnership[]; residents: NewResidence[] };
type Share = { numerator: number; denominator: number };

const WHOLE: Share = { numerator: 1, denominator: 1 };
const part = (numerator: number, denominator: number): Share => ({ numerator, denominator });
const SHARES: readonly (readonly [readonly Share[], number])[] = [
  [[WHOLE], 60],
  [[part(1, 2), part(1, 2)], 26],
  [[part(1, 3), part(1, 3), part(1, 3)], 8],
  [[part(1, 2), part(1, 4), part(1, 4)], 4],
  [[part(2, 3), part(1, 3)], 2],
];

export type HouseholdFacts = { seed: string; months: readonly Month[]; people: readonly DemoPerson[] };

/** The household of a flat, or the company in commercial premises. */
export function householdOf(premises: DemoPremises, facts: HouseholdFacts): Household {
  const random = randomOf(`${facts.seed} household ${premises.houseKey} ${premises.number}`);
  if (premises.kind === 'commercial')
    return {
      premises,
      owners: [
        ownership(
          premises,
          { n: 0, name: `ООО «Лавка ${premises.number.slice(1)}»`, share: WHOLE, inn: requisitesOf(60 + Number(premises.number.slice(1))).inn },
          random,
        ),
      ],
      residents: [],
    };
  return { premises, owners: ownersOf(premises, facts, random), residents: residentsOf(premises, facts, random) };
}

function ownersOf(premises: DemoPremises, { people }: HouseholdFacts, random: Random): NewOwnership[] {
  const known = peopleOf(people, premises.houseKey, premises.number, 'owner');
  const surname = surnameOf(random);
  // A namesake of somebody from the table of people would be taken for that person.
  const taken = new Set(people.map(({ name }) => nameText(name)));
  const stranger = (): string => {
    const name = nameText(nameOf(random, surname));
    return taken.has(name) ? stranger() : name;
  };
  const drawn = random.weighted(SHARES);
  // Galina has a third of the second home, her daughter the rest.
  const shares = isHome(premises, SECOND_HOME_OF_GALINA) ? [part(1, 3), part(2, 3)] : known.length === 1 ? [WHOLE] : drawn;
  const joint = shares.length === 2 && known.length === 0 && random.chance(40);
  return shares.map((share, n) =>
    ownership(
      premises,
      { n, name: known[n] ? nameText(known[n].name) : stranger(), person: known[n], share, notes: joint ? 'общая совместная собственность' : null },
      random,
    ),
  );
}

const isHome = (premises: DemoPremises, [house, number]: readonly [string, string]): boolean => premises.houseKey === house && premises.number === number;

/** Owners who have yet to prove it: their claims stand in fill-claims.ts. */
const CLAIMANTS = ['artyom', 'roman', 'maxim', 'elena', 'zoya'];

function ownership(
  premises: DemoPremises,
  owner: { n: number; name: string; share: Share; person?: DemoPerson | undefined; inn?: string; notes?: string | null },
  random: Random,
): NewOwnership {
  const { houseId, premisesId } = premises;
  const fromDay = `${random.between(2016, 2023)}-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`;
  return {
    houseId,
    premisesId,
    id: deriveId(premisesId, `ownership ${owner.n}`),
    personId: owner.person?.personId ?? null,
    ownerName: owner.name,
    ownerInn: owner.inn ?? null,
    share: owner.share,
    fromDay,
    ground: random.weighted([
      ['sale', 6],
      ['inheritance', 2],
      ['gift', 1],
      ['privatization', 3],
    ]),
    registrationNumber: `${premises.cadastralNumber}-66/199/${fromDay.slice(0, 4)}-${owner.n + 1}`,
    registrationDay: fromDay,
    notes: owner.notes ?? null,
    confirmed: !CLAIMANTS.includes(owner.person?.key ?? ''),
  };
}

function residentsOf(premises: DemoPremises, { months }: HouseholdFacts, random: Random): NewResidence[] {
  const { houseId, premisesId, rooms } = premises;
  if (premises.kind === 'room')
    return [{ houseId, premisesId, id: deriveId(premisesId, 'residence 0'), registered: random.between(1, 2), fromDay: '2019-03-01', toDay: null }];
  const registered = isHome(premises, HOME_OF_GALINA)
    ? 3
    : random.weighted<number>(
        rooms === 1
          ? [
              [0, 1],
              [1, 9],
              [2, 7],
              [3, 2],
            ]
          : rooms === 2
            ? [
                [0, 1],
                [1, 4],
                [2, 8],
                [3, 7],
                [4, 2],
              ]
            : [
                [1, 2],
                [2, 6],
                [3, 8],
                [4, 6],
                [5, 2],
              ],
      );
  const record = (n: number, count: number, fromDay: string, toDay: string | null): NewResidence => ({
    houseId,
    premisesId,
    id: deriveId(premisesId, `residence ${n}`),
    registered: count,
    fromDay,
    toDay,
  });
  const since = `${random.between(2016, 2023)}-03-01`;
  if (!random.chance(7) || isHome(premises, HOME_OF_GALINA)) return [record(0, registered, since, null)];
  const change = firstDay(addMonths(months[0]!, random.between(3, 12)));
  const after = registered === 0 ? 1 : registered + random.pick([-1, 1]);
  return [record(0, registered, since, addDays(change, -1)), record(1, after, change, null)];
}

/** How many are counted in a month: those who live there; where nobody is registered, the owners (Rules 354, item 56(2)). */
export function personsIn({ residents, owners }: Household, month: Month): { persons: number; personsAre: 'registered' | 'owners' } {
  const day = monthDays(month).first;
  const registered = residents.filter((one) => one.fromDay <= day && (one.toDay ?? '9999') >= day).reduce((sum, one) => sum + one.registered, 0);
  return registered > 0 ? { persons: registered, personsAre: 'registered' } : { persons: owners.length, personsAre: 'owners' };
}
