// What follows in an open case: more words of either side, the person's «вопросов нет», the organization's decision.
import type { JournalAction } from '#contract/action-words';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import {
  caseKinds,
  type closeCase as closeEndpoint,
  type decideCase as decideEndpoint,
  type DisputedLine,
  type writeInCase as writeEndpoint,
} from '#contract/cases';
import { formatKopecks } from '#contract/russian';
import type { Static } from 'typebox';
import { addRecalculation } from '#modules/calculation';
import { personIdOf } from '#platform/actor';
import { refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { kopecksToJson } from '#platform/money';
import { dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import { answerBy, statusAfter } from './case-moves.ts';
import { type CaseKey, type CaseRow, moveCase, reachCase, type ReachedCase, writeMessage } from './case-row.ts';
import { tellStaff } from './open-case.ts';

const MOST_OF_REASON = 500;
const MOSCOW = 'Europe/Moscow';

/** POST …/messages. Who asked asks on, the organization answers; an answer is told to the person. */
export async function writeInCase(work: Work, key: CaseKey, body: BodyOf<typeof writeEndpoint>): Promise<AnswerOf<typeof writeEndpoint>> {
  const reached = await reachCase(work.tx, work.actor, key, { lock: true });
  const { row, side } = reached;
  const text = body.text.trim();
  if (text === '') refuseFields([{ pointer: '/text', code: 'required', detail: 'Напишите хотя бы одну фразу' }]);
  const isReopened = side === 'person' && statusAfter('reopen', reached.at) !== undefined;
  const version = isReopened ? await reopenCase(work, reached) : await moveCase(work, reached, side === 'person' ? 'ask' : 'answer');
  const messageId = deriveId(work.id, 'message');
  await writeMessage(work, row, { id: messageId, number: version, side, text });
  journal(work, row, side === 'organization' ? 'case.answered' : isReopened ? 'case.reopened' : 'case.askedOn');
  if (side === 'organization')
    tellPerson(work, row, { kind: 'case.answered', id: messageId, facts: { subject: row.subject, organization: row.organization_name } });
  return { messageId, version };
}

/** A closed question goes on with a new term, and those who answer are told as of a new one. */
async function reopenCase(work: Work, reached: ReachedCase): Promise<number> {
  const { row, at } = reached;
  const decideBy = answerBy(at.kind, dayIn(MOSCOW, work.now));
  const version = await moveCase(work, reached, 'reopen', { decide_by: decideBy, overdue_told_at: null });
  await tellStaff(work, row, { id: deriveId(work.id, 'reopened'), subject: `${caseKinds[at.kind]}: ${row.subject}`, byDay: decideBy });
  return version;
}

async function reachVersion(work: Work, key: CaseKey, version: number): Promise<ReachedCase> {
  const reached = await reachCase(work.tx, work.actor, key, { lock: true });
  if (reached.row.version !== version) refuseChanged({ version: reached.row.version, status: reached.row.status, decision: reached.row.decision });
  return reached;
}

/** POST …/close. The person has no more questions, or the organization has answered; the person may go on by writing. */
export async function closeCase(work: Work, key: CaseKey, body: BodyOf<typeof closeEndpoint>): Promise<AnswerOf<typeof closeEndpoint>> {
  const reached = await reachVersion(work, key, body.version);
  const version = await moveCase(work, reached, reached.side === 'person' ? 'close' : 'finish');
  journal(work, reached.row, 'case.closed');
  return { version };
}

/** POST …/decision. A sum to give back becomes a recalculation that the next run takes; it is decided in the same transaction or not at all. */
export async function decideCase(work: Work, key: CaseKey, body: BodyOf<typeof decideEndpoint>): Promise<AnswerOf<typeof decideEndpoint>> {
  const reached = await reachVersion(work, key, body.version);
  const { row, side } = reached;
  if (side !== 'organization') refuse('object.notFound');
  const agrees = body.decision === 'agree';
  const reason = body.reason.trim();
  if (reason === '')
    refuseFields([
      { pointer: '/reason', code: 'required', detail: agrees ? 'Напишите, что исправите: житель это прочтёт' : 'Напишите, почему отказ: житель это прочтёт' },
    ]);
  if (!agrees && body.giveBackKopecks !== undefined)
    refuseFields([{ pointer: '/giveBackKopecks', code: 'notNow', detail: 'При отказе ничего не возвращают: уберите сумму' }]);
  const recalculationKopecks = body.giveBackKopecks === undefined ? null : await recalculate(work, row, { giveBackKopecks: body.giveBackKopecks, reason });
  const changes = {
    decision: reason,
    decided_at: work.now.toISOString(),
    decided_by: personIdOf(work.actor),
    recalculation_kopecks: recalculationKopecks === null ? null : BigInt(recalculationKopecks),
  };
  const version = await moveCase(work, reached, agrees ? 'agree' : 'refuse', changes);
  journal(work, row, agrees ? 'case.agreed' : 'case.refused');
  const outcome = !agrees
    ? 'Отказали.'
    : recalculationKopecks === null
      ? 'Согласились.'
      : `Согласились, вернём ${formatKopecks(-recalculationKopecks)} в следующем расчёте.`;
  tellPerson(work, row, { kind: 'case.decided', id: deriveId(row.id, 'decided'), facts: { subject: row.subject, answer: `${outcome} ${reason}` } });
  return { version, recalculationKopecks };
}

async function recalculate(work: Work, row: CaseRow, { giveBackKopecks, reason }: { giveBackKopecks: number; reason: string }): Promise<number> {
  const { serviceCode, period } = row.line as Static<typeof DisputedLine>;
  const asked = {
    houseId: row.house_id,
    accountId: row.account_id ?? refuse('object.notFound'),
    serviceCode,
    month: period,
    reason: reason.slice(0, MOST_OF_REASON),
    document: `Спор о начислении, ответ ${row.organization_name}`.slice(0, 300),
    ground: { by: 'sum' as const, kopecks: -giveBackKopecks },
  };
  const { kopecks } = await addRecalculation(work, asked);
  return kopecksToJson(BigInt(kopecks));
}

const journal = (work: Work, row: CaseRow, action: JournalAction): void =>
  work.journal({
    stream: `person:${row.person_id}`,
    action,
    object: { kind: 'case', id: row.id },
    personId: row.person_id,
    houseId: row.house_id,
    organizationId: row.organization_id,
    facts: row.account_id === null ? { address: row.address } : { number: row.account_number },
  });

function tellPerson(work: Work, row: CaseRow, notice: { id: string; kind: string; facts: object }): void {
  work.order({ task: 'notifications.notify', payload: { ...notice, personIds: [row.person_id], link: `/cases/${row.house_id}/${row.id}` } });
}
