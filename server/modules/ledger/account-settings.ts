// How a person keeps an account that is his (ACC-3): contacts, ways of notices, suspension, removal. All of it belongs to the link:
// others who see the account keep it in their own way, and the money and its history stay where they are.
import { sql } from 'kysely';
import type { JournalAction } from '#contract/action-words';
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type {
  askRemovalCode,
  changeAccountSettings,
  getAccountSettings,
  removeAccount as removeEndpoint,
  resumeAccount as resumeEndpoint,
  suspendAccount as suspendEndpoint,
} from '#contract/account-settings';
import type { FieldProblem } from '#contract/errors';
import { parsePhone } from '#contract/phone';
import { organizationsByIds, premisesOf } from '#modules/housing';
import { requestConfirmation, useConfirmation } from '#modules/identity';
import { type Actor, personIdOf } from '#platform/actor';
import { found, refuseChanged, refuseFields } from '#platform/errors';
import { type FieldPlace, openField, sealField } from '#platform/field-cipher';
import type { KeyRing } from '#platform/key-ring';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import { accountsByIds } from './accounts.queries.ts';
import type { AccountKey } from './post-transfers.ts';
import './ledger.events.ts';
import './ledger.tables.ts';

export type AccountContacts = { phone: string | null; email: string | null };
const NO_CONTACTS: AccountContacts = { phone: null, email: null };

const linkOf = (db: Db, actor: Actor, { houseId, accountId }: AccountKey) =>
  db
    .selectFrom('ledger.account_link')
    .selectAll()
    .where('person_id', '=', found(personIdOf(actor)))
    .where('account_id', '=', accountId)
    .where('house_id', '=', houseId)
    .where('status', '=', 'linked');
const placeOf = (personId: string, accountId: string): FieldPlace => ({ table: 'ledger.account_link', column: 'contacts', rowId: `${personId} ${accountId}` });

/** The contacts that a person gave for the account. */
export const openContacts = (keys: KeyRing, link: { person_id: string; account_id: string; contacts: Buffer | null }): AccountContacts =>
  link.contacts === null ? NO_CONTACTS : (JSON.parse(openField(keys, placeOf(link.person_id, link.account_id), link.contacts)) as AccountContacts);

/** GET …/settings. Four statements. */
export async function readAccountSettings({ db, actor }: Reading, keys: KeyRing, key: AccountKey): Promise<AnswerOf<typeof getAccountSettings>> {
  const link = found(await linkOf(db, actor, key).executeTakeFirst());
  return {
    ...(await facesOf(db, key)),
    contract: link.contract,
    ...openContacts(keys, link),
    byEmail: link.by_email,
    bySms: link.by_sms,
    suspendedAt: link.suspended_at,
    version: link.version,
  };
}

async function facesOf(db: Db, key: AccountKey): Promise<{ number: string; organization: string; address: string }> {
  const account = found((await accountsByIds(db, [key]))[0]);
  const [organization] = await organizationsByIds(db, [account.organizationId]);
  const [premises] = await premisesOf(db, [account]);
  return { number: account.number, organization: organization?.shortName ?? '', address: premises?.address ?? '' };
}

/** Locks the link and refuses when it changed since the person saw it. */
async function lockLink(work: Work, key: AccountKey, version: number) {
  const link = found(await linkOf(work.tx, work.actor, key).forUpdate().executeTakeFirst());
  if (link.version !== version) refuseChanged({ version: link.version, byEmail: link.by_email, bySms: link.by_sms, suspendedAt: link.suspended_at });
  return link;
}

type Changes = Partial<{ by_email: boolean; by_sms: boolean; contacts: Buffer | null; contract: string | null; suspended_at: string | null; status: string }>;

async function keepLink(
  work: Work,
  { person_id: personId, account_id: accountId, house_id: houseId }: { person_id: string; account_id: string; house_id: string },
  { action, changes }: { action: JournalAction; changes: Changes },
): Promise<number> {
  const { version } = await work.tx
    .updateTable('ledger.account_link')
    .set({ ...changes, version: sql`version + 1` })
    .where('person_id', '=', personId)
    .where('account_id', '=', accountId)
    .returning('version')
    .executeTakeFirstOrThrow();
  work.journal({ stream: `person:${personId}`, action, object: { kind: 'account', id: accountId }, personId, houseId });
  work.emit('account.linked', { personId, houseId, accountId }, [`person:${personId}`]);
  return version;
}

/** POST …/settings. */
export async function changeSettings(work: Work, key: AccountKey, body: BodyOf<typeof changeAccountSettings>): Promise<AnswerOf<typeof changeAccountSettings>> {
  const link = await lockLink(work, key, body.version);
  const contacts = readContacts(body);
  const sealed =
    contacts.phone === null && contacts.email === null ? null : sealField(work.masterKeys, placeOf(link.person_id, link.account_id), JSON.stringify(contacts));
  return {
    version: await keepLink(work, link, {
      action: 'account.settingsChanged',
      changes: { contacts: sealed, by_email: body.byEmail, by_sms: body.bySms, contract: body.contract.trim() || null },
    }),
  };
}

function readContacts({ phone, email }: { phone: string; email: string }): AccountContacts {
  const problems: FieldProblem[] = [];
  const given = { phone: phone.trim() === '' ? null : (parsePhone(phone) ?? undefined), email: email.trim() === '' ? null : email.trim() };
  if (given.phone === undefined) problems.push({ pointer: '/phone', code: 'phone', detail: 'Введите номер телефона, например +7 912 345-67-89' });
  if (given.email !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(given.email))
    problems.push({ pointer: '/email', code: 'email', detail: 'Введите почту, например galina@pochta.example' });
  if (problems.length > 0) refuseFields(problems);
  return { phone: given.phone ?? null, email: given.email };
}

/** What is confirmed by a code (CONF-1), and how the message names it. */
const CONFIRMED = { suspension: 'приостановить счёт', removal: 'убрать из вашего кабинета счёт' } as const;
type Purpose = keyof typeof CONFIRMED;
const confirmedOf = (purpose: Purpose, { houseId, accountId }: AccountKey) => ({ purpose: `account.${purpose}`, content: { houseId, accountId } });

/** POST …/suspension/code and …/removal/code. */
export async function askAccountCode(work: Work, key: AccountKey, purpose: Purpose): Promise<AnswerOf<typeof askRemovalCode>> {
  found(await linkOf(work.tx, work.actor, key).executeTakeFirst());
  const { number, organization } = await facesOf(work.tx, key);
  const { confirmationId, sentTo, expiresAt } = await requestConfirmation(work, {
    ...confirmedOf(purpose, key),
    words: `${CONFIRMED[purpose]} ${number} (${organization})`,
  });
  return { confirmationId, sentTo, expiresAt };
}

/** POST …/suspension. What is suspended already stays as it is. */
export async function suspendAccount(
  work: Work,
  key: AccountKey,
  { version, confirmationId, code }: BodyOf<typeof suspendEndpoint>,
): Promise<AnswerOf<typeof suspendEndpoint>> {
  const link = await lockLink(work, key, version);
  await useConfirmation(work, { ...confirmedOf('suspension', key), confirmationId, code });
  if (link.suspended_at !== null) return { version: link.version, suspendedAt: link.suspended_at };
  const suspendedAt = work.now.toISOString();
  return { version: await keepLink(work, link, { action: 'account.suspended', changes: { suspended_at: suspendedAt } }), suspendedAt };
}

/** POST …/resumption. Nothing is at stake: it takes no code. */
export async function resumeAccount(work: Work, key: AccountKey, { version }: BodyOf<typeof resumeEndpoint>): Promise<AnswerOf<typeof resumeEndpoint>> {
  const link = await lockLink(work, key, version);
  if (link.suspended_at === null) return { version: link.version };
  return { version: await keepLink(work, link, { action: 'account.resumed', changes: { suspended_at: null } }) };
}

/** POST …/removal. The row stays: an account that is proven anew comes back with its contract. */
export async function removeAccount(
  work: Work,
  key: AccountKey,
  { confirmationId, code }: BodyOf<typeof removeEndpoint>,
): Promise<AnswerOf<typeof removeEndpoint>> {
  const link = found(await linkOf(work.tx, work.actor, key).forUpdate().executeTakeFirst());
  await useConfirmation(work, { ...confirmedOf('removal', key), confirmationId, code });
  await keepLink(work, link, { action: 'account.unlinked', changes: { status: 'removed', contacts: null } });
  work.emit('account.unlinked', { personId: link.person_id, houseId: key.houseId, accountId: key.accountId }, []);
  return { removed: true };
}
