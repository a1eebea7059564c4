// Voluntary insurance with bills: an organization's accountant sets what is offered, the resident hides it. Money of it never passes the portal.
import { sql } from 'kysely';
import type { AnswerOf, InputOf, QueryOf } from '#contract/endpoint';
import type { getInsuranceOffers, hideInsurance as hideEndpoint, InsuranceTerms, offerInsurance as offerEndpoint } from '#contract/insurance';
import { housesByIds, offered, organizationsByIds, shortAddress } from '#modules/housing';
import { personNames } from '#modules/identity';
import { housesOfIssuer } from '#modules/ledger';
import { organizationsOf, personIdOf } from '#platform/actor';
import { found, refuseChanged, refuseFields } from '#platform/errors';
import { kopecksToJson } from '#platform/money';
import { oneLine } from '#platform/one-line';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { reachBill } from './bills.queries.ts';
import type { InsuranceOffer } from './insurance-offer.ts';
import './billing.tables.ts';

const SHOWN = 30;
const MOST_KOPECKS = 10_000_000;
const offerRows = (db: Db, organizationIds: readonly string[]) =>
  db
    .selectFrom('billing.insurance_offer')
    .selectAll()
    .where('organization_id', '=', sql<string>`any(${[...new Set(organizationIds)]}::uuid[])`)
    .orderBy('number', 'desc');
type Row = Awaited<ReturnType<ReturnType<typeof offerRows>['execute']>>[number];

const termsOf = (row: Row): InsuranceTerms | null =>
  row.way === 'none' ? null : { name: row.name!, insurer: row.insurer!, kopecks: kopecksToJson(row.kopecks!), payTo: row.pay_to! };

/** All that was offered by the organizations in a house, the newest first, by organization. One statement. */
export async function insuranceOffers(db: Db, houseId: string, organizationIds: readonly string[]): Promise<Map<string, InsuranceOffer[]>> {
  const rows = await offerRows(db, organizationIds)
    .where((on) => on.or([on('house_id', 'is', null), on('house_id', '=', houseId)]))
    .execute();
  const asOffer = (row: Row): InsuranceOffer => ({ houseId: row.house_id, way: row.way, terms: termsOf(row), fromDay: row.from_day, toDay: row.to_day });
  return new Map([...Map.groupBy(rows, (row) => row.organization_id)].map(([id, own]) => [id, own.map(asOffer)]));
}

/** Of the accounts those whose bills show no offer. One statement. */
export async function insuranceHidden(db: Db, houseId: string, accountIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('billing.insurance_hidden')
    .select('account_id')
    .where('house_id', '=', houseId)
    .where('account_id', '=', sql<string>`any(${[...accountIds]}::uuid[])`)
    .where('hidden', '=', true)
    .execute();
  return new Set(rows.map((row) => row.account_id));
}

/** Query: of one organization (the first of the actor's unless named). Six statements. */
export async function readInsuranceOffers(
  { db, actor, now }: Reading,
  asked: QueryOf<typeof getInsuranceOffers>,
): Promise<AnswerOf<typeof getInsuranceOffers>> {
  const mine = organizationsOf(actor, ['accountant']);
  const organizations = (await organizationsByIds(db, mine))
    .map(({ id, shortName }) => ({ id, name: shortName }))
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'));
  const organizationId = asked.organizationId === undefined ? (organizations[0]?.id ?? null) : found(mine.find((id) => id === asked.organizationId));
  const own = organizationId === null ? [] : [organizationId];
  const houses = (await housesByIds(db, await housesOfIssuer(db, own))).map((house) => ({ houseId: house.houseId, address: shortAddress(house) }));
  const rows = await offerRows(db, own).execute();
  const people = await personNames(
    db,
    rows.flatMap((row) => row.set_by ?? []),
  );
  const addresses = new Map(houses.map(({ houseId, address }) => [houseId, address]));
  return {
    organizationId,
    organizations,
    ...offered(houses, asked),
    today: dayIn('Europe/Moscow', now),
    version: (rows[0]?.number ?? 0) + 1,
    set: rows.slice(0, SHOWN).map((row) => ({
      at: new Date(row.set_at).toISOString(),
      who: (row.set_by !== null && people.get(row.set_by)?.full) || 'Портал',
      document: row.document,
      house: row.house_id && (addresses.get(row.house_id) ?? ''),
      way: row.way as 'sum',
      terms: termsOf(row),
      fromDay: row.from_day,
      toDay: row.to_day,
    })),
  };
}

const NOTHING_GIVEN: InsuranceTerms = { name: '', insurer: '', kopecks: 0, payTo: '' };

function checkedTerms(given: InsuranceTerms, wrong: Map<string, string>): InsuranceTerms {
  const text = (field: 'name' | 'insurer' | 'payTo', detail: string): string => {
    const value = oneLine(given[field]);
    if (value.length < 3) wrong.set(`terms/${field}`, detail);
    return value;
  };
  if (given.kopecks <= 0 || given.kopecks > MOST_KOPECKS) wrong.set('terms/kopecks', 'Введите сумму от 0,01 до 100 000 ₽');
  return {
    name: text('name', 'Напишите, что страхуют: например, «Страхование квартиры»'),
    insurer: text('insurer', 'Назовите страховщика и номер его лицензии'),
    kopecks: given.kopecks,
    payTo: text('payTo', 'Напишите, как заплатить страховщику: адрес сайта или телефон'),
  };
}

/** Command: for bills of the day and of later ones, whatever was set before. Refuses object.notFound, object.changed, by field. Bills already drawn keep what they said. */
export async function offerInsurance(work: Work, { params: { organizationId }, body }: InputOf<typeof offerEndpoint>): Promise<AnswerOf<typeof offerEndpoint>> {
  const { version, houseId, way, fromDay } = body;
  found(organizationsOf(work.actor, ['accountant']).includes(organizationId) || undefined);
  await lockName(work.tx, `billing.insurance_offer ${organizationId}`);
  const [last] = await offerRows(work.tx, [organizationId]).limit(1).execute();
  const number = (last?.number ?? 0) + 1;
  if (number !== version) refuseChanged({ version: number });
  const wrong = new Map<string, string>();
  if (houseId !== null && !(await housesOfIssuer(work.tx, [organizationId])).includes(houseId)) wrong.set('houseId', 'В этом доме у организации нет счетов');
  const terms = way === 'none' ? null : checkedTerms(body.terms ?? NOTHING_GIVEN, wrong);
  const toDay = way === 'none' ? null : body.toDay;
  if (fromDay < dayIn('Europe/Moscow', work.now)) wrong.set('fromDay', 'Счета за прошлые дни уже выставлены: выберите сегодня или позже');
  if (toDay !== null && toDay < fromDay) wrong.set('toDay', 'Последний день не бывает раньше первого');
  const document = oneLine(body.document);
  if (document.length < 3) wrong.set('document', 'Назовите договор со страховщиком: номер и число');
  if (wrong.size > 0) refuseFields([...wrong].map(([field, detail]) => ({ pointer: `/${field}`, code: 'input.invalid', detail })));
  await work.tx
    .insertInto('billing.insurance_offer')
    .values({
      organization_id: organizationId,
      number,
      house_id: houseId,
      way,
      name: terms?.name ?? null,
      insurer: terms?.insurer ?? null,
      kopecks: terms && BigInt(terms.kopecks),
      pay_to: terms?.payTo ?? null,
      from_day: fromDay,
      to_day: toDay,
      document,
      set_at: work.now.toISOString(),
      set_by: personIdOf(work.actor),
    })
    .execute();
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'insurance.offered',
    object: { kind: 'organization', id: organizationId },
    organizationId,
    ...(houseId !== null && { houseId }),
    facts: { ...(terms && { what: `${terms.name}, ${terms.insurer}`, kopecks: terms.kopecks }), fromDay, document },
  });
  return { version: number + 1 };
}

/** Command of those who see the account; staff decide nothing for them. The same wish again changes nothing. */
export async function hideInsurance(work: Work, { params, body: { hidden } }: InputOf<typeof hideEndpoint>): Promise<AnswerOf<typeof hideEndpoint>> {
  const { bill, isStaff } = await reachBill({ db: work.tx, actor: work.actor }, params);
  found(!isStaff || undefined);
  const changed = await work.tx
    .insertInto('billing.insurance_hidden')
    .values({ house_id: bill.house_id, account_id: bill.account_id, hidden })
    .onConflict((on) => on.columns(['house_id', 'account_id']).doUpdateSet({ hidden }).where('billing.insurance_hidden.hidden', '<>', hidden))
    .returning('hidden')
    .executeTakeFirst();
  const personId = personIdOf(work.actor);
  if (changed)
    work.journal({
      stream: `house:${bill.house_id}`,
      action: hidden ? 'insurance.hidden' : 'insurance.shown',
      object: { kind: 'account', id: bill.account_id },
      houseId: bill.house_id,
      ...(personId !== null && { personId }),
    });
  return { hidden };
}
