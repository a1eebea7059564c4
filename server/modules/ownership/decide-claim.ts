// The reviewer's word (OWN-3, OWN-4): confirms, refuses with what is wrong, asks for more.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type { decideClaim as decideEndpoint } from '#contract/ownership';
import { personNames } from '#modules/identity';
import { personIdOf } from '#platform/actor';
import { refuseFields } from '#platform/errors';
import type { Work } from '#platform/work';
import { rightsOf } from './check-claims.ts';
import { type ClaimKey, type ClaimRow, claimToMove, moveClaim, openFinding, todayOf } from './claim-row.ts';
import { confirmClaim, type RightToRecord, tellPerson } from './confirm-claim.ts';
import { readShare } from './share.ts';

type Decision = BodyOf<typeof decideEndpoint>;

/** Command. Refuses claims.closed, object.changed, by field what is missing, and what the record of owners refuses. */
export async function decideClaim(work: Work, key: ClaimKey, body: Decision): Promise<AnswerOf<typeof decideEndpoint>> {
  const { decision, version, wrong = [] } = body;
  const row = await claimToMove(work, key, { move: decision, by: 'reviewer', version });
  const reason = body.reason?.trim() ?? '';
  if (reason === '')
    refuseFields([
      {
        pointer: '/reason',
        code: 'required',
        detail: {
          confirm: 'Напишите, почему решили подтвердить: это останется в деле',
          refuse: 'Напишите, чего не хватает или что не так: человек это прочтёт',
          ask: 'Напишите, что нужно приложить',
        }[decision],
      },
    ]);
  if (wrong.length > 0)
    await work.tx
      .updateTable('ownership.paper')
      .set({ problem: reason.slice(0, 500) })
      .where('house_id', '=', key.houseId)
      .where('claim_id', '=', key.claimId)
      .where('kind', 'in', wrong)
      .execute();
  const decided = { reply: reason, decided_by: personIdOf(work.actor) };
  if (decision === 'confirm') {
    await confirmByPerson(work, row, body, decided);
    return { status: 'confirmed' };
  }
  const status = await moveClaim(work, row, { move: decision, set: decided });
  tellPerson(
    work,
    row,
    decision === 'ask'
      ? `Нужны документы: ${reason}`
      : `В подтверждении владения отказано: ${reason}. Исправьте и подайте снова: верные документы сохранились.`,
  );
  return { status };
}

/** By the right that the register has; where it names none of the person, by what the reviewer reads in the papers. */
async function confirmByPerson(work: Work, row: ClaimRow, body: Decision, set: { reply: string; decided_by: string | null }): Promise<void> {
  const finding = openFinding(work.masterKeys, row);
  if (finding?.right) return confirmClaim(work, row, { rights: rightsOf(finding, row), burdens: finding.object?.restrictions ?? null, set });
  const share = body.share === undefined ? undefined : readShare(body.share);
  const today = todayOf(work.now);
  const fields = [
    ...(share ? [] : [{ pointer: '/share', code: 'input.invalid', detail: 'Введите долю, как в документе: 1, 1/2' }]),
    ...(body.registeredOn === undefined || body.registeredOn > today
      ? [{ pointer: '/registeredOn', code: 'input.invalid', detail: 'Введите день регистрации права, не позже сегодняшнего' }]
      : []),
  ];
  if (!share || body.registeredOn === undefined || fields.length > 0) return refuseFields(fields);
  const name = (await personNames(work.tx, [row.person_id])).get(row.person_id)!.full;
  const right: RightToRecord = {
    personId: row.person_id,
    name,
    inn: null,
    share,
    number: body.registrationNumber?.trim() || null,
    registeredOn: body.registeredOn,
    ground: null,
  };
  await confirmClaim(work, row, { rights: [right], isOwnOnly: true, burdens: null, set });
}
