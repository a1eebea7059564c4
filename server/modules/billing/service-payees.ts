// Who else is paid for a service: an organization's accountant sets it from a day on. Rows are only added; bills already drawn keep what they said.
import { sql } from 'kysely';
import type { AnswerOf, InputOf, QueryOf } from '#contract/endpoint';
import { type Checked, checkBankCode, checkCorrespondentAccount, checkSettlementAccount, checkTaxNumber, checkTaxReasonCode } from '#contract/identifiers';
import { isBesideServices } from '#contract/placed-sums';
import type { getServicePayees, Payee, setServicePayee as setEndpoint } from '#contract/service-payees';
import { serviceMap, servicesOn } from '#modules/directory';
import { housesByIds, offered, organizationsByIds, shortAddress } from '#modules/housing';
import { personNames } from '#modules/identity';
import { housesOfIssuer } from '#modules/ledger';
import { organizationsOf, personIdOf } from '#platform/actor';
import { found, refuseChanged, refuseFields } from '#platform/errors';
import { oneLine } from '#platform/one-line';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { paymentFieldsTo } from './bill-of-account.ts';
import { isSameAccount, type Requisites, type SetPayee } from './payee-parts.ts';
import { buildPaymentText, PaymentFieldError } from './payment-qr.ts';
import './billing.tables.ts';

const SHOWN = 30;

const payeeRows = (db: Db, organizationIds: readonly string[]) =>
  db
    .selectFrom('billing.service_payee')
    .selectAll()
    .where('organization_id', '=', sql<string>`any(${[...new Set(organizationIds)]}::uuid[])`)
    .orderBy('number', 'desc');
type Row = Awaited<ReturnType<ReturnType<typeof payeeRows>['execute']>>[number];

const payeeOf = (row: Row): Requisites | null =>
  row.way === 'other'
    ? {
        name: row.name!,
        inn: row.inn!,
        kpp: row.kpp,
        bankName: row.bank_name!,
        bic: row.bic!,
        settlementAccount: row.settlement_account!,
        correspondentAccount: row.correspondent_account,
      }
    : null;
const asSet = (row: Row): SetPayee =>
  ({ serviceCode: row.service_code, houseId: row.house_id, fromDay: row.from_day, way: row.way, payee: payeeOf(row) }) as SetPayee;

/** All that was set by the organizations for a house, the newest first, by organization. One statement. */
export async function payeesSet(db: Db, houseId: string, organizationIds: readonly string[]): Promise<Map<string, SetPayee[]>> {
  const rows = await payeeRows(db, organizationIds)
    .where((on) => on.or([on('house_id', 'is', null), on('house_id', '=', houseId)]))
    .execute();
  return new Map([...Map.groupBy(rows, (row) => row.organization_id)].map(([id, own]) => [id, own.map(asSet)]));
}

const placeOf = ({ service_code: service, house_id: house }: Row): string => `${service} ${house ?? ''}`;

/** Query: of one organization (the first of the actor's unless named). Seven statements. */
export async function readServicePayees({ db, actor, now }: Reading, asked: QueryOf<typeof getServicePayees>): Promise<AnswerOf<typeof getServicePayees>> {
  const mine = organizationsOf(actor, ['accountant']);
  const organizations = (await organizationsByIds(db, mine))
    .map(({ id, shortName }) => ({ id, name: shortName }))
    .sort((a, b) => a.name.localeCompare(b.name, 'ru'));
  const organizationId = asked.organizationId === undefined ? (organizations[0]?.id ?? null) : found(mine.find((id) => id === asked.organizationId));
  const today = dayIn('Europe/Moscow', now);
  const services = (await servicesOn(db, today)).filter(({ code }) => !isBesideServices(code)).map(({ code, name }) => ({ code, name }));
  const own = organizationId === null ? [] : [organizationId];
  const houses = (await housesByIds(db, await housesOfIssuer(db, own))).map((house) => ({ houseId: house.houseId, address: shortAddress(house) }));
  const rows = await payeeRows(db, own).execute();
  const people = await personNames(
    db,
    rows.flatMap((row) => row.set_by ?? []),
  );
  const names = await serviceMap(db);
  const addresses = new Map(houses.map(({ houseId, address }) => [houseId, address]));
  const said = (row: Row) => ({
    service: names.get(row.service_code)?.name ?? row.service_code,
    house: row.house_id && (addresses.get(row.house_id) ?? ''),
    way: row.way as SetPayee['way'],
    payee: payeeOf(row),
    fromDay: row.from_day,
  });
  const reaching = rows.filter(({ from_day: fromDay }) => fromDay <= today);
  const holds = reaching.filter((row, place) => row.way !== 'general' && reaching.findIndex((other) => placeOf(other) === placeOf(row)) === place);
  return {
    organizationId,
    organizations,
    services,
    ...offered(houses, asked),
    today,
    version: (rows[0]?.number ?? 0) + 1,
    holds: holds
      .map((row) => ({ serviceCode: row.service_code, houseId: row.house_id, ...said(row) }))
      .sort((a, b) => a.service.localeCompare(b.service, 'ru') || (a.house ?? '').localeCompare(b.house ?? '', 'ru')),
    set: rows.slice(0, SHOWN).map((row) => ({
      at: new Date(row.set_at).toISOString(),
      who: (row.set_by !== null && people.get(row.set_by)?.full) || 'Портал',
      reason: row.reason,
      ...said(row),
    })),
  };
}

type Wrong = Map<string, string>;
const NOTHING_GIVEN: Payee = { name: '', inn: '', kpp: null, bankName: '', bic: '', settlementAccount: '', correspondentAccount: null };

/** The requisites in their normal form; what is wrong goes into `wrong` by field. */
function checkedPayee(given: Payee, wrong: Wrong): Requisites {
  const normal = (field: keyof Payee, checked: Checked): string => {
    if (!checked.ok) wrong.set(`payee/${field}`, checked.detail);
    return checked.ok ? checked.value : '';
  };
  const text = (field: 'name' | 'bankName', detail: string): string => {
    const value = oneLine(given[field]);
    if (value.length < 3) wrong.set(`payee/${field}`, detail);
    return value;
  };
  const inn = normal('inn', checkTaxNumber(given.inn));
  const kpp = given.kpp?.trim() ? normal('kpp', checkTaxReasonCode(given.kpp)) : null;
  if (inn.length === 10 && kpp === null) wrong.set('payee/kpp', 'Введите КПП: он есть у каждой организации');
  if (inn.length === 12 && kpp !== null) wrong.set('payee/kpp', 'У предпринимателя КПП не бывает: оставьте пустым');
  const payee = {
    name: text('name', 'Напишите, как получатель называется в банке'),
    inn,
    kpp,
    bankName: text('bankName', 'Напишите название банка'),
    bic: normal('bic', checkBankCode(given.bic)),
    settlementAccount: normal('settlementAccount', checkSettlementAccount(given.settlementAccount, given.bic)),
    correspondentAccount: given.correspondentAccount?.trim()
      ? normal('correspondentAccount', checkCorrespondentAccount(given.correspondentAccount, given.bic))
      : null,
  };
  if (wrong.size > 0) return payee;
  try {
    buildPaymentText(paymentFieldsTo(payee));
  } catch (error) {
    if (!(error instanceof PaymentFieldError)) throw error;
    wrong.set('payee/name', 'В названии есть знаки, которых банк не примет: оставьте буквы, цифры и кавычки');
  }
  return payee;
}

/** Command: for bills of the day and of later ones, whatever was set for them before. Refuses object.notFound, object.changed, by field. Bills already drawn keep what they said. */
export async function setServicePayee(work: Work, { params: { organizationId }, body }: InputOf<typeof setEndpoint>): Promise<AnswerOf<typeof setEndpoint>> {
  const { version, serviceCode, houseId, fromDay, way, reason } = body;
  found(organizationsOf(work.actor, ['accountant']).includes(organizationId) || undefined);
  await lockName(work.tx, `billing.service_payee ${organizationId}`);
  const [last] = await payeeRows(work.tx, [organizationId]).limit(1).execute();
  const number = (last?.number ?? 0) + 1;
  if (number !== version) refuseChanged({ version: number });
  const wrong: Wrong = new Map();
  const service = (await servicesOn(work.tx, fromDay)).find(({ code }) => code === serviceCode && !isBesideServices(code));
  if (!service) wrong.set('serviceCode', 'Выберите услугу из списка');
  if (houseId !== null && !(await housesOfIssuer(work.tx, [organizationId])).includes(houseId)) wrong.set('houseId', 'В этом доме у организации нет счетов');
  if (way === 'general' && houseId === null) wrong.set('way', 'Для всех домов выберите получателя: другой или сама организация');
  const payee = way === 'other' ? checkedPayee(body.payee ?? NOTHING_GIVEN, wrong) : null;
  const [organization] = await organizationsByIds(work.tx, [organizationId]);
  const { bic, settlementAccount } = organization!;
  if (payee !== null && bic !== null && settlementAccount !== null && isSameAccount(payee, { bic, settlementAccount }))
    wrong.set('payee/settlementAccount', 'Это счёт самой организации: выберите «Сама организация»');
  if (fromDay < dayIn('Europe/Moscow', work.now)) wrong.set('fromDay', 'Счета за прошлые дни уже выставлены: выберите сегодня или позже');
  if (reason.trim().length < 3) wrong.set('reason', 'Напишите, на каком основании: договор, его номер и число');
  if (wrong.size > 0) refuseFields([...wrong].map(([field, detail]) => ({ pointer: `/${field}`, code: 'input.invalid', detail })));
  await work.tx
    .insertInto('billing.service_payee')
    .values({
      organization_id: organizationId,
      number,
      service_code: serviceCode,
      house_id: houseId,
      from_day: fromDay,
      way,
      name: payee?.name ?? null,
      inn: payee?.inn ?? null,
      kpp: payee?.kpp ?? null,
      bank_name: payee?.bankName ?? null,
      bic: payee?.bic ?? null,
      settlement_account: payee?.settlementAccount ?? null,
      correspondent_account: payee?.correspondentAccount ?? null,
      reason: reason.trim(),
      set_at: work.now.toISOString(),
      set_by: personIdOf(work.actor),
    })
    .execute();
  work.journal({
    stream: `organization:${organizationId}`,
    action: 'bill.payeeSet',
    object: { kind: 'organization', id: organizationId },
    organizationId,
    ...(houseId !== null && { houseId }),
    facts: { what: service!.name, way, ...(payee && { payee: payee.name, account: payee.settlementAccount }), fromDay, reason: reason.trim() },
  });
  return { version: number + 1 };
}
