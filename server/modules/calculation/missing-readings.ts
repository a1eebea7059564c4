// What a run lacks (MTR-8): registers without a reading of the month, and what the terms of the rules charge instead.
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { AnswerOf, QueryOf } from '#contract/endpoint';
import { CHARGED_INSTEAD, type exportMissingReadings, type getMissingReadings, type MissingReading } from '#contract/missing-readings';
import { serviceMap } from '#modules/directory';
import { housesByIds, offered, premisesOfHouse, shortAddress } from '#modules/housing';
import { housesOfIssuer, lookAtHomes } from '#modules/ledger';
import { writeCsv } from '#platform/csv-write';
import { roundedText, total } from '#platform/decimal';
import { found } from '#platform/errors';
import type { Reading, Streaming } from '#platform/route';
import { attachment } from '#platform/serve-file';
import type { TableColumn } from '#platform/table-column';
import type { Month } from '#platform/time';
import type { Ground } from '#platform/work';
import { writeXlsx } from '#platform/xlsx-write';
import { runOrganizations } from './calculation.policy.ts';
import { nextPeriodOf, runPlaces } from './runs-list.ts';
import { flatVolumes, type FlatVolumes } from './flat-volumes.ts';
import type { HousePremises } from './house-month.ts';
import { loadHouse } from './load-house.ts';
import type { MeterFacts, MonthVolume } from './volume-of-month.ts';

type Asked = { readonly organizationId: string; readonly houseId: string; readonly month: Month };
/** Whose meters are shown finds the look in the journal (AUD-1). */
type Looking = Reading & { readonly ground: Ground };
type Missing = { readonly meters: number; readonly rows: MissingReading[] };

const isRead = ({ registers }: MeterFacts, month: Month): boolean =>
  registers.every(({ points }) => points.some(({ period, source }) => period === month && source !== 'estimated'));
const lastOn = (meters: readonly MeterFacts[]): string | null =>
  meters
    .flatMap(({ registers }) => registers.flatMap(({ points }) => points.map(({ takenOn }) => takenOn)))
    .sort()
    .at(-1) ?? null;

function insteadOf(volume: MonthVolume | null | undefined, left: number): Pick<MissingReading, 'instead' | 'volume' | 'monthsLeft' | 'raised'> {
  if (!volume) return { instead: 'nothing', volume: null, monthsLeft: 0, raised: null };
  if (volume.by === 'norm') return { instead: 'norm', volume: null, monthsLeft: 0, raised: volume.raised?.coefficient ?? null };
  return { instead: 'average', volume: roundedText(total(volume.zones.map((zone) => zone.volume)), 3), monthsLeft: left, raised: null };
}

/** The meters of the services that the organization charges in the house. The statements of a run's loading, and two. */
async function missingOfHouse(looking: Looking, asked: Asked): Promise<Missing> {
  const { db } = looking;
  const facts = await loadHouse(db, asked, { withPenalties: false });
  const volumes: FlatVolumes = flatVolumes(facts);
  const names = await serviceMap(db);
  const flats = new Map((await premisesOfHouse(db, asked.houseId)).map(({ premisesId, number }) => [premisesId, number]));
  const charged = new Set(facts.tariffs.map(({ serviceCode }) => serviceCode));
  const rows: MissingReading[] = [];
  let meters = 0;
  const look = (service: string, own: readonly MeterFacts[], premises: HousePremises | null): void => {
    if (!charged.has(service)) return;
    meters += own.length;
    const silent = own.filter((meter) => !isRead(meter, asked.month));
    if (silent.length === 0) return;
    const instead = premises ? insteadOf(volumes.of(premises, service), volumes.averageMonthsLeft(premises, service)) : insteadOf(volumes.house(service), 0);
    const { name = service, unit = '' } = names.get(service) ?? {};
    rows.push({
      premisesId: premises?.premisesId ?? null,
      place: premises ? (flats.get(premises.premisesId) ?? '') : 'Весь дом',
      service: name,
      serials: silent.map(({ serial }) => serial).join(', '),
      readOn: lastOn(silent),
      unit,
      ...instead,
    });
  };
  for (const [service, own] of facts.houseMeters) look(service, own, null);
  const held = new Set(facts.accounts.flatMap(({ premisesId }) => [premisesId, facts.premises.get(premisesId)?.flatId]));
  for (const premises of facts.premises.values()) if (held.has(premises.premisesId)) for (const [service, own] of premises.meters) look(service, own, premises);
  await lookAtHomes(
    looking,
    rows.map(({ premisesId }) => ({ houseId: asked.houseId, premisesId })),
  );
  return { meters, rows };
}

/** Query. Without a house: the first by address where the organization keeps accounts, of those that are sought. */
export async function readMissing({ ground, ...reading }: Looking, asked: QueryOf<typeof getMissingReadings>): Promise<AnswerOf<typeof getMissingReadings>> {
  const all = await runPlaces(reading);
  const { houses: places, more } = offered(all, asked);
  const place =
    asked.houseId === undefined
      ? places[0]
      : found(
          all.find(
            ({ houseId, organizationId }) => houseId === asked.houseId && (asked.organizationId === undefined || organizationId === asked.organizationId),
          ),
        );
  const month = asked.month ?? nextPeriodOf(reading.now);
  const missing = place
    ? await missingOfHouse({ ground, ...reading }, { organizationId: place.organizationId, houseId: place.houseId, month })
    : { meters: 0, rows: [] };
  return { places, more, organizationId: place?.organizationId ?? null, houseId: place?.houseId ?? null, month, ...missing };
}

type FileRow = MissingReading & { readonly address: string };
const columns: readonly TableColumn<FileRow>[] = [
  { heading: 'Дом', kind: 'text', value: (row) => row.address },
  { heading: 'Помещение', kind: 'text', value: (row) => row.place },
  { heading: 'Услуга', kind: 'text', value: (row) => row.service },
  { heading: 'Номер счётчика', kind: 'text', value: (row) => row.serials },
  { heading: 'Последнее показание', kind: 'day', value: (row) => row.readOn },
  { heading: 'Начислим', kind: 'text', value: (row) => CHARGED_INSTEAD[row.instead] },
  { heading: 'Объём', kind: 'decimal', value: (row) => row.volume },
  { heading: 'Единица', kind: 'text', value: (row) => row.unit },
  { heading: 'По среднему ещё, месяцев', kind: 'integer', value: (row) => row.monthsLeft },
  { heading: 'Повышающий коэффициент', kind: 'decimal', value: (row) => row.raised },
];

/** The file, a house at a time: memory holds one house. */
export async function serveMissing(streaming: Streaming, reply: FastifyReply): Promise<FastifyReply> {
  const { db, actor, input } = streaming;
  const { organizationId, houseId, month, format } = input.query as QueryOf<typeof exportMissingReadings>;
  found(runOrganizations(actor).includes(organizationId) ? organizationId : undefined);
  const own = await housesOfIssuer(db, [organizationId]);
  const houses = await housesByIds(db, houseId === undefined ? own : [found(own.find((one) => one === houseId))]);
  async function* rows(): AsyncGenerator<FileRow> {
    for (const house of houses) {
      const { rows: missing } = await missingOfHouse(streaming, { organizationId, houseId: house.houseId, month });
      for (const row of missing) yield { ...row, address: shortAddress(house) };
    }
  }
  const name = `Нет показаний ${month}`;
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const file = format === 'csv' ? Readable.from(writeCsv(columns, rows()), { objectMode: false }) : writeXlsx(columns, rows(), 'Нет показаний');
  return reply.headers({ 'content-type': type, 'content-disposition': attachment(`${name}.${format}`) }).send(file);
}
