// Readings that payers wrote into payments (PAY-7): whose they are and of which meter. The judge says whether they can be.
import { sql } from 'kysely';
import { readingsOfRegister } from '#modules/billing';
import { accountsByIds } from '#modules/ledger';
import type { Db } from '#platform/tables';
import { SERVICE_ORDER } from './home-meters.ts';
import type { IntakeItem } from './stage-intake.ts';
import { shortText } from './usage-history.ts';
import './meters.tables.ts';

const PAGE = 1_000;
const LAST_PLACE = 2_147_483_647;
type Line = { meterId: string; serial: string; serviceCode: string };
type Readings = Awaited<ReturnType<typeof readingsOfRegister>>;
type Register = { readonly loadId: string; readonly organizationId: string };

/** Rows of a payment register, one a meter and payment, page by page. A number names the line on the bill: registers of the organization's meters of the home, by service, place and zone. */
export async function* rowsOfRegister(
  { db, advance }: { db: Db; advance(done: number): Promise<void> },
  { loadId, organizationId }: Register,
): AsyncGenerator<IntakeItem> {
  let after = { row: 0, place: 0 };
  for (;;) {
    const page = await readingsOfRegister(db, loadId, { after, limit: PAGE });
    const last = page.at(-1);
    if (!last) return;
    // A payment is read whole: the last one of a full page begins the next.
    const isWhole = page.length < PAGE || page[0]!.row === last.row;
    const readings = isWhole ? page : page.filter(({ row }) => row < last.row);
    yield* await namedRows(db, organizationId, readings);
    after = { row: readings.at(-1)!.row, place: LAST_PLACE };
    await advance(after.row);
  }
}

async function namedRows(db: Db, organizationId: string, readings: Readings): Promise<IntakeItem[]> {
  const accounts = new Map(
    (await accountsByIds(db, [...new Map(readings.map((one) => [one.accountId, one])).values()])).map((account) => [account.accountId, account]),
  );
  const homes = [...new Map([...accounts.values()].map((one) => [one.premisesId, one])).values()];
  const { rows } = await sql<Line & { premisesId: string }>`
    select m.premises_id as "premisesId", m.id as "meterId", m.serial, m.service_code as "serviceCode" from meters.meter m join meters.meter_register g on g.house_id = m.house_id and g.meter_id = m.id
    where (m.house_id, m.premises_id) in (select * from unnest(${homes.map(({ houseId }) => houseId)}::uuid[], ${homes.map(({ premisesId }) => premisesId)}::uuid[])) and m.organization_id = ${organizationId} and m.removed_on is null
    order by array_position(${SERVICE_ORDER}::text[], m.service_code), m.place, m.id, g.zone`.execute(db);
  const lines = Map.groupBy(rows, ({ premisesId }) => premisesId);
  const items: IntakeItem[] = [];
  const open = new Map<string, string[]>();
  for (const { row, accountId, meter, value, takenOn } of readings) {
    const account = accounts.get(accountId)!;
    const own = lines.get(account.premisesId) ?? [];
    const line = own.find(({ serial }) => serial === meter) ?? (/^\d{1,2}$/.test(meter) ? own[Number(meter) - 1] : undefined);
    const place = `Лицевой счёт ${account.number}, счётчик ${meter}`;
    const text = shortText(value);
    if (!line)
      items.push({ error: { scope: 'row', row, column: place, code: 'meter.unknown', detail: 'Такого вашего счётчика в этой квартире нет', value: text } });
    else {
      // Zones of one meter come one after another.
      const key = `${row} ${line.meterId}`;
      const values = open.get(key);
      if (values) values.push(text);
      else {
        const first = [text];
        open.set(key, first);
        items.push({
          row: { row, serial: line.serial, values: first, accountNumber: account.number, serviceName: line.serviceCode, takenOn, place, isFromPayment: true },
        });
      }
    }
  }
  return items;
}
