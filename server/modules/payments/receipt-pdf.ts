// The receipt as a document: on demand, on the screen, and in the letter. The same payment gives the same bytes.
import type { AnswerOf } from '#contract/endpoint';
import type { sendReceipt as sendReceiptEndpoint } from '#contract/payments';
import { formatPhone } from '#contract/phone';
import { checkOfPaper, type MadePaper, paperDigest, registerMade } from '#modules/documents';
import { personNames } from '#modules/identity';
import { found } from '#platform/errors';
import { deriveId, newId } from '#platform/ids';
import { kopecksToJson } from '#platform/money';
import type { JobContext } from '#platform/module';
import type { Db } from '#platform/tables';
import type { Typesetter } from '#platform/typst-pool';
import type { Streaming } from '#platform/route';
import { runAsSystem, runOnce, type Work } from '#platform/work';
import { payerOf } from './payer.ts';
import { loadPayment, loadReceipt, type PaymentKey, type ReceiptRow, type StoredPayment } from './payment-row.ts';
import { methodWords } from './payment-words.ts';
import { fiscalOf } from './payment-view.ts';
import { receiptDocument, type ReceiptFacts } from './receipt-document.ts';

const RECEIPT_TEMPLATE = new URL('receipt.typ', import.meta.url);
const MOSCOW_HOURS = 3;

/** Who takes the money in for the payees (103-FZ): the operator of the portal. It stands on the receipt as the seller. */
export type PaymentAgent = ReceiptFacts['seller'];
export type ReceiptPorts = { readonly typesetter: Typesetter; readonly publicUrl: string; readonly agent: PaymentAgent };

type Paid = { readonly payment: StoredPayment; readonly receipt: ReceiptRow; readonly payerName: string };

/** What the receipt says. Pure. */
export function receiptFacts({ payment: { row, parts, bills }, receipt, payerName }: Paid, { agent }: Pick<ReceiptPorts, 'agent'>): ReceiptFacts {
  const fiscal = fiscalOf(receipt);
  return {
    number: receipt.number,
    paidAt: row.paid_at ?? receipt.issued_at,
    timeZone: row.time_zone,
    operation: 'income',
    seller: agent,
    payer: { name: payerName, contact: row.email ?? formatPhone(row.phone ?? '') },
    lines: [
      ...parts.map((part) => receiptLine(`${part.payee}, ИНН ${part.payee_inn}. ${part.address}`, part.account_number, part.kopecks)),
      ...bills.map((bill) => receiptLine(`${bill.payee}, ИНН ${bill.payee_inn}. ${bill.name}. УИН ${bill.number}`, null, bill.kopecks)),
    ],
    method: methodWords(row.method, row.last4),
    commissionKopecks: 0,
    totalKopecks: kopecksToJson(row.total_kopecks),
    // The acquirer registers by Moscow time and tells neither the register's own number nor the shift.
    fiscal: fiscal && {
      drive: fiscal.drive,
      document: fiscal.document,
      sign: fiscal.sign,
      register: null,
      shift: null,
      numberInShift: null,
      at: moscowMinute(fiscal.registeredAt),
      checkSite: 'nalog.gov.ru',
    },
    check: null,
  };
}

const receiptLine = (name: string, account: string | null, kopecks: bigint): ReceiptFacts['lines'][number] => ({
  name,
  account,
  quantity: '1',
  priceKopecks: kopecksToJson(kopecks),
  sumKopecks: kopecksToJson(kopecks),
  vat: 'без НДС',
});

/** An instant as the cash register writes it, `2026-11-12T14:20`; Moscow has been at UTC+3 without summer time since 2014. */
const moscowMinute = (instant: string): string => new Date(Date.parse(instant) + MOSCOW_HOURS * 3_600_000).toISOString().slice(0, 16);

/** The PDF of a person's own receipt. Refuses with object.notFound while there is none. */
export async function receiptPdf(ports: ReceiptPorts, db: Db, key: PaymentKey): Promise<{ name: string; number: string; pdf: Buffer; paper: MadePaper }> {
  const payment = found(await loadPayment(db, key));
  const receipt = found(await loadReceipt(db, key));
  const payerName = (await personNames(db, [key.personId])).get(key.personId)?.full ?? '';
  return {
    number: receipt.number,
    ...(await drawReceipt(ports, `чек-${receipt.number}.pdf`, {
      id: key.paymentId,
      personId: key.personId,
      facts: receiptFacts({ payment, receipt, payerName }, ports),
    })),
  };
}

export type DrawnReceipt = { readonly name: string; readonly pdf: Buffer; readonly paper: MadePaper };

/** Makes the PDF with the code of its public check; `paper` is registered when the file is given out (DOCS-3). */
export async function drawReceipt(
  { typesetter, publicUrl }: Pick<ReceiptPorts, 'typesetter' | 'publicUrl'>,
  name: string,
  { id, personId, facts }: { id: string; personId: string; facts: ReceiptFacts },
): Promise<DrawnReceipt> {
  const check = checkOfPaper(publicUrl, { id, templates: [RECEIPT_TEMPLATE], content: facts });
  const pdf = await typesetter.pdf(RECEIPT_TEMPLATE, receiptDocument({ ...facts, check }), { archive: true });
  return { name, pdf, paper: { code: check.code, kind: 'receipt', title: `Чек № ${facts.number}`, sha256: paperDigest(pdf), personId } };
}

/** Registers a file that its payer takes away. */
export async function giveOut({ ground, actor, now }: Pick<Streaming, 'ground' | 'actor' | 'now'>, { paper }: DrawnReceipt): Promise<void> {
  await runOnce(ground, { actor, id: newId(now), now }, (work) => registerMade(work, [paper]));
}

/** Command: the receipt by e-mail once more, to any address the payer names. */
export async function sendReceipt(work: Work, paymentId: string, email: string): Promise<AnswerOf<typeof sendReceiptEndpoint>> {
  const { personId } = payerOf(work.actor);
  found(await loadReceipt(work.tx, { personId, paymentId }));
  work.order({ task: 'payments.mail-receipt', payload: { personId, paymentId, to: email, cause: work.id } });
  work.journal({ stream: `person:${personId}`, action: 'receipt.sent', object: { kind: 'payment', id: paymentId }, personId, personal: { to: email } });
  return { sentTo: email };
}

export type MailReceipt = PaymentKey & { readonly to: string | null; readonly cause: string };

/** Job: makes the PDF and orders the letter, once per cause. */
export async function mailReceipt(ports: ReceiptPorts, { ground, db }: Pick<JobContext, 'ground' | 'db'>, { to, cause, ...key }: MailReceipt): Promise<void> {
  const payment = await loadPayment(db, key);
  const address = to ?? payment?.row.email;
  if (!payment || !address) return;
  const { name, number, pdf, paper } = await receiptPdf(ports, db, key);
  const message = {
    id: deriveId(key.paymentId, `receipt ${cause}`),
    personId: key.personId,
    to: address,
    channel: 'email',
    template: 'payment.receipt',
    facts: { amountKopecks: kopecksToJson(payment.row.total_kopecks), number },
    link: `/payments/${key.paymentId}`,
    attachments: [{ name, type: 'application/pdf', base64: pdf.toString('base64') }],
  };
  await runAsSystem(ground, 'payments.mail-receipt', `${key.paymentId} ${cause}`, async (work) => {
    await registerMade(work, [paper]);
    work.order({ task: 'notifications.send-message', payload: message, key: message.id });
  });
}
