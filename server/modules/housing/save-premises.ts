// The managing organization keeps the card of a premises; charges of later runs are counted by it (HOME-1).
import type { BodyOf, ParamsOf } from '#contract/endpoint';
import { PREMISES_CARD_FIELDS, premisesCardWords, type savePremises as endpoint } from '#contract/housing';
import { organizationsOf } from '#platform/actor';
import { compare } from '#platform/decimal';
import { found, refuseChanged, refuseFields } from '#platform/errors';
import type { Work } from '#platform/work';
import { housesByIds, premisesOf } from './housing.queries.ts';
import { ABSENT, checkCard } from './premises-card.ts';
import './housing.events.ts';

const columns = { kind: 'kind', cadastralNumber: 'cadastral_number', areaTotal: 'area_total', areaLiving: 'area_living', rooms: 'rooms', entrance: 'entrance', floor: 'floor', condition: 'condition', housingStatus: 'housing_status' } as const;
const AREA = /^\d+(\.\d+)?$/;

/** Refuses each field that does not hold, object.changed when the card was written meanwhile. The same values again change nothing. */
export async function savePremises(work: Work, pair: ParamsOf<typeof endpoint>, { version, ...typed }: BodyOf<typeof endpoint>): Promise<{ version: number }> {
  const [premises] = await premisesOf(work.tx, [pair]);
  const { managerId } = found(premises && organizationsOf(work.actor, ['manager', 'accountant']).includes(premises.managerId) ? premises : undefined);
  const [house] = await housesByIds(work.tx, [pair.houseId]);
  const checked = checkCard(typed, found(house));
  if (!checked.ok) refuseFields(checked.fields);
  const before = await work.tx.selectFrom('housing.premises').select(Object.values(columns)).select('version').where('house_id', '=', pair.houseId).where('premises_id', '=', pair.premisesId).forUpdate().executeTakeFirstOrThrow();
  if (before.version !== version) refuseChanged({ version: before.version });
  const changed = PREMISES_CARD_FIELDS.filter((field) => !isSame(before[columns[field]], checked.card[field]));
  if (changed.length === 0) return { version };
  await work.tx.updateTable('housing.premises').set({ ...Object.fromEntries(changed.map((field) => [columns[field], checked.card[field]])), version: version + 1 }).where('house_id', '=', pair.houseId).where('premises_id', '=', pair.premisesId).execute();
  const facts = { number: premises!.number, what: changed.map((field) => `${premisesCardWords[field]} ${before[columns[field]] ?? ABSENT} → ${checked.card[field] ?? ABSENT}`).join(', ') };
  work.journal({ stream: `house:${pair.houseId}`, action: 'premises.changed', object: { kind: 'premises', id: pair.premisesId }, houseId: pair.houseId, organizationId: managerId, facts });
  work.emit('premises.changed', pair, [`premises:${pair.premisesId}`, `organization:${managerId}`]);
  return { version: version + 1 };
}

/** Areas come from the database with two decimals: 54.3 and 54.30 are one. */
const isSame = (one: string | number | null, other: string | number | null): boolean => one === other || (typeof one === 'string' && typeof other === 'string' && AREA.test(one) && AREA.test(other) && compare(one, other) === 0);
