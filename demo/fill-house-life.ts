// Works of the houses, planned, going on and done, and a council that the owners chose.
import { type NewHouseWork, recordCouncil, recordHouseWorks, recordRights } from '#modules/housing';
import { addDays } from '#platform/time';
import type { Work } from '#platform/work';
import type { HouseKey } from './houses.ts';
import { HOME_OF_CHAIR } from './people.ts';
import type { Town } from './town.ts';

/** Days from today. */
type Plan = { house: HouseKey; from: number; to: number; done?: number } & Pick<NewHouseWork, 'kind' | 'title' | 'assignee' | 'state'>;

const PLANS: readonly Plan[] = [
  {
    house: 'a',
    kind: 'current',
    title: 'Замена стояков холодной воды, подъезд 2',
    assignee: 'Бригада сантехников управляющей компании',
    from: -12,
    to: 9,
    state: 'going',
  },
  { house: 'a', kind: 'capital', title: 'Ремонт кровли', assignee: 'Подрядчик фонда капитального ремонта', from: 140, to: 210, state: 'planned' },
  {
    house: 'a',
    kind: 'care',
    title: 'Промывка и опрессовка отопления',
    assignee: 'Слесари управляющей компании',
    from: -128,
    to: -104,
    done: -109,
    state: 'done',
  },
  { house: 'a', kind: 'improvement', title: 'Лавочки и липы во дворе', assignee: 'Управляющая компания', from: -36, to: -15, done: -18, state: 'done' },
  { house: 'b', kind: 'current', title: 'Покраска подъездов 1 и 2', assignee: 'Малярная бригада управляющей компании', from: -30, to: -3, state: 'going' },
  { house: 'b', kind: 'care', title: 'Осмотр вентиляции', assignee: 'Мастер участка', from: -60, to: -50, done: -52, state: 'done' },
  { house: 'c', kind: 'care', title: 'Проверка лифтов', assignee: 'Лифтовая организация', from: 5, to: 12, state: 'planned' },
  { house: 'c', kind: 'improvement', title: 'Ограждение парковки', assignee: 'Правление ТСЖ', from: -90, to: -60, state: 'cancelled' },
];

/** The house, its chair and who else is in the council: numbers of flats; the last of them was sold since. */
const COUNCIL = { house: HOME_OF_CHAIR[0], flats: [HOME_OF_CHAIR[1], '7', '96', '88'], daysAgo: 200, minutes: '№ 2 годового собрания' } as const;
const SALE = { daysAgo: 20, buyer: 'Вересов Илья Сергеевич' };

export async function fillHouseLife(work: Work, town: Town): Promise<void> {
  const houseOf = (key: HouseKey): string => town.houses.find((one) => one.key === key)!.houseId;
  await recordHouseWorks(
    work,
    PLANS.map(({ house, from, to, done, ...one }) => ({
      ...one,
      houseId: houseOf(house),
      fromDay: addDays(town.today, from),
      toDay: addDays(town.today, to),
      doneOn: done === undefined ? null : addDays(town.today, done),
    })),
  );
  await recordCouncil(
    work,
    COUNCIL.flats.flatMap((number, n) => {
      const { houseId, premisesId } = town.premises.find((one) => one.houseKey === COUNCIL.house && one.number === number)!;
      const owner = town.ownerships.find((one) => one.premisesId === premisesId && one.toDay == null);
      return owner
        ? [
            {
              houseId,
              premisesId,
              premisesNumber: number,
              personId: owner.personId ?? null,
              name: owner.ownerName,
              isChair: n === 0,
              fromDay: addDays(town.today, -COUNCIL.daysAgo),
              minutes: COUNCIL.minutes,
            },
          ]
        : [];
    }),
  );
  const { houseId, premisesId } = town.premises.find((one) => one.houseKey === COUNCIL.house && one.number === COUNCIL.flats.at(-1))!;
  const day = addDays(town.today, -SALE.daysAgo);
  const sold = {
    personId: null,
    ownerName: SALE.buyer,
    ownerInn: null,
    share: { numerator: 1, denominator: 1 },
    fromDay: day,
    ground: 'sale',
    registrationNumber: null,
    registrationDay: day,
    notes: null,
  } as const;
  await recordRights(work, { houseId, premisesId }, { rights: [sold], isAll: true, today: town.today });
}
