// What bills say is kept when they are first drawn, so that a change of requisites or owners does not change a bill already issued.
import { sql } from 'kysely';
import { serviceMap } from '#modules/directory';
import { organizationsByIds, ownersOf, premisesOf, residentsOn } from '#modules/housing';
import { accountsByIds, lastPayments } from '#modules/ledger';
import { momentOfId } from '#platform/ids';
import type { Db } from '#platform/tables';
import { type Day, dayIn } from '#platform/time';
import type { BillFacts } from './bill-facts.ts';
import { type BillRow, billOfAccount, type BillParts, type VolumeOfMonth } from './bill-of-account.ts';
import { referencesOf } from './house-reference.ts';
import { insuranceHidden, insuranceOffers } from './insurance.ts';
import { payeesSet } from './service-payees.ts';
import './billing.tables.ts';

/**
 * Facts of bills of one house, by bill id: those kept, and for the rest facts made now and kept. Fourteen statements for any number.
 * Refuses bill.noRequisites.
 */
export async function drawBills(db: Db, houseId: string, bills: readonly BillRow[]): Promise<Map<string, BillFacts>> {
  const drawn = new Map(bills.flatMap((bill): [string, BillFacts][] => (bill.facts === null ? [] : [[bill.id, bill.facts as BillFacts]])));
  const fresh = bills.filter((bill) => bill.facts === null);
  if (fresh.length === 0) return withoutHidden(db, houseId, { bills, drawn });
  const parts = await partsOf(db, houseId, fresh);
  const made = parts.map((one) => ({ id: one.bill.id, version: one.bill.version, facts: billOfAccount(one) }));
  await sql`update billing.bill b set facts = g.facts from unnest(${made.map((one) => one.id)}::uuid[], ${made.map((one) => one.version)}::int[], ${made.map((one) => JSON.stringify(one.facts))}::jsonb[]) g (id, version, facts)
    where b.house_id = ${houseId} and b.id = g.id and b.version = g.version and b.facts is null`.execute(db);
  for (const { id, facts } of made) drawn.set(id, facts);
  return withoutHidden(db, houseId, { bills, drawn });
}

/** An offer of insurance is kept with the bill, and not shown on accounts that hide it. */
async function withoutHidden(
  db: Db,
  houseId: string,
  { bills, drawn }: { bills: readonly BillRow[]; drawn: Map<string, BillFacts> },
): Promise<Map<string, BillFacts>> {
  const offering = bills.filter(({ id }) => (drawn.get(id)?.insurance ?? null) !== null);
  if (offering.length === 0) return drawn;
  const hidden = await insuranceHidden(
    db,
    houseId,
    offering.map((bill) => bill.account_id),
  );
  for (const bill of offering) if (hidden.has(bill.account_id)) drawn.set(bill.id, { ...drawn.get(bill.id)!, insurance: null });
  return drawn;
}

async function partsOf(db: Db, houseId: string, bills: readonly BillRow[]): Promise<BillParts[]> {
  const accountIds = bills.map((bill) => bill.account_id);
  const accounts = new Map(
    (
      await accountsByIds(
        db,
        accountIds.map((accountId) => ({ houseId, accountId })),
      )
    ).map((account) => [account.accountId, account]),
  );
  const premisesIds = [...new Set([...accounts.values()].map((account) => account.premisesId))];
  const homes = new Map(
    (
      await premisesOf(
        db,
        premisesIds.map((premisesId) => ({ houseId, premisesId })),
      )
    ).map((home) => [home.premisesId, home]),
  );
  const organizations = new Map(
    (
      await organizationsByIds(
        db,
        bills.map((bill) => bill.organization_id),
      )
    ).map((one) => [one.id, one]),
  );
  const day = bills
    .map((bill) => bill.issued_on)
    .toSorted()
    .at(-1)!;
  const owners = Map.groupBy(await ownersOf(db, houseId, premisesIds, day), (owner) => owner.premisesId);
  const residents = new Map((await residentsOn(db, houseId, premisesIds, day)).map((one) => [one.premisesId, one]));
  const charges = Map.groupBy(
    await db
      .selectFrom('billing.charge')
      .selectAll()
      .where('house_id', '=', houseId)
      .where('account_id', '=', sql<string>`any(${accountIds}::uuid[])`)
      .where('ended_by', 'is', null)
      .where('period', '=', sql<string>`any(${[...new Set(bills.map((bill) => bill.period))]}::date[])`)
      .execute(),
    (charge) => `${charge.account_id} ${charge.period}`,
  );
  const volumes = await volumesOf(db, houseId, bills);
  const references = await referencesOf(db, houseId, [...new Set(bills.map((bill) => bill.period))]);
  const services = await serviceMap(db);
  const paid = await lastPaymentsOf(db, houseId, bills);
  const issuers = bills.map((bill) => bill.organization_id);
  const payees = await payeesSet(db, houseId, issuers);
  const insurance = await insuranceOffers(db, houseId, issuers);
  return bills.flatMap((bill): BillParts[] => {
    const [account, organization] = [accounts.get(bill.account_id), organizations.get(bill.organization_id)];
    const premises = account && homes.get(account.premisesId);
    if (!account || !organization || !premises) return [];
    return [
      {
        bill,
        account,
        organization,
        premises,
        services,
        payees: payees.get(bill.organization_id) ?? [],
        insurance: insurance.get(bill.organization_id) ?? [],
        lastPaidOn: paid.get(bill.id) ?? null,
        owners: owners.get(premises.premisesId) ?? [],
        residents: residents.get(premises.premisesId),
        charges: charges.get(`${bill.account_id} ${bill.period}`) ?? [],
        volumes: volumes.get(bill.account_id) ?? [],
        reference: references.get(`${bill.organization_id} ${bill.period}`),
      },
    ];
  });
}

/** The last payment that each bill could count: a bill knows what had come when it was made. One brought in later goes by days. */
const lastPaymentsOf = (db: Db, houseId: string, bills: readonly BillRow[]): Promise<Map<string, Day>> =>
  lastPayments(
    db,
    houseId,
    bills.map((bill) => {
      const made = momentOfId(bill.id);
      return { key: bill.id, accountId: bill.account_id, onDay: bill.issued_on, at: dayIn('Europe/Moscow', made) > bill.issued_on ? null : made };
    }),
  );

async function volumesOf(db: Db, houseId: string, bills: readonly BillRow[]): Promise<Map<string, VolumeOfMonth[]>> {
  const periods = bills.map((bill) => bill.period).toSorted();
  const { rows } = await sql<VolumeOfMonth & { accountId: string }>`
    select account_id as "accountId", service_code as "serviceCode", to_char(period, 'YYYY-MM') as month, trim_scale(volume)::text as volume from billing.charge
    where house_id = ${houseId} and account_id = any(${bills.map((bill) => bill.account_id)}::uuid[]) and ended_by is null and volume is not null
      and period > ${periods[0]!}::date - interval '13 months' and period <= ${periods.at(-1)!}::date`.execute(db);
  return Map.groupBy(rows, (row) => row.accountId);
}
