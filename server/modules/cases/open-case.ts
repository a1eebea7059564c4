// A person asks about an account or disputes a line (ACC-5, CHG-3). What it is about goes along as it stands today.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { caseKinds, type DisputedLine, HOUSE_CASES_MOST, type openCase as endpoint, type openHouseCase as houseEndpoint } from '#contract/cases';
import type { FieldProblem } from '#contract/errors';
import { formatMonth } from '#contract/russian';
import type { Static } from 'typebox';
import { explainCharge } from '#modules/billing';
import { housesByIds, organizationsByIds, premisesOf, shortAddress } from '#modules/housing';
import { personsWithRole } from '#modules/identity';
import { type AccountKey, accountsByIds, linkedAccounts } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { dayIn } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { answerBy, type CaseKind } from './case-moves.ts';
import { CASE_STAFF, type CaseRow, tellChange, writeMessage } from './case-row.ts';
import './cases.tables.ts';

const SUBJECT_MOST = 70;
const SHORTEST = 3;

type Body = BodyOf<typeof endpoint>;
type Line = Static<typeof DisputedLine>;

/** POST /api/v1/cases. Refuses object.notFound for what the person does not see, cases.disputed for a line that he disputes already. */
export async function openCase(work: Work, body: Body): Promise<AnswerOf<typeof endpoint>> {
  const personId = found(personIdOf(work.actor));
  const { houseId, accountId, kind, wrong } = body;
  const text = body.text.trim();
  const link = found((await linkedAccounts(work.tx, personId)).find((one) => one.accountId === accountId && one.houseId === houseId));
  if (link.isSuspended) refuse('accounts.suspended');
  checkForm(body, text);
  const line = body.chargeId === undefined ? null : await lineOf(work, { houseId, chargeId: body.chargeId, accountId });
  if (kind === 'dispute') await refuseDisputed(work, { personId, houseId, chargeId: body.chargeId! });
  const face = await faceOf(work, { houseId, accountId });
  if (kind === 'registration' && face.managerId !== face.columns.organization_id)
    refuseFields([{ pointer: '/kind', code: 'unknown', detail: 'О регистрации просят организацию, которая управляет домом' }]);
  const decideBy = answerBy(kind, dayIn(face.timeZone, work.now));
  const caseId = deriveId(work.id, 'case');
  const row: NewCase = {
    ...face.columns,
    house_id: houseId,
    id: caseId,
    account_id: accountId,
    person_id: personId,
    kind,
    subject: line ? `${line.service}, ${formatMonth(line.period)}` : beginningOf(text),
    charge_id: body.chargeId ?? null,
    wrong: kind === 'dispute' ? wrong! : null,
    line: line && JSON.stringify(line),
    decide_by: decideBy,
  };
  await beginCase(work, row, text);
  work.journal({
    stream: `person:${personId}`,
    action: kind === 'dispute' ? 'case.disputed' : 'case.asked',
    object: { kind: 'case', id: caseId },
    personId,
    houseId,
    organizationId: row.organization_id,
    facts: { number: row.account_number, decideBy, ...(line && { period: line.period }) },
  });
  return { caseId, houseId, decideBy };
}

const SHORTEST_WORDS = { request: 'Напишите, что случилось и где', error: 'Напишите, что не так и как правильно' } as const;

/**
 * POST /api/v1/houses/:houseId/cases. Something in a house wants mending, or what the portal says of it does: anybody who is signed in may tell
 * its managing organization (ADDR-5). Refuses cases.tooMany.
 */
export async function openHouseCase(work: Work, { houseId }: { houseId: string }, body: BodyOf<typeof houseEndpoint>): Promise<AnswerOf<typeof houseEndpoint>> {
  const personId = found(personIdOf(work.actor));
  const house = found((await housesByIds(work.tx, [houseId]))[0]);
  const organization = found((await organizationsByIds(work.tx, [house.managerId]))[0]);
  const text = body.text.trim();
  if (text.length < SHORTEST) refuseFields([{ pointer: '/text', code: 'required', detail: SHORTEST_WORDS[body.kind] }]);
  // One after another for a person: the twentieth at once sees the others.
  await lockName(work.tx, `house cases ${personId}`);
  const { n } = await work.tx
    .selectFrom('cases.account_case')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('person_id', '=', personId)
    .where('account_id', 'is', null)
    .where('status', 'in', ['open', 'answered'])
    .executeTakeFirstOrThrow();
  if (Number(n) >= HOUSE_CASES_MOST) refuse('cases.tooMany', { most: HOUSE_CASES_MOST });
  const caseId = deriveId(work.id, 'case');
  const decideBy = answerBy(body.kind, dayIn(house.timeZone, work.now));
  const address = shortAddress(house);
  const about = {
    premises_id: null,
    account_id: null,
    account_number: '',
    address,
    organization_id: organization.id,
    organization_name: organization.shortName,
  };
  await beginCase(
    work,
    {
      ...about,
      house_id: houseId,
      id: caseId,
      person_id: personId,
      kind: body.kind,
      subject: beginningOf(text),
      charge_id: null,
      wrong: null,
      line: null,
      decide_by: decideBy,
    },
    text,
  );
  work.journal({
    stream: `person:${personId}`,
    action: body.kind === 'request' ? 'case.requested' : 'case.houseError',
    object: { kind: 'case', id: caseId },
    personId,
    houseId,
    organizationId: organization.id,
    facts: { address, decideBy },
  });
  return { caseId, houseId, decideBy };
}

type NewCase = Pick<
  CaseRow,
  | 'house_id'
  | 'id'
  | 'premises_id'
  | 'account_id'
  | 'organization_id'
  | 'person_id'
  | 'account_number'
  | 'address'
  | 'organization_name'
  | 'subject'
  | 'charge_id'
  | 'wrong'
  | 'line'
  | 'decide_by'
> & { kind: CaseKind };

/** Written down with its first words, and told to those who answer. */
async function beginCase(work: Work, row: NewCase, text: string): Promise<void> {
  await work.tx
    .insertInto('cases.account_case')
    .values({ ...row, status: 'open', opened_at: work.now.toISOString(), written_at: work.now.toISOString() })
    .execute();
  await writeMessage(work, row, { id: deriveId(work.id, 'message'), number: 1, side: 'person', text });
  tellChange(work, row);
  await tellStaff(work, row, { id: deriveId(row.id, 'opened'), subject: `${caseKinds[row.kind]}: ${row.subject}`, byDay: row.decide_by });
}

/** Those who answer for the organization learn that somebody waits. */
export async function tellStaff(
  work: Work,
  row: Pick<CaseRow, 'house_id' | 'id' | 'organization_id' | 'address'>,
  { id, subject, byDay }: { id: string; subject: string; byDay: string },
): Promise<void> {
  const staff = (await personsWithRole(work.tx, { roles: CASE_STAFF, organizationIds: [row.organization_id] }, work.now)).map((one) => one.personId);
  if (staff.length > 0)
    work.order({
      task: 'notifications.notify',
      payload: {
        id,
        personIds: [...new Set(staff)],
        kind: 'work.caseOpened',
        facts: { subject, address: row.address, byDay },
        link: `/work/cases/${row.house_id}/${row.id}`,
      },
    });
}

/** «Заплатила в кассе банка. Когда платёж…»: lists tell questions apart by their first words. */
function beginningOf(text: string): string {
  const words = text.replaceAll(/\s+/gu, ' ');
  return words.length <= SUBJECT_MOST ? words : `${words.slice(0, SUBJECT_MOST).replace(/\s+\S*$/u, '')}…`;
}

function checkForm({ kind, chargeId, wrong }: Body, text: string): void {
  const problems: FieldProblem[] = [];
  if (kind === 'dispute' && chargeId === undefined)
    problems.push({ pointer: '/chargeId', code: 'required', detail: 'Откройте «Почему столько?» у строки и нажмите «Оспорить»' });
  if (kind === 'dispute' && wrong === undefined) problems.push({ pointer: '/wrong', code: 'required', detail: 'Выберите, что не так' });
  if (text.length < SHORTEST) problems.push({ pointer: '/text', code: 'required', detail: 'Напишите, что случилось: хотя бы одну фразу' });
  if (problems.length > 0) refuseFields(problems);
}

/** The line as it stands now, with the terms that its sum was made of. */
async function lineOf(work: Work, { houseId, chargeId, accountId }: AccountKey & { chargeId: string }): Promise<Line> {
  const charge = await explainCharge({ db: work.tx, actor: work.actor, now: work.now }, { houseId, chargeId });
  if (charge.accountId !== accountId) refuse('object.notFound');
  const { service, serviceCode, period, totalKopecks, explanation } = charge;
  return { service, serviceCode, period, totalKopecks, explanation };
}

async function refuseDisputed(work: Work, { personId, houseId, chargeId }: { personId: string; houseId: string; chargeId: string }): Promise<void> {
  await lockName(work.tx, `dispute ${chargeId} ${personId}`);
  const going = await work.tx
    .selectFrom('cases.account_case')
    .select('id')
    .where('house_id', '=', houseId)
    .where('charge_id', '=', chargeId)
    .where('person_id', '=', personId)
    .where('kind', '=', 'dispute')
    .where('status', 'in', ['open', 'answered'])
    .executeTakeFirst();
  if (going) refuse('cases.disputed');
}

async function faceOf(work: Work, key: AccountKey) {
  const account = found((await accountsByIds(work.tx, [key]))[0]);
  const premises = found((await premisesOf(work.tx, [account]))[0]);
  const organization = found((await organizationsByIds(work.tx, [account.organizationId]))[0]);
  return {
    timeZone: premises.timeZone,
    managerId: premises.managerId,
    columns: {
      premises_id: account.premisesId,
      organization_id: account.organizationId,
      account_number: account.number,
      address: premises.address,
      organization_name: organization.shortName,
    },
  };
}
