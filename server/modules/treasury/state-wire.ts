// Messages of the state payments system (ГИС ГМП, format 2.4): what we ask and what its answers say. Pure.
import { readXml, xmlAttributes, type XmlNode, xmlNodes } from '#platform/xml-tree';
import { isDay, type Day } from '#platform/time';

const VERSION = '2.4.0';
const SERVICES = 'urn://roskazna.ru/gisgmp/xsd/services';
const TYPES = 'http://roskazna.ru/gisgmp/xsd';

/** Whose account at the treasury the money goes to. */
export type Payee = {
  readonly name: string;
  readonly inn: string;
  readonly kpp: string;
  readonly account: string;
  readonly bic: string;
  readonly kbk: string;
  readonly oktmo: string;
};

/** A charge of the state. `restKopecks`: what of it is not paid yet, the discount aside. */
export type Charge = {
  readonly number: string;
  readonly purpose: string;
  readonly totalKopecks: bigint;
  readonly restKopecks: bigint;
  readonly billedOn: Day;
  readonly dueOn: Day | null;
  readonly discountPercent: number | null;
  readonly discountUntil: Day | null;
  readonly isCancelled: boolean;
  readonly payee: Payee;
};
/** `payers`: identifiers of a person as the state system writes them, 22 characters. */
export type ChargeQuery = { readonly numbers: readonly string[] } | { readonly payers: readonly string[] };
/** `id`: УИП, 32 digits: the same at every repetition. */
export type PaymentNotice = {
  readonly id: string;
  readonly number: string;
  readonly kopecks: bigint;
  readonly paidOn: Day;
  readonly purpose: string;
  readonly payee: Payee;
};
export type Header = { readonly id: string; readonly sender: string; readonly at: string };

const headOf = ({ id, sender, at }: Header): string => xmlAttributes({ Id: id, senderIdentifier: sender, senderRole: '9', timestamp: at });
const list = (name: string, values: readonly string[]): string => values.map((value) => `<sc:${name}>${value}</sc:${name}>`).join('');

/** ExportChargesRequest: charges by their numbers, or all that a payer has not paid. */
export function chargesRequest(header: Header, query: ChargeQuery): string {
  const conditions =
    'numbers' in query
      ? `<sc:ChargesConditions>${list('SupplierBillID', query.numbers)}</sc:ChargesConditions>`
      : `<sc:PayersConditions>${list('PayerIdentifier', query.payers)}</sc:PayersConditions>`;
  return `<req:ExportChargesRequest xmlns:req="${SERVICES}/export-charges/${VERSION}" xmlns:sc="${TYPES}/SearchConditions/${VERSION}"${headOf(header)}><sc:ChargesExportConditions kind="${'numbers' in query ? 'CHARGE' : 'CHARGENOTFULLMATCHED'}">${conditions}</sc:ChargesExportConditions></req:ExportChargesRequest>`;
}

/** ImportPaymentsRequest: one payment that was taken. */
export function paymentRequest(header: Header, { id, number, kopecks, paidOn, purpose, payee }: PaymentNotice): string {
  const payment = xmlAttributes({
    Id: `I_${id}`,
    paymentId: id,
    supplierBillID: number,
    amount: kopecks.toString(),
    paymentDate: paidOn,
    transKind: '01',
    purpose,
    kbk: payee.kbk,
    oktmo: payee.oktmo,
  });
  const account = `<com:OrgAccount${xmlAttributes({ accountNumber: payee.account })}><com:Bank${xmlAttributes({ bik: payee.bic })}/></com:OrgAccount>`;
  return `<req:ImportPaymentsRequest xmlns:req="${SERVICES}/import-payments/${VERSION}" xmlns:pkg="${TYPES}/Package/${VERSION}" xmlns:pmnt="${TYPES}/Payment/${VERSION}" xmlns:com="${TYPES}/Common/${VERSION}"${headOf(header)}><pkg:PaymentsPackage><pkg:ImportedPayment${payment}><pmnt:Payee${xmlAttributes({ name: payee.name, inn: payee.inn, kpp: payee.kpp })}>${account}</pmnt:Payee></pkg:ImportedPayment></pkg:PaymentsPackage></req:ImportPaymentsRequest>`;
}

/** The charges of an answer to the request of that id; undefined when it is no such answer, or not a whole one. */
export function readCharges(text: string, requestId: string): Charge[] | undefined {
  const root = answerTo(text, requestId, 'ExportChargesResponse');
  if (!root || root.attributes['needReRequest'] === 'true') return undefined;
  const charges = xmlNodes(root, 'ChargeInfo').map(chargeOf);
  return charges.some((charge) => charge === undefined) ? undefined : (charges as Charge[]);
}

/** What became of a payment that was told: `duplicate` is as good as `accepted`. Undefined when it is no answer to the request. */
export function readProtocol(
  text: string,
  { requestId, paymentId }: { requestId: string; paymentId: string },
): { kind: 'accepted' | 'duplicate' } | { kind: 'refused'; code: string; detail: string } | undefined {
  const root = answerTo(text, requestId, 'ImportPaymentsResponse');
  const protocol = root && xmlNodes(root, 'ImportProtocol').find((node) => node.attributes['entityID'] === `I_${paymentId}`);
  if (!protocol) return undefined;
  const { code = '', description = '' } = protocol.attributes;
  if (code === '') return undefined;
  return code === '0' ? { kind: 'accepted' } : code === '5' ? { kind: 'duplicate' } : { kind: 'refused', code, detail: description };
}

function answerTo(text: string, requestId: string, name: string): XmlNode | undefined {
  const root = readXml(text);
  return root?.name === name && root.space.startsWith(`${SERVICES}/`) && root.attributes['RqId'] === requestId ? root : undefined;
}

const CANCELLED = '3';
const kopecksIn = (text: string | undefined): bigint | undefined => (text !== undefined && /^-?\d{1,15}$/.test(text) ? BigInt(text) : undefined);
const dayIn = (text: string | undefined): Day | null => (text !== undefined && isDay(text.slice(0, 10)) ? text.slice(0, 10) : null);

function chargeOf(node: XmlNode): Charge | undefined {
  const { supplierBillID: number, billDate, totalAmount, amountToPay, purpose, kbk, oktmo, validUntil, paymentTerm } = node.attributes;
  const [totalKopecks, restKopecks, billedOn, payee] = [kopecksIn(totalAmount), kopecksIn(amountToPay), dayIn(billDate), payeeOf(node, kbk, oktmo)];
  if (number === undefined || purpose === undefined || totalKopecks === undefined || restKopecks === undefined || billedOn === null || !payee) return undefined;
  const discount = xmlNodes(node, 'DiscountSize')[0];
  const [percent, until] = discount ? [Number(xmlNodes(discount, 'Value')[0]?.text), dayIn(xmlNodes(discount, 'Expiry')[0]?.text)] : [Number.NaN, null];
  const hasDiscount = Number.isInteger(percent) && percent > 0 && percent < 100 && until !== null;
  return {
    number,
    purpose,
    totalKopecks,
    restKopecks: restKopecks > 0n ? restKopecks : 0n,
    billedOn,
    dueOn: dayIn(paymentTerm) ?? dayIn(validUntil),
    payee,
    discountPercent: hasDiscount ? percent : null,
    discountUntil: hasDiscount ? until : null,
    isCancelled: xmlNodes(node, 'Meaning')[0]?.text === CANCELLED,
  };
}

function payeeOf(node: XmlNode, kbk: string | undefined, oktmo: string | undefined): Payee | undefined {
  const payee = xmlNodes(node, 'Payee')[0];
  if (!payee) return undefined;
  const { name, inn, kpp = '' } = payee.attributes;
  const account = xmlNodes(payee, 'OrgAccount')[0]?.attributes['accountNumber'];
  const bic = xmlNodes(payee, 'Bank')[0]?.attributes['bik'];
  return name && inn && account && bic && kbk && oktmo ? { name, inn, kpp, account, bic, kbk, oktmo } : undefined;
}
