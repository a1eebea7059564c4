// What a record of ownership rests on (HOME-4): a claim, an agreement on shares, a deal of the register. Its minutes say who signed what and when.
import { PAPER_KINDS, paperWords } from '#contract/ownership';
import { claimStatuses } from '#contract/statuses/ownership';
import { groundWords } from '#contract/owners';
import { formatDay, formatInstant } from '#contract/russian';
import { ownershipById, premisesOf } from '#modules/housing';
import { homesOf, personIdOf } from '#platform/actor';
import { found } from '#platform/errors';
import type { Reading } from '#platform/route';
import type { Db } from '#platform/tables';
import type { Work } from '#platform/work';
import type { ClaimRow } from './claim-row.ts';
import type { Share } from './share.ts';
import './ownership.tables.ts';

type Basis = { readonly ownershipIds: readonly string[] } & (
  | { readonly kind: 'claim'; readonly claimId: string }
  | { readonly kind: 'shares'; readonly proposalId: string }
  | { readonly kind: 'deal'; readonly dealId: string }
);

/** Beside the records that were just written or confirmed. */
export async function noteBasis(work: Work, houseId: string, basis: Basis): Promise<void> {
  const { kind } = basis;
  const told = {
    claim_id: kind === 'claim' ? basis.claimId : null,
    proposal_id: kind === 'shares' ? basis.proposalId : null,
    deal_id: kind === 'deal' ? basis.dealId : null,
    noted_at: work.now.toISOString(),
  };
  for (const ownershipId of new Set(basis.ownershipIds))
    await work.tx
      .insertInto('ownership.record_basis')
      .values({ house_id: houseId, ownership_id: ownershipId, kind, ...told })
      .onConflict((on) => on.columns(['house_id', 'ownership_id', 'kind']).doUpdateSet(told))
      .execute();
}

const SIGNED = { key: 'ключом электронной подписи', code: 'одноразовым кодом', bank: 'в приложении банка' } as const;
const signedWords = (kind: string | null): string => (kind === null ? 'не подписано' : SIGNED[kind as keyof typeof SIGNED]);
const shareWords = ({ numerator, denominator }: Share): string => (numerator === denominator ? 'вся' : `${numerator}/${denominator}`);
const when = (at: string): string => formatInstant(new Date(at).toISOString(), 'Europe/Moscow');

/** Query: the minutes of one record as text, for owners of the home. What a claim consisted of only its own person reads. Up to seven statements. */
export async function recordMinutes(
  { db, actor }: Reading,
  { houseId, premisesId, ownershipId }: { houseId: string; premisesId: string; ownershipId: string },
): Promise<Buffer> {
  found(homesOf(actor, ['owner']).some((home) => home.premisesId === premisesId) || undefined);
  const record = found(await ownershipById(db, houseId, ownershipId));
  found(record.premisesId === premisesId || undefined);
  const [premises] = await premisesOf(db, [{ houseId, premisesId }]);
  const rows = await db
    .selectFrom('ownership.record_basis')
    .selectAll()
    .where('house_id', '=', houseId)
    .where('ownership_id', '=', ownershipId)
    .orderBy('noted_at')
    .orderBy('kind')
    .execute();
  const grounds: string[] = [];
  for (const { claim_id, proposal_id, deal_id } of rows) {
    if (claim_id !== null) grounds.push(...(await ofClaim(db, { houseId, claimId: claim_id, readerId: personIdOf(actor) })));
    if (proposal_id !== null) grounds.push(...(await ofShares(db, houseId, proposal_id)));
    if (deal_id !== null) grounds.push(...(await ofDeal(db, houseId, deal_id)));
  }
  return Buffer.from(
    [
      'Протокол записи о собственнике',
      `Жильё: ${premises?.fullAddress ?? ''}`,
      `Собственник: ${record.name}`,
      `Доля: ${shareWords(record.share)}`,
      `С какого дня: ${formatDay(record.fromDay)}`,
      ...(record.toDay === null ? [] : [`По какой день: ${formatDay(record.toDay)}`]),
      `Основание: ${groundWords[record.ground as keyof typeof groundWords]}`,
      `Номер регистрации: ${record.registrationNumber ?? 'не указан'}`,
      ...(record.registrationDay === null ? [] : [`Зарегистрировано: ${formatDay(record.registrationDay)}`]),
      '',
      ...(grounds.length === 0 ? ['Запись внесена до того, как портал начал хранить основания. Подписей к ней нет.'] : grounds),
      '',
    ].join('\n'),
  );
}

async function ofClaim(db: Db, { houseId, claimId, readerId }: { houseId: string; claimId: string; readerId: string | null }): Promise<string[]> {
  const claim = (await db
    .selectFrom('ownership.claim')
    .selectAll()
    .where('house_id', '=', houseId)
    .where('id', '=', claimId)
    .executeTakeFirstOrThrow()) as ClaimRow;
  const isOwn = claim.person_id === readerId;
  const papers = isOwn
    ? await db.selectFrom('ownership.paper').select(['kind', 'name', 'sha256']).where('house_id', '=', houseId).where('claim_id', '=', claimId).execute()
    : [];
  return [
    `Заявление о владении ${claimId}`,
    ...(claim.submitted_at === null ? [] : [`Подано: ${when(claim.submitted_at)}`]),
    `Подписано: ${signedWords(claim.signature_kind)}${claim.signature_id === null ? '' : `, подпись ${claim.signature_id}`}`,
    `${claimStatuses[claim.status].word}: ${when(claim.changed_at)}, ${claim.decided_by === null ? 'по сверке с реестром' : 'решил специалист'}`,
    ...(claim.certificate_number === null ? [] : [`Справка: ${claim.certificate_number}`]),
    ...PAPER_KINDS.flatMap((kind) => papers.filter((paper) => paper.kind === kind)).map(
      ({ kind, name, sha256 }) => `${paperWords[kind as keyof typeof paperWords]}: ${name}, SHA-256 ${sha256.toString('hex')}`,
    ),
  ];
}

async function ofShares(db: Db, houseId: string, proposalId: string): Promise<string[]> {
  const { shares, ended_at } = await db
    .selectFrom('ownership.share_proposal')
    .select(['shares', 'ended_at'])
    .where('house_id', '=', houseId)
    .where('id', '=', proposalId)
    .executeTakeFirstOrThrow();
  const signatures = await db
    .selectFrom('ownership.share_signature')
    .selectAll()
    .where('house_id', '=', houseId)
    .where('proposal_id', '=', proposalId)
    .execute();
  const parts = shares as { personId: string; name: string; was: Share; share: Share }[];
  return [
    `Соглашение о долях ${proposalId}`,
    ...(ended_at === null ? [] : [`Подписано всеми: ${when(ended_at)}`]),
    ...parts.map(({ personId, name, was, share }) => {
      const signature = signatures.find((one) => one.person_id === personId);
      return `${name}: было ${shareWords(was)}, стало ${shareWords(share)}${signature ? `; подписано ${signedWords(signature.kind)} ${when(signature.signed_at)}, подпись ${signature.signature_id}` : ''}`;
    }),
  ];
}

async function ofDeal(db: Db, houseId: string, dealId: string): Promise<string[]> {
  const { cursor, told_at, noted_at } = await db
    .selectFrom('ownership.deal')
    .select(['cursor', 'told_at', 'noted_at'])
    .where('house_id', '=', houseId)
    .where('id', '=', dealId)
    .executeTakeFirstOrThrow();
  return [`Сделку зарегистрировал реестр прав на недвижимость: сообщение № ${cursor} от ${when(told_at)}`, `Портал записал её сам: ${when(noted_at)}`];
}
