// An accountant adds state duty, court costs or the performer's fine to an account, by a paper; the next run brings it as a line of its own.
import type { addSum as addEndpoint, withdrawSum as withdrawEndpoint } from '#contract/added-sums';
import type { TermsOf } from '#contract/charge-terms';
import type { AnswerOf, InputOf } from '#contract/endpoint';
import { placedSums } from '#contract/placed-sums';
import { accountsByNumbers } from '#modules/ledger';
import { personIdOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import { oneLine } from '#platform/one-line';
import { dayIn, type Month, monthOf } from '#platform/time';
import { lockName, type Work } from '#platform/work';
import { runOrganizations } from './calculation.policy.ts';
import { holdRuns, refuseWhilePosting, staleRuns } from './open-days.ts';
import './calculation.tables.ts';

const ZONE = 'Europe/Moscow';
/** Whichever draft there is must be counted anew: the sum comes in the first run that is counted after it. */
const ANY_MONTH: Month = '2000-01';

/** Command. Refuses object.notFound, by field an unknown account, missing words and a sum that stands already by the same paper; run.notReady. */
export async function addSum(work: Work, { body }: InputOf<typeof addEndpoint>): Promise<AnswerOf<typeof addEndpoint>> {
  const { organizationId, what } = body;
  found(runOrganizations(work.actor).includes(organizationId) || undefined);
  const number = body.account.trim();
  const account = (await accountsByNumbers(work.tx, organizationId, [number])).get(number);
  const [reason, document] = [oneLine(body.reason), oneLine(body.document)];
  const wrong = {
    ...(!account && { account: 'Такого счёта у организации нет' }),
    ...(reason.length < 3 && { reason: 'Напишите, за что эта сумма: жилец прочтёт это в счёте' }),
    ...(document.length < 3 && { document: 'Назовите документ: что это, номер и число' }),
  };
  const refuseBy = (fields: Readonly<Record<string, string>>): never =>
    refuseFields(Object.entries(fields).map(([field, detail]) => ({ pointer: `/${field}`, code: 'input.invalid', detail })));
  if (!account || Object.keys(wrong).length > 0) return refuseBy(wrong);
  const { houseId, accountId } = account;
  await holdRuns(work, organizationId);
  await refuseWhilePosting(work, { houseId, organizationId });
  await lockName(work.tx, `calculation.added ${accountId}`);
  const kopecks = BigInt(body.kopecks * placedSums[what].sign);
  const month = monthOf(dayIn(ZONE, work.now));
  const terms: TermsOf<'recalculation'> = {
    method: 'recalculation',
    period: month,
    benefit: null,
    reason,
    document,
    ground: { by: 'decision', sumKopecks: Number(kopecks) },
  };
  const sumId = deriveId(work.id, 'added sum');
  const own = { house_id: houseId, account_id: accountId, service_code: what, kopecks };
  const known = await work.tx
    .selectFrom('calculation.recalculation')
    .select('terms')
    .where('house_id', '=', houseId)
    .where('account_id', '=', accountId)
    .where('service_code', '=', what)
    .where('kopecks', '=', kopecks)
    .where('cancelled_at', 'is', null)
    .execute();
  if (known.some((one) => (one.terms as typeof terms).document === document)) refuseBy({ document: 'По этому документу такую сумму этому счёту уже добавили' });
  await work.tx
    .insertInto('calculation.recalculation')
    .values({
      ...own,
      id: sumId,
      organization_id: organizationId,
      account_number: number,
      month: `${month}-01`,
      terms: JSON.stringify(terms),
      decided_by: personIdOf(work.actor),
      decided_at: work.now.toISOString(),
      run_id: null,
    })
    .execute();
  await staleRuns(work, { organizationId, houseId, from: ANY_MONTH });
  const facts = { service: what, kopecks: Number(kopecks), document };
  work.journal({ stream: `house:${houseId}`, action: 'addedSum.made', object: { kind: 'account', id: accountId }, houseId, organizationId, facts });
  return { sumId };
}

/** Command. What a draft has taken is taken back with it: the draft is counted anew. Refuses object.notFound, run.notReady, addedSum.charged. */
export async function withdrawSum(work: Work, { params: { houseId, sumId } }: InputOf<typeof withdrawEndpoint>): Promise<AnswerOf<typeof withdrawEndpoint>> {
  const one = found(
    await work.tx
      .selectFrom('calculation.recalculation')
      .selectAll()
      .where('house_id', '=', houseId)
      .where('id', '=', sumId)
      .where('account_number', 'is not', null)
      .executeTakeFirst(),
  );
  const { organization_id: organizationId, account_id: accountId, service_code: service } = one;
  found(runOrganizations(work.actor).includes(organizationId) || undefined);
  await holdRuns(work, organizationId);
  await refuseWhilePosting(work, { houseId, organizationId });
  const withdrawn = await work.tx
    .updateTable('calculation.recalculation as c')
    .set({ cancelled_at: work.now.toISOString(), run_id: null })
    .where('c.house_id', '=', houseId)
    .where('c.id', '=', sumId)
    .where('c.cancelled_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('calculation.run as r')
            .select('r.id')
            .whereRef('r.house_id', '=', 'c.house_id')
            .whereRef('r.id', '=', 'c.run_id')
            .where('r.status', '=', 'posted'),
        ),
      ),
    )
    .returning('c.id')
    .executeTakeFirst();
  if (!withdrawn) refuse('addedSum.charged');
  await staleRuns(work, { organizationId, houseId, from: ANY_MONTH });
  const facts = { service, kopecks: Number(one.kopecks) };
  work.journal({ stream: `house:${houseId}`, action: 'addedSum.withdrawn', object: { kind: 'account', id: accountId }, houseId, organizationId, facts });
  return { withdrawn: true };
}
