// What a person sees of contracts.
import { sql } from 'kysely';
import type { AnswerOf } from '#contract/endpoint';
import type { AgreementStatus, getAgreement, listAgreements } from '#contract/agreements';
import { organizationsByIds } from '#modules/housing';
import { personNames } from '#modules/identity';
import { organizationsOf } from '#platform/actor';
import { refuse } from '#platform/errors';
import type { Reading } from '#platform/route';
import { findAgreement, isAuthor, turnOf } from './agreement-row.ts';
import './agreements.tables.ts';

const MOST = 200;

/** Three statements. */
export async function readAgreements({ db, actor }: Reading): Promise<AnswerOf<typeof listAgreements>> {
  if (actor.kind !== 'person') refuse('auth.required');
  const own = organizationsOf(actor, ['manager']);
  const { rows } = await sql<{
    id: string;
    title: string;
    status: AgreementStatus;
    author_id: string;
    made_at: string;
    until: string | null;
    signed: number;
    parties: number;
    turn: string | null;
  }>`
    select a.id, a.title, a.status, a.author_id, a.made_at, a.until, p.signed, p.parties, case when a.status = 'signing' then p.turn end as turn
    from agreements.agreement a cross join lateral (
      select count(*) filter (where state = 'signed')::int as signed, count(*)::int as parties, (array_agg(person_id order by place) filter (where state = 'waiting'))[1] as turn from agreements.party where agreement_id = a.id) p
    where a.author_id = ${actor.personId} or a.organization_id = any(${own}::uuid[])
      or (a.status <> 'draft' and a.id in (select agreement_id from agreements.party where person_id = ${actor.personId}))
    order by a.made_at desc, a.id limit ${MOST}`.execute(db);
  const names = await personNames(
    db,
    rows.map((row) => row.author_id),
  );
  const organizations = own.length === 0 ? [] : await organizationsByIds(db, own);
  return {
    agreements: rows.map(({ author_id: authorId, made_at: madeAt, turn, ...row }) => ({
      ...row,
      author: names.get(authorId)?.full ?? '',
      madeAt: new Date(madeAt).toISOString(),
      until: row.until === null ? null : new Date(row.until).toISOString(),
      isMyTurn: turn === actor.personId,
    })),
    organizations: organizations.map(({ id, name }) => ({ id, name })),
  };
}

/** Four statements at most. */
export async function readAgreement({ db, actor, now }: Reading, agreementId: string): Promise<AnswerOf<typeof getAgreement>> {
  const agreement = await findAgreement(db, actor, agreementId);
  const { row, parties } = agreement;
  const names = await personNames(db, [row.author_id, ...parties.map(({ person_id: personId }) => personId)]);
  const [organization] = row.organization_id === null ? [] : await organizationsByIds(db, [row.organization_id]);
  const me = actor.kind === 'person' && actor.by === undefined ? actor.personId : null;
  const isOpen = row.status === 'signing' && Date.parse(row.until!) > now.getTime();
  const isOwn = isAuthor(actor, row);
  return {
    id: row.id,
    title: row.title,
    status: row.status as AgreementStatus,
    author: names.get(row.author_id)?.full ?? '',
    organization: organization?.name ?? null,
    madeAt: row.made_at,
    until: row.until,
    endedAt: row.ended_at,
    reason: row.reason,
    sha256: row.original_sha256.toString('hex'),
    parties: parties.map((party) => ({
      place: party.place,
      name: names.get(party.person_id)?.full ?? '',
      state: party.state as 'waiting',
      kind: party.kind as 'key' | null,
      certificateNumber: party.certificate_number,
      at: party.acted_at,
      isMe: party.person_id === me,
      ownSignatureId: party.kind === 'key' && party.person_id === me ? party.signature_id : null,
    })),
    can: {
      send: isOwn && row.status === 'draft',
      sign: isOpen && turnOf(agreement)?.person_id === me,
      refuse: isOpen && parties.some(({ person_id: personId, state }) => personId === me && state === 'waiting'),
      withdraw: isOwn && (row.status === 'draft' || isOpen),
      remind: isOwn && isOpen && turnOf(agreement)?.person_id !== me,
    },
  };
}
