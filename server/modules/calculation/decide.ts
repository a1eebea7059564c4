// A decision is entered: drafts of its months are counted anew with it, and of months already posted it makes recalculations at once, so
// that each month meets it exactly once. The organization's runs are held meanwhile: none is posted between the look and the writing.
import type { AnswerOf, InputOf } from '#contract/endpoint';
import type { breakKinds, DecisionFacts, makeDecision, withdrawDecision } from '#contract/decisions';
import { formatDayDigits } from '#contract/russian';
import { chargesInForce, sumOfTerms } from '#modules/billing';
import { serviceMap } from '#modules/directory';
import { housesByIds } from '#modules/housing';
import { accountsByNumbers, housesOfIssuer } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { insertRows } from '#platform/insert-rows';
import { kopecksToJson, sumKopecks } from '#platform/money';
import { addDays, addMonths, dayIn, daysBetween, monthOf, monthsFrom, type Day, type Month } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { absenceDays } from './absence.ts';
import { runOrganizations } from './calculation.policy.ts';
import { decisionIn, decisionsOf } from './load-decisions.ts';
import { recalculationsBy } from './decisions.ts';
import { holdRuns, openDays, staleRuns } from './open-days.ts';
import './calculation.tables.ts';

type Body = InputOf<typeof makeDecision>['body'];
const wrong = (field: string, detail: string): never => refuseFields([{ pointer: `/facts/${field}`, code: 'input.invalid', detail }]);
const LONGEST_DAYS = 366;
const BREAK_SERVICE: Readonly<Record<keyof typeof breakKinds, readonly string[]>> = {
  coldWater: ['cold_water'], hotWater: ['hot_water', 'hot_water_heat'], sewage: ['sewage'], accidentOnDeadEnd: ['cold_water', 'hot_water', 'hot_water_heat'], electricityTwoFeeds: ['electricity'], electricityOneFeed: ['electricity'], gas: ['gas'],
  heatingFrom12: ['heating'], heatingFrom10: ['heating'], heatingFrom8: ['heating'], heatingBelow8: ['heating'], wasteCold: ['waste'], wasteWarm: ['waste'],
};

/** The first and last day that the decision touches; refuses by field what cannot be. Pure. */
function spanOf(facts: DecisionFacts, openFrom: Day | null, timeZone: string): { from: Day; to: Day | null } {
  if (facts.kind === 'benefit') {
    if (facts.toDay !== null && facts.toDay < facts.fromDay) wrong('toDay', 'Последний день раньше первого');
    if (openFrom !== null && facts.fromDay < openFrom) wrong('fromDay', 'Эти месяцы уже проведены. Начните с первого непроведённого, за прошлое сделайте перерасчёт');
    return { from: facts.fromDay, to: facts.toDay };
  }
  if (facts.kind === 'absence') {
    if (facts.returnedOn <= facts.leftOn) wrong('returnedOn', 'Вернуться можно только после отъезда');
    const answer = absenceDays({ ...facts, document: '' }, facts.returnedOn);
    if (!answer.ok) wrong(answer.why === 'tooLate' ? 'appliedOn' : 'returnedOn', answer.why === 'tooLate' ? 'Заявление подали позже 30 дней после возвращения: пересчитать нельзя' : 'Пересчитывают, когда полных дней отсутствия больше пяти');
    if (daysBetween(facts.leftOn, facts.returnedOn) > LONGEST_DAYS) wrong('returnedOn', 'Больше года: введите по частям');
    return { from: addDays(facts.leftOn, 1), to: addDays(facts.returnedOn, -1) };
  }
  if (facts.toAt <= facts.fromAt) wrong('toAt', 'Конец раньше начала');
  if (!BREAK_SERVICE[facts.breakKind].includes(facts.serviceCode)) wrong('breakKind', 'Этот вид перерыва не для выбранной услуги');
  const [from, to] = [dayIn(timeZone, new Date(facts.fromAt)), dayIn(timeZone, new Date(facts.toAt))];
  if (daysBetween(from, to) > LONGEST_DAYS) wrong('toAt', 'Больше года: введите по частям');
  return { from, to };
}

/** The account of the number in the organization, with its house; or, for a break of a whole house, the house alone. */
async function placeOf(work: Work, { organizationId, facts }: Body): Promise<{ houseId: string; accountId: string | null }> {
  const number = facts.account;
  if (number === null) {
    const houses = await housesOfIssuer(work.tx, [organizationId]);
    return facts.kind === 'break' && houses.includes(facts.houseId) ? { houseId: facts.houseId, accountId: null } : wrong('houseId', 'В этом доме у организации нет счетов');
  }
  const account = (await accountsByNumbers(work.tx, organizationId, [number])).get(number);
  if (!account) return wrong('account', 'Такого счёта у организации нет');
  return facts.kind === 'break' && facts.houseId !== account.houseId ? wrong('account', 'Этот счёт в другом доме') : account;
}

/** Command: enters a decision. */
export async function decide(work: Work, body: Body): Promise<AnswerOf<typeof makeDecision>> {
  const { organizationId, document, facts } = body;
  found(runOrganizations(work.actor).includes(organizationId) || undefined);
  const { houseId, accountId } = await placeOf(work, body);
  await holdRuns(work, organizationId);
  const posting = await work.tx.selectFrom('calculation.run').select('id').where('house_id', '=', houseId).where('organization_id', '=', organizationId).where('status', '=', 'posting').executeTakeFirst();
  if (posting) refuse('run.notReady');
  const [house] = await housesByIds(work.tx, [houseId]);
  const { timeZone } = found(house);
  const openFrom = (await openDays(work.tx, organizationId)).get(houseId) ?? null;
  const { from, to } = spanOf(facts, openFrom, timeZone);
  if (facts.kind !== 'absence') await knownServices(work, facts.kind === 'break' ? [facts.serviceCode] : facts.services);
  if (facts.kind === 'absence') await refuseOverlap(work, { houseId, accountId }, { from, to: addDays(facts.returnedOn, -1) });
  const id = deriveId(work.id, 'decision');
  const posted = openFrom === null ? [] : monthsFrom(monthOf(from), addMonths(monthOf(openFrom), -1)).filter((month) => to === null || month <= monthOf(to));
  const made = facts.kind === 'benefit' ? [] : await recalculate(work, { id, houseId, organizationId, accountId, document, facts, timeZone }, posted);
  await work.tx.insertInto('calculation.decision').values({
    house_id: houseId, id, organization_id: organizationId, kind: facts.kind, account_id: accountId, service_code: facts.kind === 'break' ? facts.serviceCode : null, from_day: from, to_day: to, facts: JSON.stringify(facts), document,
    decided_at: work.now.toISOString(), decided_by: personIdOf(work.actor), withdrawn_at: null,
  }).execute();
  await staleRuns(work, { organizationId, houseId, from: monthOf(from) });
  const kopecks = kopecksToJson(sumKopecks(made));
  work.journal({ stream: `house:${houseId}`, action: 'decision.made', object: { kind: 'decision', id }, houseId, organizationId, facts: { what: facts.kind, fromDay: from, ...(to !== null && { toDay: to }), amountKopecks: kopecks } });
  return { decisionId: id, recalculations: made.length, kopecks };
}

/** Days of one account are absent once; held, so that two entered at the same time do not miss each other. */
async function refuseOverlap(work: Work, { houseId, accountId }: { houseId: string; accountId: string | null }, { from, to }: { from: Day; to: Day }): Promise<void> {
  await lockName(work.tx, `calculation.absence ${accountId}`);
  const other = await work.tx.selectFrom('calculation.decision').select(['from_day', 'to_day']).where('house_id', '=', houseId).where('account_id', '=', accountId).where('kind', '=', 'absence').where('withdrawn_at', 'is', null)
    .where('from_day', '<=', to).where('to_day', '>=', from).orderBy('from_day').limit(1).executeTakeFirst();
  if (other) wrong('leftOn', `На эти дни отсутствие уже внесено: с ${formatDayDigits(other.from_day)} по ${formatDayDigits(other.to_day!)}. Введите другие дни или отзовите его`);
}

async function knownServices(work: Work, codes: readonly string[]): Promise<void> {
  const known = await serviceMap(work.tx);
  if (codes.some((code) => !known.has(code))) wrong('services', 'Выберите услуги из списка');
}

type Entered = { id: string; houseId: string; organizationId: string; accountId: string | null; document: string; facts: DecisionFacts; timeZone: string };

/** Recalculations of the posted months, waiting for the next run; answers their sums. */
async function recalculate(work: Work, entered: Entered, months: readonly Month[]): Promise<bigint[]> {
  const { id, houseId, organizationId, timeZone } = entered;
  const rows: Record<string, unknown>[] = [];
  const sums: bigint[] = [];
  for (const month of months) {
    const decision = decisionIn(month, entered, timeZone);
    if (!decision) continue;
    const before = await decisionsOf(work.tx, { houseId, organizationId, month }, timeZone);
    for (const charge of await chargesInForce(work.tx, { houseId, organizationId }, { from: month, to: month })) {
      for (const terms of recalculationsBy([decision], charge, { period: month, before })) {
        const kopecks = sumOfTerms(terms);
        if (kopecks === 0n) continue;
        sums.push(kopecks);
        rows.push({
          house_id: houseId, id: deriveId(id, `${charge.accountId} ${month} ${charge.serviceCode}`), organization_id: organizationId, account_id: charge.accountId, service_code: charge.serviceCode, month: `${month}-01`, terms, kopecks,
          decided_by: personIdOf(work.actor), decided_at: work.now.toISOString(), run_id: null,
        });
      }
    }
  }
  await insertRows(work.tx, 'calculation.recalculation', rows);
  return sums;
}

/** Command: takes back a decision all of whose months are still open. */
export async function withdraw(work: Work, { houseId, decisionId }: InputOf<typeof withdrawDecision>['params']): Promise<AnswerOf<typeof withdrawDecision>> {
  const row = found(await work.tx.selectFrom('calculation.decision').selectAll().where('house_id', '=', houseId).where('id', '=', decisionId).executeTakeFirst());
  found(runOrganizations(work.actor).includes(row.organization_id) || undefined);
  await holdRuns(work, row.organization_id);
  const openFrom = (await openDays(work.tx, row.organization_id)).get(houseId) ?? null;
  if (openFrom !== null && row.from_day < openFrom) refuse('decision.used');
  await work.tx.updateTable('calculation.decision').set({ withdrawn_at: work.now.toISOString() }).where('house_id', '=', houseId).where('id', '=', decisionId).where('withdrawn_at', 'is', null).execute();
  await staleRuns(work, { organizationId: row.organization_id, houseId, from: monthOf(row.from_day) });
  work.journal({ stream: `house:${houseId}`, action: 'decision.withdrawn', object: { kind: 'decision', id: decisionId }, houseId, organizationId: row.organization_id, facts: { what: row.kind } });
  return { decisionId };
}
