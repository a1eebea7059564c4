// What a claim says against what the extract and the register say, field by field (OWN-2). Pure.
import { extractFaults, type ExtractFault } from '#contract/extract-faults';
import type { Compared, ComparedName } from '#contract/ownership';
import { daysBetween, type Day } from '#platform/time';
import type { Extract, ExtractHolder } from './extract.ts';
import type { RegisterObject, RegisterPassport, RegisterRight, RegisterTaxpayer } from './registers.ts';
import { compareWithWhole, isSameShare, type Share, shareOf } from './share.ts';

/** An extract says how things were on its day: it is taken for thirty days. */
export const EXTRACT_DAYS = 30;

export type SignatureState =
  | 'valid'
  | 'missing'
  | 'unreadable'
  | 'changed'
  | 'signature'
  | 'expired'
  | 'issuerExpired'
  | 'untrusted'
  | 'revoked'
  | 'revocationUnknown';
export type Claimant = { readonly name: string; readonly birthDay: Day | null; readonly snils: string | null };
export type ClaimedPremises = { readonly cadastralNumber: string | null; readonly address: string };
/** The right that the claim is about, as the register has it. */
export type FoundRight = {
  readonly share: Share;
  readonly number: string;
  readonly registeredOn: Day;
  readonly ground: string | null;
  /** As the register writes the name. */ readonly holder: string;
};

const SIGNATURES: Readonly<Record<SignatureState, string>> = {
  valid: 'верна',
  missing: 'файла подписи нет',
  unreadable: 'файл не читается как подпись',
  changed: 'подпись от другого файла',
  signature: 'подпись не сходится',
  expired: 'сертификат не действует',
  issuerExpired: 'срок сертификата удостоверяющего центра вышел',
  untrusted: 'сертификат выдан не тем центром',
  revoked: 'сертификат отозван',
  revocationUnknown: 'нельзя узнать, не отозван ли сертификат',
};

const plainName = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replaceAll(/[^\p{L}\d]+/gu, ' ')
    .trim();
const digits = (text: string | null): string => (text ?? '').replaceAll(/\D/g, '');
export const isSameName = (one: string, other: string): boolean => plainName(one) === plainName(other);

const TYPES = new Set(
  'г город ул улица пр пр-кт проспект пер переулок д дом к корп корпус стр строение кв квартира ком комната пом помещение обл область р-н район п пос поселок с село'.split(
    ' ',
  ),
);
const placeWords = (text: string): string[] =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/[^\p{L}\d/-]+/u)
    .filter((word) => word !== '' && !TYPES.has(word));

/** Whether every word of our address (street, house, flat, without the words of types) stands in theirs, in its order. */
export function isSameAddress(ours: string, theirs: string): boolean {
  const their = placeWords(theirs);
  let at = -1;
  return placeWords(ours).every((word) => (at = their.indexOf(word, at + 1)) >= 0);
}

type Named = { readonly name: string; readonly birthDay: string | null; readonly snils: string | null };
const isPerson = (holder: Named, who: Claimant): boolean => {
  if (!isSameName(holder.name, who.name)) return false;
  if (holder.snils && who.snils) return digits(holder.snils) === digits(who.snils);
  return holder.birthDay !== null && holder.birthDay === who.birthDay;
};
const shareWords = (share: Share | null): string | null =>
  share === null ? 'общая совместная' : share.numerator === share.denominator ? 'целиком' : `${share.numerator}/${share.denominator}`;
/** A joint right counts as equal parts of its holders: charges and votes are divided so (article 254 of the Civil Code). */
export const partOf = ({ share, holders }: Pick<RegisterRight, 'share' | 'holders'>): Share =>
  shareOf(BigInt(share?.numerator ?? 1), BigInt(share?.denominator ?? 1) * BigInt(holders.length)) ?? { numerator: 1, denominator: holders.length };

const current = (object: RegisterObject): RegisterRight[] => object.rights.filter((right) => right.endedOn === null);
const personHolder = (holder: ExtractHolder): Named | null => (holder.kind === 'person' ? holder : null);

export type ExtractSide = { readonly extract: Extract | null; readonly fault: ExtractFault | 'noText' | null; readonly signature: SignatureState };
export type Comparison = { readonly fields: readonly Compared[]; readonly right: FoundRight | null };

type Sides = {
  readonly premises: ClaimedPremises;
  readonly claimant: Claimant;
  readonly side: ExtractSide;
  /** Null: it knows no such object. */ readonly register: RegisterObject | null;
  readonly today: Day;
};
const compared = (
  name: ComparedName,
  { ours = null, extract = null, register = null }: { ours?: string | null; extract?: string | null; register?: string | null },
  isSame: boolean,
): Compared => ({ name, ours, extract, register, isSame });

/** The first half of the check: the extract's own soundness, and premises, owner and share on all three sides. */
export function compareWithProperty(sides: Sides): Comparison {
  const {
    claimant,
    side: { extract },
    register,
  } = sides;
  const found = register
    ? current(register).flatMap((right) => right.holders.filter((holder) => isPerson(holder, claimant)).map((holder) => ({ right, holder })))[0]
    : undefined;
  const held = (extract?.rights ?? []).map((right) => ({ right, holders: right.holders.flatMap((holder) => personHolder(holder) ?? []) }));
  const said =
    held.find(({ right, holders }) => right.endedOn === null && holders.some((holder) => isPerson(holder, claimant))) ??
    held.find(({ holders }) => holders.some((holder) => isSameName(holder.name, claimant.name)));
  return {
    fields: [...ofExtract(sides), ...ofPlace(sides), ...ofOwner(sides, { held, said, found }), ...ofRight(sides, { said, found })],
    right: found
      ? {
          share: partOf(found.right),
          number: found.right.number,
          registeredOn: found.right.registeredOn,
          ground: found.right.ground,
          holder: found.holder.name,
        }
      : null,
  };
}

function ofExtract({ side: { extract, fault, signature }, today }: Sides): Compared[] {
  const age = extract && daysBetween(extract.formedOn, today);
  return [
    ...(extract === null
      ? [compared('extract', { extract: fault === null || fault === 'noText' ? 'прочитать не удалось' : extractFaults[fault] }, false)]
      : []),
    compared('signature', { extract: SIGNATURES[signature] }, signature === 'valid'),
    ...(age === null
      ? []
      : [compared('age', { ours: `не старше ${EXTRACT_DAYS} дней`, extract: age < 0 ? 'дата в будущем' : `дней: ${age}` }, age >= 0 && age <= EXTRACT_DAYS)]),
  ];
}

function ofPlace({ premises, side: { extract }, register }: Sides): Compared[] {
  const numbers = [premises.cadastralNumber, extract?.cadastralNumber ?? null, register?.cadastralNumber ?? null].filter((one) => one !== null);
  const isSamePlace = [extract?.address, register?.address].every((one) => one === undefined || one === null || isSameAddress(premises.address, one));
  return [
    compared(
      'cadastralNumber',
      { ours: premises.cadastralNumber, extract: extract?.cadastralNumber ?? null, register: register?.cadastralNumber ?? 'такого объекта нет' },
      register !== null && new Set(numbers).size === 1,
    ),
    compared('address', { ours: premises.address, extract: extract?.address ?? null, register: register?.address ?? null }, isSamePlace && register !== null),
  ];
}

/** A right of the extract with those of its holders who are people. */
type Held = { readonly right: Extract['rights'][number]; readonly holders: readonly Named[] };
/** The right of the claimant: what the extract says, what the register has. */
type Found = {
  readonly said: Held | undefined;
  readonly found: { readonly right: RegisterRight; readonly holder: RegisterRight['holders'][number] } | undefined;
};

function ofOwner({ claimant, side: { extract }, register }: Sides, { held, said, found }: Found & { readonly held: readonly Held[] }): Compared[] {
  const isHidden = (extract?.rights ?? []).some(({ holders }) => holders.some(({ kind }) => kind === 'hidden'));
  const namesSaid =
    held.flatMap(({ holders }) => holders.map(({ name }) => name)).join(', ') || (isHidden ? 'скрыт: выписку заказывал не собственник' : 'не назван');
  const known = register ? current(register).flatMap(({ holders }) => holders) : [];
  const saidHolder = said?.holders.find((holder) => isSameName(holder.name, claimant.name));
  const knownHolder = found?.holder ?? known.find((holder) => isSameName(holder.name, claimant.name));
  return [
    compared(
      'owner',
      { ours: claimant.name, extract: extract ? namesSaid : null, register: register ? known.map(({ name }) => name).join(', ') || 'прав не записано' : null },
      saidHolder !== undefined && knownHolder !== undefined,
    ),
    compared(
      'identity',
      { ours: papersOf(claimant), extract: papersOf(saidHolder), register: papersOf(knownHolder) },
      saidHolder !== undefined && isPerson(saidHolder, claimant) && found !== undefined,
    ),
  ];
}

function ofRight({ side: { extract }, register }: Sides, { said, found }: Found): Compared[] {
  const saidShare = said && (said.right.share ?? (said.right.kind === 'joint' ? null : undefined));
  const isSamePart =
    said !== undefined &&
    found !== undefined &&
    (saidShare === null ? found.right.share === null : saidShare !== undefined && found.right.share !== null && isSameShare(saidShare, found.right.share));
  const partSaid = saidShare === undefined ? (said?.right.shareText ?? 'не указана') : shareWords(saidShare);
  const isMoreThanWhole = (rights: readonly { readonly share: Share | null }[]): boolean => compareWithWhole(rights.flatMap(({ share }) => share ?? [])) > 0;
  const saidOver = isMoreThanWhole((extract?.rights ?? []).filter(({ endedOn }) => endedOn === null));
  const knownOver = isMoreThanWhole(register ? current(register) : []);
  const isSameNumber = said !== undefined && found !== undefined && (said.right.number === null || said.right.number === found.right.number);
  return [
    compared('share', { extract: said ? partSaid : null, register: found ? shareWords(found.right.share) : null }, isSamePart),
    ...(saidOver || knownOver
      ? [compared('shares', { ours: 'не больше целого', extract: saidOver ? 'больше целого' : null, register: knownOver ? 'больше целого' : null }, false)]
      : []),
    compared(
      'right',
      { extract: said ? rightWords(said.right.number, said.right.endedOn) : null, register: found ? rightWords(found.right.number, null) : null },
      isSameNumber && said?.right.endedOn === null,
    ),
  ];
}

/** Birth day in full, of the insurance number the end: that is enough to tell people apart. */
const papersOf = (who: { birthDay: string | null; snils: string | null } | undefined): string | null =>
  (who && [who.birthDay, who.snils && `СНИЛС …${digits(who.snils).slice(-4)}`].filter(Boolean).join(', ')) || null;
const rightWords = (number: string | null, endedOn: string | null): string =>
  [number ?? 'без номера', endedOn === null ? null : `прекращено ${endedOn}`].filter(Boolean).join(', ');

/** The second half: whether the papers of the person are genuine. A paper that the profile does not have is not asked about. */
export function comparePapers(
  claimant: Claimant,
  {
    passport,
    taxpayer,
  }: { passport: { text: string; told: RegisterPassport | null } | null; taxpayer: { text: string; told: RegisterTaxpayer | null } | null },
): Compared[] {
  const isTheir = (told: { name: string; birthDay: string } | null): boolean =>
    told !== null && isSameName(told.name, claimant.name) && (claimant.birthDay === null || told.birthDay === claimant.birthDay);
  const ending = (text: string): string => `…${digits(text).slice(-4)}`;
  return [
    ...(passport
      ? [
          {
            name: 'passport' as const,
            ours: `${ending(passport.text)}, ${claimant.name}`,
            extract: null,
            register: passport.told ? `${passport.told.name}, ${passport.told.state === 'valid' ? 'действует' : 'недействителен'}` : 'такого паспорта нет',
            isSame: isTheir(passport.told) && passport.told?.state === 'valid',
          },
        ]
      : []),
    ...(taxpayer
      ? [
          {
            name: 'taxNumber' as const,
            ours: `${ending(taxpayer.text)}, ${claimant.name}`,
            extract: null,
            register: taxpayer.told ? taxpayer.told.name : 'такого ИНН нет',
            isSame: isTheir(taxpayer.told),
          },
        ]
      : []),
  ];
}

export const allSame = (fields: readonly Compared[]): boolean => fields.every(({ isSame }) => isSame);
