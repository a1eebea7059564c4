// No more letters of one kind, by the address that stands in each (RFC 8058): also signed out, and by a mail program that asks nobody.
import { found } from '#platform/errors';
import type { KeyRing } from '#platform/key-ring';
import type { Work } from '#platform/work';
import { isNoticeKind, type NoticeKind, noticeKinds } from './notice-kinds.ts';
import { openToken, signedToken } from './signed-token.ts';
import './notifications.tables.ts';

type Letter = { readonly personId: string; readonly kind: string };

/** Of letters that may be switched off; undefined for codes and for what the law sends. */
export function unsubscribeUrl(keys: KeyRing, publicUrl: URL, { personId, kind }: { personId: string | null; kind: string }): string | undefined {
  if (personId === null || !isUsual(kind)) return undefined;
  return new URL(`/unsubscribe/${signedToken(keys, 'unsubscribe', `${personId}.${kind}`)}`, publicUrl).href;
}

const isUsual = (kind: string): kind is keyof typeof noticeKinds => isNoticeKind(kind) && (noticeKinds[kind] as NoticeKind).nature === 'usual';

function readLetter(keys: KeyRing, token: string): Letter {
  const [personId = '', ...kind] = found(openToken(keys, 'unsubscribe', token)).split('.');
  return { personId, kind: found(isUsual(kind.join('.')) ? kind.join('.') : undefined) };
}

/** What the address is about; changes nothing. Refuses with object.notFound an address that the portal did not write. */
export const letterKind = (keys: KeyRing, token: string): { name: string } => ({
  name: noticeKinds[readLetter(keys, token).kind as keyof typeof noticeKinds].name,
});

/** Once or twenty times, it is off, with one line of the journal. */
export async function unsubscribe(work: Work, token: string): Promise<{ name: string }> {
  const { personId, kind } = readLetter(work.masterKeys, token);
  const changed = await work.tx
    .insertInto('notifications.preference')
    .values({ person_id: personId, kind, channel: 'email', is_on: false })
    .onConflict((on) => on.columns(['person_id', 'kind', 'channel']).doUpdateSet({ is_on: false }).where('notifications.preference.is_on', '=', true))
    .executeTakeFirst();
  if ((changed.numInsertedOrUpdatedRows ?? 0n) > 0n)
    work.journal({ stream: `person:${personId}`, action: 'notifications.unsubscribed', object: { kind: 'person', id: personId }, personId, facts: { kind } });
  return letterKind(work.masterKeys, token);
}
