// Joint owners agree on new shares (HOME-3): proposed by one, signed by all or refused by any, lapsed after thirty days.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import type {
  askSharesCode as askEndpoint,
  getHomeOwners,
  Proposal,
  proposeShares as proposeEndpoint,
  refuseShares as refuseEndpoint,
  signShares as signEndpoint,
} from '#contract/owners';
import { formatDay } from '#contract/russian';
import { changeShares, type Owner, ownersOf, premisesOf } from '#modules/housing';
import { acceptSignature, askSignatureCode } from '#modules/signing';
import { type Actor, homesOf, personIdOf } from '#platform/actor';
import { found, refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Job } from '#platform/module';
import type { Reading } from '#platform/route';
import type { Db, Tx } from '#platform/tables';
import { addDays } from '#platform/time';
import { lockName, runAsSystem, type Work } from '#platform/work';
import { todayOf } from './claim-row.ts';
import { noteBasis } from './record-basis.ts';
import { compareWithWhole, isSameShare, readShare, type Share } from './share.ts';
import { withdrawCertificates } from './withdraw-certificates.ts';
import type { ShareProposalTable } from './ownership.tables.ts';
import './ownership.events.ts';

const TERM_DAYS = 30;
type Home = { readonly houseId: string; readonly premisesId: string };
type ProposalKey = { readonly houseId: string; readonly proposalId: string };
type Part = { readonly ownershipId: string; readonly personId: string; readonly name: string; readonly was: Share; readonly share: Share };
type Row = Omit<ShareProposalTable, 'shares' | 'status'> & { shares: Part[]; status: Proposal['status'] };

const isOwner = (actor: Actor, home: Home): boolean => homesOf(actor, ['owner']).some(({ premisesId }) => premisesId === home.premisesId);
const shareWords = ({ numerator, denominator }: Share): string => (numerator === denominator ? 'вся' : `${numerator}/${denominator}`);

/** Command. Refuses object.notFound to who owns nothing there, by field a share that cannot be read and a sum that is not the whole, shares.open, shares.ownerAway, shares.changed. */
export async function proposeShares(work: Work, home: Home, { shares }: BodyOf<typeof proposeEndpoint>): Promise<AnswerOf<typeof proposeEndpoint>> {
  if (!isOwner(work.actor, home)) refuse('object.notFound');
  await lockName(work.tx, `ownership.shares ${home.premisesId}`);
  const today = todayOf(work.now);
  const owners = await ownersOf(work.tx, home.houseId, [home.premisesId], today);
  const personId = found(personIdOf(work.actor));
  if (!owners.some((owner) => owner.personId === personId)) refuse('object.notFound');
  if (owners.some((owner) => owner.personId === null)) refuse('shares.ownerAway');
  if (owners.length !== shares.length || owners.some(({ id }) => !shares.some(({ ownershipId }) => ownershipId === id))) refuse('shares.changed');
  const open = await work.tx
    .selectFrom('ownership.share_proposal')
    .select('id')
    .where('house_id', '=', home.houseId)
    .where('premises_id', '=', home.premisesId)
    .where('status', '=', 'open')
    .executeTakeFirst();
  if (open) refuse('shares.open');
  const parts = partsOf(owners, shares);
  const proposalId = deriveId(work.id, 'shares');
  const lapsesOn = addDays(today, TERM_DAYS);
  await work.tx
    .insertInto('ownership.share_proposal')
    .values({
      house_id: home.houseId,
      id: proposalId,
      premises_id: home.premisesId,
      proposed_by: personId,
      status: 'open',
      shares: JSON.stringify(parts),
      proposed_at: work.now.toISOString(),
      lapses_on: lapsesOn,
      ended_at: null,
      reason: null,
    })
    .execute();
  await tell(
    work,
    { house_id: home.houseId, id: proposalId, premises_id: home.premisesId, shares: parts },
    'shares.proposed',
    `Предложены новые доли. Подпишите или откажитесь до ${formatDay(lapsesOn)}.`,
  );
  return { proposalId };
}

function partsOf(owners: readonly Owner[], shares: BodyOf<typeof proposeEndpoint>['shares']): Part[] {
  const read = shares.map(({ share }) => readShare(share));
  const wrong = read.flatMap((share, n) =>
    share ? [] : [{ pointer: `/shares/${n}/share`, code: 'input.invalid', detail: 'Введите долю дробью, например 1/3' }],
  );
  if (wrong.length > 0) refuseFields(wrong);
  const whole = compareWithWhole(read.map((share) => share!));
  if (whole !== 0)
    refuseFields([{ pointer: '/shares/0/share', code: 'input.invalid', detail: whole > 0 ? 'Вместе доли больше целого' : 'Вместе доли меньше целого' }]);
  const parts = owners.map((owner): Part => ({
    ownershipId: owner.id,
    personId: owner.personId!,
    name: owner.name,
    was: owner.share,
    share: read[shares.findIndex(({ ownershipId }) => ownershipId === owner.id)]!,
  }));
  if (parts.every(({ was, share }) => isSameShare(was, share)))
    refuseFields([{ pointer: '/shares/0/share', code: 'input.invalid', detail: 'Доли не изменились' }]);
  return parts;
}

/** For who is a party to it. Refuses object.notFound for others. */
async function reach(
  db: Db | Tx,
  actor: Actor,
  { houseId, proposalId }: ProposalKey,
  { lock = false } = {},
): Promise<{ row: Row; personId: string; signed: string[] }> {
  const row = found(
    await db
      .selectFrom('ownership.share_proposal')
      .selectAll()
      .where('house_id', '=', houseId)
      .where('id', '=', proposalId)
      .$if(lock, (query) => query.forUpdate())
      .executeTakeFirst(),
  ) as Row;
  const personId = found(personIdOf(actor));
  if (!row.shares.some((part) => part.personId === personId)) refuse('object.notFound');
  const signatures = await db
    .selectFrom('ownership.share_signature')
    .select('person_id')
    .where('house_id', '=', houseId)
    .where('proposal_id', '=', proposalId)
    .execute();
  return { row, personId, signed: signatures.map(({ person_id }) => person_id) };
}

/** What is signed: every owner's share before and after. */
export async function sharesStatement(db: Db | Tx, actor: Actor, key: ProposalKey): Promise<Buffer> {
  const { row } = await reach(db, actor, key);
  const [premises] = await premisesOf(db, [{ houseId: row.house_id, premisesId: row.premises_id }]);
  return Buffer.from(
    [
      'Соглашение собственников о долях',
      `Жильё: ${premises?.fullAddress ?? ''}`,
      `Соглашение: ${row.id}`,
      ...row.shares.map(({ name, was, share }) => `${name}: было ${shareWords(was)}, станет ${shareWords(share)}`),
      '',
    ].join('\n'),
  );
}

async function signable(work: Work, key: ProposalKey) {
  const { row, personId, signed } = await reach(work.tx, work.actor, key, { lock: true });
  if (row.status !== 'open' || row.lapses_on < todayOf(work.now)) refuse('shares.closed');
  if (signed.includes(personId)) refuse('shares.signed');
  return { row, personId, signed, what: { purpose: 'ownership.shares', what: 'соглашение о долях', content: await sharesStatement(work.tx, work.actor, key) } };
}

/** Command. */
export async function askSharesCode(work: Work, key: ProposalKey): Promise<AnswerOf<typeof askEndpoint>> {
  const { confirmationId, sentTo, expiresAt } = await askSignatureCode(work, (await signable(work, key)).what);
  return { confirmationId, sentTo, expiresAt };
}

/** Command: the last signature changes the shares. Refuses shares.closed, shares.signed, shares.changed, what a signature and the record of owners refuse. */
export async function signShares(work: Work, key: ProposalKey, given: BodyOf<typeof signEndpoint>): Promise<AnswerOf<typeof signEndpoint>> {
  const { row, personId, signed, what } = await signable(work, key);
  const { signatureId, kind } = await acceptSignature(work, { ...what, given });
  await work.tx
    .insertInto('ownership.share_signature')
    .values({ house_id: key.houseId, proposal_id: key.proposalId, person_id: personId, kind, signature_id: signatureId, signed_at: work.now.toISOString() })
    .execute();
  if (!row.shares.every((part) => part.personId === personId || signed.includes(part.personId))) {
    await tell(work, row, 'shares.signed');
    return { status: 'open' };
  }
  const home = { houseId: row.house_id, premisesId: row.premises_id };
  if (await isStale(work, home, row)) refuse('shares.changed');
  const { ids, ended } = await changeShares(work, home, { shares: row.shares, today: todayOf(work.now), notes: `Соглашение о долях ${row.id}` });
  await withdrawCertificates(work, row.house_id, ended);
  await noteBasis(work, row.house_id, { ownershipIds: ids, kind: 'shares', proposalId: row.id });
  await end(work, row, { status: 'agreed' });
  work.emit('owners.changed', home, [`premises:${row.premises_id}`]);
  await tell(work, row, 'shares.agreed', 'Все подписали: доли в праве изменены.');
  return { status: 'agreed' };
}

/** Command: one refusal ends it for all. */
export async function refuseShares(work: Work, key: ProposalKey, { reason }: BodyOf<typeof refuseEndpoint>): Promise<AnswerOf<typeof refuseEndpoint>> {
  const { row } = await reach(work.tx, work.actor, key, { lock: true });
  if (row.status !== 'open') refuse('shares.closed');
  await end(work, row, { status: 'refused', reason: reason.trim() || null });
  await tell(work, row, 'shares.refused', `От соглашения о долях отказались.${reason.trim() === '' ? '' : ` ${reason.trim()}`}`);
  return {};
}

const end = (work: Work, row: Pick<Row, 'house_id' | 'id'>, { status, reason = null }: { status: string; reason?: string | null }) =>
  work.tx
    .updateTable('ownership.share_proposal')
    .set({ status, reason, ended_at: work.now.toISOString() })
    .where('house_id', '=', row.house_id)
    .where('id', '=', row.id)
    .execute();

/** Agreements of the home that wait for signatures, held: before the record of owners is, as the last signature does. */
export const holdShares = async (work: Work, { houseId, premisesId }: Home): Promise<Row[]> =>
  (await work.tx
    .selectFrom('ownership.share_proposal')
    .selectAll()
    .where('house_id', '=', houseId)
    .where('premises_id', '=', premisesId)
    .where('status', '=', 'open')
    .forUpdate()
    .execute()) as Row[];

/** Of owners who are no longer those of the home: nobody is asked to sign any more. */
export async function endStaleShares(work: Work, home: Home, held: readonly Row[]): Promise<void> {
  for (const row of held) {
    if (!(await isStale(work, home, row))) continue;
    await end(work, row, { status: 'lapsed', reason: 'Собственники сменились' });
    await tell(work, row, 'shares.lapsed', 'Собственники сменились: соглашение о долях больше не действует.');
  }
}

async function isStale(work: Work, { houseId, premisesId }: Home, { shares }: Row): Promise<boolean> {
  const owners = await ownersOf(work.tx, houseId, [premisesId], todayOf(work.now));
  return owners.length !== shares.length || !shares.every(({ ownershipId }) => owners.some(({ id }) => id === ownershipId));
}

/** In the chain of the house, to open pages of the home, and with words as a notice to every party. */
async function tell(
  work: Work,
  row: Pick<Row, 'house_id' | 'id' | 'premises_id' | 'shares'>,
  action: 'shares.proposed' | 'shares.signed' | 'shares.agreed' | 'shares.refused' | 'shares.lapsed',
  answer?: string,
): Promise<void> {
  work.journal({
    stream: `house:${row.house_id}`,
    action,
    object: { kind: 'shares', id: row.id },
    houseId: row.house_id,
    ...(personIdOf(work.actor) !== null && { personId: personIdOf(work.actor)! }),
  });
  const personIds = [...new Set(row.shares.map(({ personId }) => personId))];
  work.emit(
    'claim.changed',
    { houseId: row.house_id, claimId: row.id },
    personIds.map((personId) => `person:${personId}`),
  );
  if (answer !== undefined)
    work.order({
      task: 'notifications.notify',
      payload: { id: deriveId(row.id, action), personIds, kind: 'shares.told', facts: { answer }, link: '/home/owners' },
    });
}

/** Job: what nobody finished in thirty days. */
export const lapseJob: Job = {
  async run({ ground, db, now }) {
    const rows = await db
      .selectFrom('ownership.share_proposal')
      .select(['house_id', 'id'])
      .where('status', '=', 'open')
      .where('lapses_on', '<', todayOf(now()))
      .limit(200)
      .execute();
    for (const { house_id, id } of rows) {
      await runAsSystem(ground, 'ownership.lapse', id, async (work) => {
        const row = (await work.tx
          .selectFrom('ownership.share_proposal')
          .selectAll()
          .where('house_id', '=', house_id)
          .where('id', '=', id)
          .where('status', '=', 'open')
          .forUpdate()
          .executeTakeFirst()) as Row | undefined;
        if (!row) return null;
        await end(work, row, { status: 'lapsed' });
        await tell(work, row, 'shares.lapsed', 'Соглашение о долях подписали не все, его срок вышел.');
        return null;
      });
    }
  },
};

/** Query: for owners of the home. Five statements. */
export async function readHomeOwners({ db, actor, now }: Reading, home: Home): Promise<AnswerOf<typeof getHomeOwners>> {
  found(isOwner(actor, home) || undefined);
  const today = todayOf(now);
  const personId = personIdOf(actor);
  const owners = await ownersOf(db, home.houseId, [home.premisesId], today);
  const burdens = await db
    .selectFrom('ownership.burden')
    .selectAll()
    .where('house_id', '=', home.houseId)
    .where('premises_id', '=', home.premisesId)
    .orderBy('from_day')
    .orderBy('number')
    .execute();
  const rows = (await db
    .selectFrom('ownership.share_proposal')
    .selectAll()
    .where('house_id', '=', home.houseId)
    .where('premises_id', '=', home.premisesId)
    .orderBy('proposed_at', 'desc')
    .limit(20)
    .execute()) as Row[];
  const signatures =
    rows.length === 0
      ? []
      : await db
          .selectFrom('ownership.share_signature')
          .select(['proposal_id', 'person_id', 'signed_at'])
          .where('house_id', '=', home.houseId)
          .where(
            'proposal_id',
            'in',
            rows.map(({ id }) => id),
          )
          .execute();
  const signedAt = (row: Row, who: string | null): string | null => {
    const one = signatures.find((signature) => signature.proposal_id === row.id && signature.person_id === who);
    return one ? new Date(one.signed_at).toISOString() : null;
  };
  const isParty = (row: Row): boolean => row.status === 'open' && row.lapses_on >= today && row.shares.some((part) => part.personId === personId);
  return {
    owners: owners.map(({ id, name, share, confirmed }) => ({ ownershipId: id, name, share, confirmed })),
    burdens: burdens.map(({ number, words, from_day, to_day }) => ({ number, words, fromDay: from_day, toDay: to_day })),
    proposals: rows.map((row) => ({
      houseId: row.house_id,
      proposalId: row.id,
      status: row.status,
      proposedAt: new Date(row.proposed_at).toISOString(),
      lapsesOn: row.lapses_on,
      reason: row.reason,
      shares: row.shares.map((part) => ({ name: part.name, was: part.was, share: part.share, signedAt: signedAt(row, part.personId) })),
      can: { sign: isParty(row) && signedAt(row, personId) === null, refuse: isParty(row) },
    })),
    can: {
      propose:
        owners.length > 1 &&
        owners.every((owner) => owner.personId !== null) &&
        owners.some((owner) => owner.personId === personId) &&
        !rows.some(({ status }) => status === 'open'),
    },
  };
}
