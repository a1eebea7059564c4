// The list of services: the portal's operator adds, renames, moves and closes them. Every change is a line of the journal and a revision.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import { isBesideServices } from '#contract/placed-sums';
import { formatDayDigits } from '#contract/russian';
import type { addService as addEndpoint, changeService as changeEndpoint, getServices, Service } from '#contract/what-is-charged';
import { personNames } from '#modules/identity';
import { type Actor, personIdOf } from '#platform/actor';
import { found, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { lockName, type Work } from '#platform/work';
import './directory.tables.ts';

export const SERVICE_KEEPER = 'operator';
const isKeeper = (actor: Actor): boolean => actor.kind === 'person' && actor.grants.some(({ role }) => role === SERVICE_KEEPER);
const REVISIONS_SHOWN = 30;

const serviceRows = async (db: Db): Promise<Service[]> =>
  (
    await db
      .selectFrom('directory.service')
      .select(['code', 'name', 'short_name as shortName', 'unit', 'block', 'sort', 'to_day as toDay', 'version'])
      .orderBy('sort')
      .orderBy('code')
      .execute()
  ).map((row) => ({ ...row, block: row.block as Service['block'] }));

type Action = AnswerOf<typeof getServices>['revisions'][number]['action'];
const inWords = ({ name, shortName, sort, toDay }: Service): string =>
  `${name} («${shortName}»), место ${sort}${toDay === null ? '' : `, по ${formatDayDigits(toDay)}`}`;

/** Query: as they are now, not as each process keeps them. Three statements. */
export async function readServices({ db, actor }: Reading): Promise<AnswerOf<typeof getServices>> {
  const rows = await db
    .selectFrom('directory.revision')
    .selectAll()
    .where('organization_id', 'is', null)
    .where('kind', '=', 'service')
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(REVISIONS_SHOWN)
    .execute();
  const people = await personNames(
    db,
    rows.flatMap((row) => row.person_id ?? []),
  );
  const revisions = rows.map(({ id, at, person_id: personId, action, ...row }) => {
    const [before, after] = [row.before as Service | null, row.after as Service];
    return {
      id,
      at: new Date(at).toISOString(),
      who: (personId !== null && people.get(personId)?.full) || 'Портал',
      action: action as Action,
      service: after.name,
      before: before && inWords(before),
      after: inWords(after),
    };
  });
  return { services: await serviceRows(db), revisions, can: { edit: isKeeper(actor) } };
}

const refuseField = (field: string, detail: string): never => refuseFields([{ pointer: `/${field}`, code: 'input.invalid', detail }]);

/** All services, their editing held by this command alone. No two may be read as one another. */
async function lockedServices(work: Work, wish: Pick<Service, 'code' | 'name' | 'shortName'>): Promise<Service[]> {
  await lockName(work.tx, 'directory.service');
  const all = await serviceRows(work.tx);
  const others = all.filter(({ code }) => code !== wish.code);
  for (const field of ['name', 'shortName'] as const)
    if (others.some((one) => one[field].toLowerCase() === wish[field].trim().toLowerCase())) refuseField(field, 'Так уже называется другая услуга');
  return all;
}

/** Command: a new service. Nobody is charged for it before a tariff says how much. */
export async function addService(work: Work, { body }: InputOf<typeof addEndpoint>): Promise<AnswerOf<typeof addEndpoint>> {
  const all = await lockedServices(work, body);
  if (all.some(({ code }) => code === body.code)) refuseField('code', 'Такой код уже есть');
  const after: Service = { ...body, name: body.name.trim(), shortName: body.shortName.trim(), toDay: null, version: 1 };
  await work.tx
    .insertInto('directory.service')
    .values({
      code: after.code,
      name: after.name,
      short_name: after.shortName,
      unit: after.unit,
      block: after.block,
      purpose: 'service',
      sort: after.sort,
      to_day: null,
    })
    .execute();
  await remember(work, 'added', { before: null, after });
  return { code: body.code };
}

/** Command: other words, another place on the bill, the last day of force. What was charged keeps its lines. */
export async function changeService(
  work: Work,
  { params, body: { version, ...wanted } }: InputOf<typeof changeEndpoint>,
): Promise<AnswerOf<typeof changeEndpoint>> {
  const before = found((await lockedServices(work, { ...params, ...wanted })).find(({ code }) => code === params.code));
  if (before.version !== version) refuseChanged({ ...before });
  if (isBesideServices(before.code) && wanted.toDay !== null) refuseField('toDay', 'Эту сумму начисляют по закону: её не закрывают');
  const after: Service = { ...before, ...wanted, name: wanted.name.trim(), shortName: wanted.shortName.trim(), version: version + 1 };
  await work.tx
    .updateTable('directory.service')
    .set({ name: after.name, short_name: after.shortName, sort: after.sort, to_day: after.toDay, version: after.version })
    .where('code', '=', after.code)
    .execute();
  await remember(work, before.toDay === after.toDay ? 'changed' : after.toDay === null ? 'reopened' : 'ended', { before, after });
  return { version: after.version };
}

const ACTIONS = { added: 'service.added', changed: 'service.changed', ended: 'service.ended', reopened: 'service.reopened' } as const satisfies Record<
  Action,
  string
>;

async function remember(work: Work, action: Action, { before, after }: { before: Service | null; after: Service }): Promise<void> {
  const entry = deriveId(work.id, `service ${after.code}`);
  await work.tx
    .insertInto('directory.revision')
    .values({
      id: entry,
      organization_id: null,
      kind: 'service',
      entry_id: entry,
      action,
      at: work.now.toISOString(),
      person_id: personIdOf(work.actor),
      before: before && JSON.stringify(before),
      after: JSON.stringify(after),
    })
    .execute();
  work.journal({
    stream: 'portal:directory',
    action: ACTIONS[action],
    object: { kind: 'service' },
    facts: { name: after.name, ...(after.toDay !== null && { toDay: after.toDay }) },
  });
}
