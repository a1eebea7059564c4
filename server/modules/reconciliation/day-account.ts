// The account of one day: sums by payee and what differs. Pure: rows are put in page by page, in any order, and the same rows give the same account.
import { type DifferenceKind, PORTAL_PART } from '#contract/reconciliation';
import type { TakenPayment, TakenRefund } from '#modules/payments';
import { splitByLargestRemainder, sumKopecks } from '#platform/money';

/** A payment in the acquirer's list. `named`: the id of ours that the acquirer was given. */
export type ListedPayment = { acquirerId: string; named: string | null; kopecks: bigint; feeKopecks: bigint; isReturned: boolean };
/** A refund in the acquirer's list. `named`: the payment's number there. */
export type ListedRefund = { acquirerId: string; named: string | null; kopecks: bigint };
export type BankEntry = { organizationId: string; operationId: string; paymentId: string; accountId: string; kopecks: bigint };

export type Difference = {
  organizationId: string;
  kind: DifferenceKind;
  subject: string;
  paymentId: string | null;
  acquirerId: string | null;
  ourKopecks: bigint | null;
  theirKopecks: bigint | null;
};
export type DayPart = {
  organizationId: string;
  organization: string;
  count: number;
  ourKopecks: bigint;
  theirKopecks: bigint;
  ourRefundKopecks: bigint;
  theirRefundKopecks: bigint;
  feeKopecks: bigint;
  registerKopecks: bigint;
};

export type DayAccount = {
  readonly parts: Map<string, DayPart>;
  readonly differences: Difference[];
  /** Numbers at the acquirer of payments that it took and that are not paid here: to be read back. */
  readonly unsettled: Set<string>;
  /** Numbers of payments with refunds there that are not known here. */
  readonly unsettledRefunds: Set<string>;
  /** Payments by account and sum, to see who paid the same twice. */
  readonly seen: Map<string, string>;
};

export const openDayAccount = (): DayAccount => ({ parts: new Map(), differences: [], unsettled: new Set(), unsettledRefunds: new Set(), seen: new Map() });

const PORTAL = { organizationId: PORTAL_PART, payee: 'Без получателя' };
type Payee = { organizationId: string; payee: string };

function partOf({ parts }: DayAccount, { organizationId, payee }: Payee): DayPart {
  const known = parts.get(organizationId);
  if (known) return known;
  const part: DayPart = {
    organizationId,
    organization: payee,
    count: 0,
    ourKopecks: 0n,
    theirKopecks: 0n,
    ourRefundKopecks: 0n,
    theirRefundKopecks: 0n,
    feeKopecks: 0n,
    registerKopecks: 0n,
  };
  parts.set(organizationId, part);
  return part;
}

export type Share = Payee & { subject: string; kopecks: bigint };

/** What of a payment is each payee's. A state bill's payee keeps no books here: its money is the portal's to look after. */
export const sharesOf = ({ parts, bills }: TakenPayment): Share[] => [
  ...[...Map.groupBy(parts, (part) => part.organizationId)].map(([organizationId, own]) => ({
    organizationId,
    payee: own[0]!.payee,
    subject: `Счёт ${own.map((part) => part.accountNumber).join(', ')}`,
    kopecks: sumKopecks(own.map((part) => part.kopecks)),
  })),
  ...(bills.length > 0
    ? [{ ...PORTAL, subject: `УИН ${bills.map((bill) => bill.number).join(', ')}`, kopecks: sumKopecks(bills.map((bill) => bill.kopecks)) }]
    : []),
];

const PAID = new Set(['paid', 'refunded']);

/** A payment in the acquirer's list beside ours of that id, if there is one. */
export function putListedPayment(account: DayAccount, listed: ListedPayment, ours: TakenPayment | undefined): void {
  if (!ours) {
    const part = partOf(account, PORTAL);
    part.theirKopecks += listed.kopecks;
    part.feeKopecks += listed.feeKopecks;
    // Money that went back to whoever paid needs nobody any more.
    if (!listed.isReturned)
      account.differences.push({
        organizationId: PORTAL_PART,
        kind: 'extra',
        subject: `Платёж у банка ${listed.acquirerId}`,
        paymentId: null,
        acquirerId: listed.acquirerId,
        ourKopecks: null,
        theirKopecks: listed.kopecks,
      });
    return;
  }
  const shares = sharesOf(ours);
  const weights = shares.map((share) => share.kopecks);
  const theirs = splitByLargestRemainder(listed.kopecks, weights);
  const fees = splitByLargestRemainder(listed.feeKopecks, weights);
  const kind = kindOf(listed, ours);
  if (kind === 'state') account.unsettled.add(listed.acquirerId);
  for (const [place, share] of shares.entries()) {
    const part = partOf(account, share);
    part.theirKopecks += theirs[place]!;
    part.feeKopecks += fees[place]!;
    if (kind && !(listed.isReturned && kind !== 'sum'))
      account.differences.push({
        organizationId: share.organizationId,
        kind,
        subject: share.subject,
        paymentId: ours.paymentId,
        acquirerId: listed.acquirerId,
        ourKopecks: kind === 'state' ? 0n : share.kopecks,
        theirKopecks: theirs[place]!,
      });
  }
}

function kindOf(listed: ListedPayment, ours: TakenPayment): DifferenceKind | undefined {
  if (ours.acquirerId !== null && ours.acquirerId !== listed.acquirerId) return 'doubleDebit';
  if (!PAID.has(ours.status)) return 'state';
  return listed.kopecks === ours.kopecks ? undefined : 'sum';
}

/** A payment of ours whose money was taken on the day. `booked`: kopecks in the ledger by `<payment> <account>` and `<payment> <bill number>`. */
export function putOurPayment(account: DayAccount, ours: TakenPayment, { isListed, booked }: { isListed: boolean; booked: ReadonlyMap<string, bigint> }): void {
  const named = { paymentId: ours.paymentId, acquirerId: ours.acquirerId };
  for (const share of sharesOf(ours)) {
    const part = partOf(account, share);
    part.count += 1;
    part.ourKopecks += share.kopecks;
    if (!isListed)
      account.differences.push({
        ...named,
        organizationId: share.organizationId,
        kind: 'missing',
        subject: share.subject,
        ourKopecks: share.kopecks,
        theirKopecks: null,
      });
  }
  for (const { organizationId, accountId, accountNumber, kopecks } of ours.parts) {
    const inLedger = booked.get(`${ours.paymentId} ${accountId}`) ?? 0n;
    if (inLedger !== kopecks)
      account.differences.push({ ...named, organizationId, kind: 'ledger', subject: `Счёт ${accountNumber}`, ourKopecks: inLedger, theirKopecks: kopecks });
    noteTwice(account, { organizationId, accountId, kopecks, paymentId: ours.paymentId, subject: `Счёт ${accountNumber}` });
  }
  for (const { number, kopecks } of ours.bills) {
    const inLedger = booked.get(`${ours.paymentId} ${number}`) ?? 0n;
    if (inLedger !== kopecks)
      account.differences.push({
        ...named,
        organizationId: PORTAL_PART,
        kind: 'ledger',
        subject: `УИН ${number}`,
        ourKopecks: inLedger,
        theirKopecks: kopecks,
      });
  }
}

type Twice = { organizationId: string; accountId: string; kopecks: bigint; paymentId: string; subject: string };

function noteTwice({ seen, differences }: DayAccount, { organizationId, accountId, kopecks, paymentId, subject }: Twice): void {
  const key = `${accountId} ${kopecks}`;
  const first = seen.get(key);
  if (first !== undefined && first !== paymentId)
    differences.push({ organizationId, kind: 'paidTwice', subject, paymentId, acquirerId: null, ourKopecks: kopecks * 2n, theirKopecks: kopecks });
  else seen.set(key, paymentId);
}

/** A refund in the acquirer's list beside ours of that number, and the payment that it is of. */
export function putListedRefund(
  account: DayAccount,
  listed: ListedRefund,
  { ours, payment }: { ours: TakenRefund | undefined; payment: TakenPayment | undefined },
): void {
  const shares = payment ? sharesOf(payment) : [];
  const payee = ours ?? (shares.length === 1 ? shares[0]! : PORTAL);
  const part = partOf(account, payee);
  part.theirRefundKopecks += listed.kopecks;
  if (ours) part.ourRefundKopecks += ours.kopecks;
  const named = { organizationId: payee.organizationId, acquirerId: listed.acquirerId, theirKopecks: listed.kopecks };
  if (!ours && payment && PAID.has(payment.status)) {
    if (listed.named) account.unsettledRefunds.add(listed.named);
    account.differences.push({
      ...named,
      kind: 'refundExtra',
      subject: shares.map((share) => share.subject).join(', '),
      paymentId: payment.paymentId,
      ourKopecks: null,
    });
  }
  if (ours && ours.kopecks !== listed.kopecks)
    account.differences.push({ ...named, kind: 'refundSum', subject: `Счёт ${ours.accountNumber}`, paymentId: ours.paymentId, ourKopecks: ours.kopecks });
}

/** A refund of ours that ended on the day and stands in no list of the acquirer's. */
export function putUnlistedRefund(account: DayAccount, ours: TakenRefund): void {
  partOf(account, ours).ourRefundKopecks += ours.kopecks;
  account.differences.push({
    organizationId: ours.organizationId,
    kind: 'refundMissing',
    subject: `Счёт ${ours.accountNumber}`,
    paymentId: ours.paymentId,
    acquirerId: ours.acquirerId,
    ourKopecks: ours.kopecks,
    theirKopecks: null,
  });
}

/** A payment that a bank's register brought. */
export function putBankEntry(
  account: DayAccount,
  entry: BankEntry,
  { payee, number, bookedKopecks }: { payee: string; number: string; bookedKopecks: bigint },
): void {
  const { organizationId, accountId, paymentId, kopecks } = entry;
  partOf(account, { organizationId, payee }).registerKopecks += kopecks;
  const subject = `Счёт ${number}, операция ${entry.operationId}`;
  if (bookedKopecks !== kopecks)
    account.differences.push({ organizationId, kind: 'ledger', subject, paymentId, acquirerId: null, ourKopecks: bookedKopecks, theirKopecks: kopecks });
  noteTwice(account, { organizationId, accountId, kopecks, paymentId, subject });
}
