// Another telephone or address (CONF-1): codes at the old one and at the new one, every contact told, and a day in which it may be cancelled.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { type askContactCodes, type changeContact as changeEndpoint, CONTACT_HOURS, type getContacts } from '#contract/contact-change';
import { maskPhone, parsePhone } from '#contract/phone';
import { formatInstant } from '#contract/russian';
import { type Actor, type Person, personAtScreen } from '#platform/actor';
import { found, refuse, refuseFields, Refusal } from '#platform/errors';
import { type FieldPlace, openField, sealField } from '#platform/field-cipher';
import { deriveId } from '#platform/ids';
import type { KeyRing } from '#platform/key-ring';
import type { Job } from '#platform/module';
import type { Flow, Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import { type Ground, runAsSystem, runCommand, type Work } from '#platform/work';
import { requestConfirmation, tryConfirmation, useConfirmation } from './confirmation.ts';
import { maskedContact, sendCode } from './one-time-code.ts';
import { personBySignInName } from './person-papers.ts';
import { canonicalEmail } from './sign-in-name.ts';
import { tellChange } from './tell-change.ts';
import './identity.tables.ts';

const PURPOSE = 'contact change';
const HOUR_MS = 3_600_000;
const AT_ONCE = 50;
type Wanted = BodyOf<typeof askContactCodes>;

const place = (rowId: string): FieldPlace => ({ table: 'identity.contact_change', column: 'value', rowId });
/** The new value of a change, for whom it is about. */
export const openContactChange = (keys: KeyRing, id: string, stored: Buffer): string => openField(keys, place(id), stored);
const masked = (kind: string, value: string): string => (kind === 'phone' ? maskPhone(value) : maskedContact('email', { phone: null, email: value }));
const selfOf = (actor: Actor): Person => (actor.kind === 'person' ? actor : refuse('auth.required'));
const waitingOf = (db: Db, personId: string) =>
  db.selectFrom('identity.contact_change').selectAll().where('person_id', '=', personId).where('status', '=', 'waiting');

function readWanted({ kind, value }: Wanted): Wanted {
  const canonical = kind === 'phone' ? parsePhone(value.trim()) : canonicalEmail(value);
  return {
    kind,
    value:
      canonical ??
      refuseFields([
        {
          pointer: '/value',
          code: 'input.invalid',
          detail: kind === 'phone' ? 'Введите номер телефона, например +7 912 345-67-89' : 'Введите адрес почты, например ivan@example.ru',
        },
      ]),
  };
}

/** POST /api/v1/contacts/codes. Whoever has the new contact is told instead of the code, so that the answer is the same. */
export async function askCodes(work: Work, body: Wanted): Promise<AnswerOf<typeof askContactCodes>> {
  const actor = selfOf(work.actor);
  const personId = personAtScreen(actor);
  const content = readWanted(body);
  const holder = await personBySignInName(work.tx, content.value);
  if (holder === personId) refuse('contact.same');
  if (await waitingOf(work.tx, personId).executeTakeFirst()) refuse('contact.waiting');
  const words = content.kind === 'phone' ? `новый телефон ${maskPhone(content.value)}` : `новая почта ${masked('email', content.value)}`;
  const asked = await requestConfirmation(work, { purpose: PURPOSE, content, words });
  const [newConfirmationId, channel] = [deriveId(work.id, 'new contact'), content.kind === 'phone' ? ('sms' as const) : ('email' as const)];
  await sendCode(work, {
    id: newConfirmationId,
    personId,
    boundTo: actor.sessionId,
    purpose: PURPOSE,
    content: { ...content, isNew: true },
    words,
    channel,
    to: holder === undefined ? content.value : null,
  });
  if (holder !== undefined)
    work.order({
      task: 'notifications.send-message',
      payload: { id: deriveId(work.id, 'already here'), personId: holder, channel, template: 'identity.alreadyHere', facts: {} },
    });
  return {
    confirmationId: asked.confirmationId,
    sentTo: asked.sentTo,
    newConfirmationId,
    newSentTo: masked(content.kind, content.value),
    expiresAt: asked.expiresAt,
  };
}

/** POST /api/v1/contacts. Both codes are tried and counted before the command, and spent in it. */
export async function changeContact(
  { ground, actor, id, route, now }: Flow,
  { code, newCode, ...body }: BodyOf<typeof changeEndpoint>,
): Promise<AnswerOf<typeof changeEndpoint>> {
  await tryConfirmation(ground, actor, { confirmationId: body.confirmationId, code });
  try {
    await tryConfirmation(ground, actor, { confirmationId: body.newConfirmationId, code: newCode });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'confirm.wrong') throw error;
    throw new Refusal('confirm.wrong', { facts: error.facts, fields: error.fields.map((field) => ({ ...field, pointer: '/newCode' })) });
  }
  return (await runCommand(ground, { actor, id, route, body, now }, (work) => putChange(work, { ...body, code, newCode }))).answer;
}

async function putChange(
  work: Work,
  { kind, value, confirmationId, code, newConfirmationId, newCode }: BodyOf<typeof changeEndpoint>,
): Promise<{ dueAt: string }> {
  const personId = personAtScreen(selfOf(work.actor));
  const content = readWanted({ kind, value });
  await useConfirmation(work, { purpose: PURPOSE, content, confirmationId, code });
  await useConfirmation(work, { purpose: PURPOSE, content: { ...content, isNew: true }, confirmationId: newConfirmationId, code: newCode });
  const [id, dueAt] = [deriveId(work.id, 'contact change'), new Date(work.now.getTime() + CONTACT_HOURS * HOUR_MS).toISOString()];
  const added = await work.tx
    .insertInto('identity.contact_change')
    .values({
      person_id: personId,
      id,
      kind,
      value: sealField(work.masterKeys, place(id), content.value),
      asked_at: work.now.toISOString(),
      due_at: dueAt,
      ended_at: null,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) refuse('contact.waiting');
  tell(work, {
    personId,
    id,
    action: 'identity.contactAsked',
    words: `${formatInstant(dueAt, 'Europe/Moscow')} изменится ${kind === 'phone' ? 'телефон' : 'почта'}: ${masked(kind, content.value)}. Если это не вы, отмените в профиле и смените пароль`,
  });
  return { dueAt };
}

type Told = { personId: string; id: string; action: 'identity.contactAsked' | 'identity.contactKept'; words: string };

/** By every contact that there is: a stranger may have both codes. */
function tell(work: Work, { personId, id, action, words }: Told): void {
  work.journal({ stream: `person:${personId}`, action, object: { kind: 'contact', id }, personId });
  work.order({
    task: 'notifications.notify',
    payload: { id: deriveId(work.id, action), personIds: [personId], kind: 'identity.contactChange', facts: { words }, link: '/profile/contacts' },
  });
}

/** POST /api/v1/contacts/cancel. Nothing that waits is not found. */
export async function cancelContactChange(work: Work): Promise<object> {
  const { personId } = selfOf(work.actor);
  const row = found(
    await work.tx
      .updateTable('identity.contact_change')
      .set({ status: 'cancelled', ended_at: work.now.toISOString() })
      .where('person_id', '=', personId)
      .where('status', '=', 'waiting')
      .returning('id')
      .executeTakeFirst(),
  );
  tell(work, { personId, id: row.id, action: 'identity.contactKept', words: 'остаётся прежним, изменение отменено' });
  return {};
}

/** The job: changes whose day has come. A contact that somebody else took meanwhile is not given. */
export const changeDue: Job = {
  async run({ ground, db, now }) {
    const due = await db
      .selectFrom('identity.contact_change')
      .select(['person_id', 'id'])
      .where('status', '=', 'waiting')
      .where('due_at', '<=', now().toISOString())
      .orderBy('due_at')
      .limit(AT_ONCE)
      .execute();
    for (const { person_id: personId, id } of due) await runAsSystem(ground, 'identity.change-contacts', id, (work) => carryOut(work, personId, id));
  },
};

async function carryOut(work: Work, personId: string, id: string): Promise<object> {
  const row = await waitingOf(work.tx, personId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) return {}; // cancelled meanwhile
  const [kind, value] = [row.kind as 'phone' | 'email', openContactChange(work.masterKeys, id, row.value)];
  const added = await work.tx
    .insertInto('identity.sign_in_name')
    .values({ value, person_id: personId, kind })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  const isFree = added.numInsertedOrUpdatedRows === 1n;
  await work.tx
    .updateTable('identity.contact_change')
    .set({ status: isFree ? 'done' : 'refused', ended_at: work.now.toISOString() })
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .execute();
  if (!isFree) {
    tell(work, { personId, id, action: 'identity.contactKept', words: 'остаётся прежним: новым уже пользуется другой человек' });
    return {};
  }
  await work.tx.deleteFrom('identity.sign_in_name').where('person_id', '=', personId).where('kind', '=', kind).where('value', '!=', value).execute();
  await work.tx
    .updateTable('identity.person')
    .set((eb) => ({ [kind]: value, version: eb('version', '+', 1) }))
    .where('id', '=', personId)
    .execute();
  tellChange(work, personId, 'contactChanged');
  return {};
}

/** GET /api/v1/contacts. Two statements. */
export async function readContacts({ db, actor }: Reading, ground: Ground): Promise<AnswerOf<typeof getContacts>> {
  const { personId } = selfOf(actor);
  const person = await db.selectFrom('identity.person').select(['phone', 'email']).where('id', '=', personId).executeTakeFirstOrThrow();
  const row = await waitingOf(db, personId).executeTakeFirst();
  return {
    phone: person.phone && maskPhone(person.phone),
    email: person.email && masked('email', person.email),
    waiting: row ? { kind: row.kind as 'phone', value: masked(row.kind, openContactChange(ground.masterKeys, row.id, row.value)), dueAt: row.due_at } : null,
  };
}
