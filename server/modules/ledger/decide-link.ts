// The organization confirms or refuses a person's right to see an account (ACC-2).
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { decideLink as endpoint } from '#contract/ledger';
import { organizationsByIds } from '#modules/housing';
import { organizationsOf, personIdOf } from '#platform/actor';
import { found, refuse, refuseChanged, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Work } from '#platform/work';
import { type Account, accountsByIds, accountsByNumbers } from './accounts.queries.ts';
import { linkAccount } from './create-accounts.ts';
import './ledger.events.ts';

/** Who decides about the accounts of an organization. */
export const LINK_DECIDERS = ['accountant', 'manager'] as const;

/** POST /api/v1/work/links/:requestId/decision. A refusal needs a reason; a confirmation needs an account of the organization. */
export async function decideLink(work: Work, requestId: string, body: BodyOf<typeof endpoint>): Promise<AnswerOf<typeof endpoint>> {
  const request = found(await work.tx.selectFrom('ledger.link_request').selectAll().where('id', '=', requestId).forUpdate().executeTakeFirst());
  if (!organizationsOf(work.actor, LINK_DECIDERS).includes(request.organization_id)) refuse('object.notFound');
  if (request.status !== 'waiting') refuse('accounts.requestDecided');
  if (request.version !== body.version) refuseChanged({ version: request.version, number: request.number, address: request.address });
  const reason = body.reason?.trim() ?? '';
  if (body.decision === 'refuse' && reason === '')
    refuseFields([{ pointer: '/reason', code: 'required', detail: 'Напишите, почему отказ: человек это прочтёт' }]);
  const status = body.decision === 'confirm' ? ('linked' as const) : ('refused' as const);
  const personId = request.person_id;
  if (status === 'linked') {
    const account = await meantAccount(work, request, body.accountNumber?.trim() ?? '');
    await linkAccount(work, {
      personId,
      houseId: account.houseId,
      accountId: account.accountId,
      premisesId: account.premisesId,
      proof: 'organization',
      contract: request.contract,
    });
  }
  await work.tx
    .updateTable('ledger.link_request')
    .set({ status, reason: reason || null, decided_at: work.now.toISOString(), decided_by: personIdOf(work.actor), version: request.version + 1 })
    .where('id', '=', requestId)
    .execute();
  work.journal({
    stream: `organization:${request.organization_id}`,
    action: status === 'linked' ? 'link.confirmed' : 'link.refused',
    object: { kind: 'linkRequest', id: requestId },
    personId,
    organizationId: request.organization_id,
  });
  const [organization] = await organizationsByIds(work.tx, [request.organization_id]);
  const notice = {
    id: deriveId(requestId, 'answered'),
    personIds: [personId],
    kind: 'account.answered',
    facts: { number: request.number, organization: organization!.shortName, isLinked: status === 'linked', ...(status === 'refused' && { reason }) },
    link: '/accounts',
  };
  work.order({ task: 'notifications.notify', payload: notice, key: notice.id });
  work.emit('link.decided', { requestId, personId, organizationId: request.organization_id }, [
    `person:${personId}`,
    `organization:${request.organization_id}`,
  ]);
  return { status };
}

async function meantAccount(
  work: Work,
  request: { organization_id: string; candidate_house_id: string | null; candidate_id: string | null },
  number: string,
): Promise<Account> {
  const named = number === '' ? undefined : (await accountsByNumbers(work.tx, request.organization_id, [number])).get(number);
  const candidate =
    request.candidate_id !== null && request.candidate_house_id !== null ? { houseId: request.candidate_house_id, accountId: request.candidate_id } : undefined;
  const key = number === '' ? candidate : named;
  const [account] = key ? await accountsByIds(work.tx, [key]) : [];
  const detail = number === '' ? 'Введите номер счёта, к которому открыть доступ' : 'Счёта с таким номером у вашей организации нет';
  return account ?? refuseFields([{ pointer: '/accountNumber', code: 'unknown', detail }]);
}
