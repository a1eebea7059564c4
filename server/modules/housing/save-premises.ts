// The managing organization adds premises and keeps their cards; charges of later runs are counted by them (HOME-1).
import type { AnswerOf, BodyOf, ParamsOf } from '#contract/endpoint';
import type { addPremises as addEndpoint } from '#contract/house-keeping';
import { premisesCardWords, premisesWords, type savePremises as endpoint } from '#contract/housing';
import { organizationsOf } from '#platform/actor';
import { found, refuseChanged, refuseFields } from '#platform/errors';
import type { Tx } from '#platform/tables';
import { lockName, type Work } from '#platform/work';
import { wrongField } from './card-checks.ts';
import { changesOf, changesText, noteCorrection } from './corrections.ts';
import { createPremises } from './housing.commands.ts';
import { type House, housesByIds, type Pair, premisesByCadastral } from './housing.queries.ts';
import { type Card, checkCard } from './premises-card.ts';
import './housing.events.ts';

const columns = {
  number: 'number',
  kind: 'kind',
  cadastralNumber: 'cadastral_number',
  areaTotal: 'area_total',
  areaLiving: 'area_living',
  areaHeated: 'area_heated',
  rooms: 'rooms',
  entrance: 'entrance',
  floor: 'floor',
  condition: 'condition',
  housingStatus: 'housing_status',
} as const;

/** Numbers of premises in one house are given one after another. */
export const lockNumbers = (tx: Tx, houseId: string): Promise<void> => lockName(tx, `housing.rooms ${houseId}`);

/** The house, where the caller's organization manages it. */
async function managedHouse(work: Work, houseId: string): Promise<House> {
  const [house] = await housesByIds(work.tx, [houseId]);
  return found(house && organizationsOf(work.actor, ['manager', 'accountant']).includes(house.managerId) ? house : undefined);
}

/** Refuses a number that other premises of the house have, and a cadastral number that anything else has. */
async function refuseTaken(
  work: Work,
  houseId: string,
  { premisesId, card }: { premisesId?: string; card: Pick<Card, 'number' | 'cadastralNumber'> },
): Promise<void> {
  const same = await work.tx
    .selectFrom('housing.premises')
    .select('premises_id')
    .where('house_id', '=', houseId)
    .where('number', '=', card.number)
    .executeTakeFirst();
  const registered = card.cadastralNumber === null ? [] : await premisesByCadastral(work.tx, card.cadastralNumber);
  const taken = [
    ...(same && same.premises_id !== premisesId ? [wrongField('number', `Помещение ${card.number} в этом доме уже есть`)] : []),
    ...(registered.some((one) => one.premisesId !== premisesId)
      ? [wrongField('cadastralNumber', 'Этот кадастровый номер уже у другого помещения. Сверьте с выпиской')]
      : []),
  ];
  if (taken.length > 0) refuseFields(taken);
}

/** Refuses each field that does not hold, object.changed when the card was written meanwhile. The same values again change nothing. */
export async function savePremises(work: Work, pair: ParamsOf<typeof endpoint>, { version, ...typed }: BodyOf<typeof endpoint>): Promise<{ version: number }> {
  const house = await managedHouse(work, pair.houseId);
  await lockNumbers(work.tx, pair.houseId);
  const before = found(await ofPair(work, pair).forUpdate().executeTakeFirst());
  const checked = checkCard(typed, house);
  if (!checked.ok) refuseFields(checked.fields);
  if (before.version !== version) refuseChanged({ version: before.version });
  const { card } = checked;
  const stood = Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, before[column]])) as Record<
    keyof typeof columns,
    string | number | null
  >;
  const changes = changesOf(stood, card, { names: premisesCardWords, words: premisesWords });
  if (changes.length === 0) return { version };
  await refuseTaken(work, pair.houseId, { premisesId: pair.premisesId, card });
  await work.tx
    .updateTable('housing.premises')
    .set({ ...Object.fromEntries(changes.map(({ field }) => [columns[field], card[field]])), version: version + 1 })
    .where('house_id', '=', pair.houseId)
    .where('premises_id', '=', pair.premisesId)
    .execute();
  await noteCorrection(work, { ...pair, changes });
  work.journal({
    stream: `house:${pair.houseId}`,
    action: 'premises.changed',
    object: { kind: 'premises', id: pair.premisesId },
    houseId: pair.houseId,
    organizationId: house.managerId,
    facts: { number: before.number, what: changesText(changes) },
  });
  work.emit('premises.changed', pair, [`premises:${pair.premisesId}`, `organization:${house.managerId}`]);
  return { version: version + 1 };
}

const ofPair = (work: Work, { houseId, premisesId }: Pair) =>
  work.tx.selectFrom('housing.premises').select(Object.values(columns)).select('version').where('house_id', '=', houseId).where('premises_id', '=', premisesId);

/** Command: a premises of a house of the caller's organization. Refuses by field. */
export async function addPremises(work: Work, houseId: string, typed: BodyOf<typeof addEndpoint>): Promise<AnswerOf<typeof addEndpoint>> {
  const house = await managedHouse(work, houseId);
  const checked = checkCard(typed, house);
  if (!checked.ok) refuseFields(checked.fields);
  await lockNumbers(work.tx, houseId);
  await refuseTaken(work, houseId, { card: checked.card });
  const [premisesId] = await createPremises(work, [{ houseId, ...checked.card } as Parameters<typeof createPremises>[1][number]]);
  work.emit('premises.changed', { houseId, premisesId: premisesId! }, [`organization:${house.managerId}`]);
  return { premisesId: premisesId! };
}
