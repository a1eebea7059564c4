// The authority at an administrator's desk: what it issues with, its lists of the revoked, and certificates by number or holder.
import type { AnswerOf } from '#contract/endpoint';
import { CERTIFICATES_MOST, type getAuthority } from '#contract/signing';
import { allOrganizations, organizationsByIds } from '#modules/housing';
import { personNames, personsByName } from '#modules/identity';
import { recordLook } from '#platform/record-look';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Ground } from '#platform/work';
import { readCertificate } from '#platform/x509';
import './signing.tables.ts';

type Answer = AnswerOf<typeof getAuthority>;
/** A part of a number, as it is printed with spaces too. */
const NUMBER = /^[0-9A-F]{6,40}$/;

async function issuingOf(db: Db): Promise<Answer['issuing']> {
  const rows = await db
    .selectFrom('signing.authority as a')
    .where('a.role', '=', 'issuing')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('signing.revocation_list as l')
          .select(['l.number', 'l.revoked', 'l.made_at', 'l.until'])
          .whereRef('l.issuing_id', '=', 'a.id')
          .orderBy('l.number', 'desc')
          .limit(1)
          .as('list'),
      (join) => join.onTrue(),
    )
    .select(['a.id', 'a.root_id', 'a.certificate', 'a.issued_at', 'a.expires_at', 'a.revoked_at', 'list.number', 'list.revoked', 'list.made_at', 'list.until'])
    .orderBy('a.issued_at', 'desc')
    .orderBy('a.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    rootId: row.root_id,
    revokedAt: row.revoked_at,
    number: readCertificate(row.certificate)!.number,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    list: row.number === null ? null : { number: row.number, madeAt: row.made_at!, until: row.until!, revoked: row.revoked! },
  }));
}

type Row = {
  holder_id: string;
  kind: 'person' | 'organization';
  certificate_number: string;
  issued_at: string;
  expires_at: string;
  revoked_at: string | null;
  revoked_why: string | null;
};

/** The newest first, one more than is shown. Four statements at most. */
async function findIssued(db: Db, typed: string): Promise<Row[]> {
  const number = typed.replaceAll(/\s/g, '').toUpperCase();
  const isNumber = NUMBER.test(number);
  const people = isNumber ? [] : await personsByName(db, typed, CERTIFICATES_MOST + 1);
  const words = typed.toLowerCase();
  const organizations = isNumber
    ? []
    : (await allOrganizations(db)).filter(({ name, inn }) => inn === typed || name.toLowerCase().includes(words)).map(({ id }) => id);
  if (!isNumber && people.length + organizations.length === 0) return [];
  const ofPeople = db
    .selectFrom('signing.person_key')
    .select((eb) => [
      'person_id as holder_id',
      eb.val<Row['kind']>('person').as('kind'),
      'certificate_number',
      'issued_at',
      'expires_at',
      'revoked_at',
      'revoked_why',
    ])
    .where((eb) => (isNumber ? eb('certificate_number', 'like', `%${number}%`) : eb('person_id', '=', eb.fn.any(eb.val(people)))));
  const ofOrganizations = db
    .selectFrom('signing.organization_key')
    .select((eb) => [
      'organization_id as holder_id',
      eb.val<Row['kind']>('organization').as('kind'),
      'certificate_number',
      'issued_at',
      'expires_at',
      'revoked_at',
      eb.val<string | null>(null).as('revoked_why'),
    ])
    .where((eb) => (isNumber ? eb('certificate_number', 'like', `%${number}%`) : eb('organization_id', '=', eb.fn.any(eb.val(organizations)))));
  return ofPeople
    .unionAll(ofOrganizations)
    .orderBy('issued_at', 'desc')
    .orderBy('certificate_number')
    .limit(CERTIFICATES_MOST + 1)
    .execute();
}

/** GET /api/v1/work/authority. Seven statements at most, and the looks. */
export async function readAuthority({ db, actor, now }: Reading, { find = '' }: { find?: string }, ground: Ground): Promise<Answer> {
  const typed = find.trim();
  const all = typed === '' ? [] : await findIssued(db, typed);
  const rows = all.slice(0, CERTIFICATES_MOST);
  const holders = (kind: Row['kind']): string[] => rows.filter((row) => row.kind === kind).map((row) => row.holder_id);
  const personIds = holders('person');
  const people = personIds.length === 0 ? new Map<string, { full: string }>() : await personNames(db, personIds);
  const organizations = new Map(
    holders('organization').length === 0 ? [] : (await organizationsByIds(db, holders('organization'))).map(({ id, name }) => [id, name]),
  );
  await recordLook(ground, actor, { personIds, object: { kind: 'signingKey' }, what: 'сертификаты подписи' });
  return {
    issuing: await issuingOf(db),
    isMore: all.length > CERTIFICATES_MOST,
    can: { revoke: actor.kind === 'person' && actor.grants.some(({ role }) => role === 'administrator') },
    certificates: rows.map((row) => ({
      number: row.certificate_number,
      kind: row.kind,
      holder: people.get(row.holder_id)?.full ?? organizations.get(row.holder_id) ?? '',
      issuedAt: row.issued_at,
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
      revokedWhy: row.revoked_why as 'lost' | null,
      state: row.revoked_at !== null ? 'revoked' : Date.parse(row.expires_at) <= now.getTime() ? 'expired' : 'active',
    })),
  };
}
