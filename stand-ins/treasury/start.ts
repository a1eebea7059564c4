// The state payments system over HTTP: one address takes ExportChargesRequest and ImportPaymentsRequest of the format 2.4. `POST /charges` and
// `POST /payments` put in what the state or another bank would, `GET /payments` lists what was told, `POST /faults` breaks things.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import { readXml, xmlAttributes, type XmlNode, xmlNodes } from '#platform/xml-tree';
import { type ChargeBook, openChargeBook, type StateCharge, type StatePayment } from './charges.ts';

/** Numbers count down as they are used. */
type StateFaults = {
  /** So many requests are answered by 503 and nothing is done. */ away: number;
  /** So many are carried out, and the answer never comes. */ answersLost: number;
  answerDelayMs: number;
  /** So many payments are refused by the system's own code. */ refused: number;
};
const FAULTS = ['away', 'answersLost', 'answerDelayMs', 'refused'] as const;

const VERSION = '2.4.0';
const TYPES = 'http://roskazna.ru/gisgmp/xsd';
const SERVICES = 'urn://roskazna.ru/gisgmp/xsd/services';
const XML = 'application/xml; charset=utf-8';

/** Starts it on 127.0.0.1 with the state found in the data folder. */
export async function startTreasury({ dataDir, port }: { dataDir: string; port: number }): Promise<{ url: string; stop(): Promise<void> }> {
  const book = openChargeBook(dataDir, new Date().toISOString().slice(0, 10));
  const faults: StateFaults = { away: 0, answersLost: 0, answerDelayMs: 0, refused: 0 };
  const take = (name: (typeof FAULTS)[number]): boolean => faults[name] > 0 && faults[name]-- > 0;
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 1_000_000 });
  app.addContentTypeParser('application/xml', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post('/gisgmp', async (request, reply) => {
    if (take('away')) return reply.code(503).send('');
    const root = typeof request.body === 'string' ? readXml(request.body) : undefined;
    const answer = root && answerOf(book, root, () => take('refused'));
    if (faults.answerDelayMs > 0) await sleep(faults.answerDelayMs);
    if (answer && take('answersLost')) {
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
    return answer === undefined ? reply.code(400).type(XML).send('<Fault/>') : reply.type(XML).send(answer);
  });
  app.post('/charges', async ({ body }) => (book.put(body as StateCharge), {}));
  app.post('/payments', async ({ body }) => ({ fresh: book.pay(body as StatePayment) }));
  app.get('/payments', async () => book.payments());
  app.post('/faults', async ({ body }, reply) => {
    const given = Object.entries((body ?? {}) as Record<string, unknown>);
    if (given.some(([name, value]) => !FAULTS.some((one) => one === name) || !Number.isInteger(value) || (value as number) < 0))
      return reply.code(400).send({ description: 'no such fault or a wrong value' });
    return Object.assign(faults, body);
  });
  const url = await app.listen({ port, host: '127.0.0.1' });
  return { url: `${url}/gisgmp`, stop: () => app.close() };
}

/** Undefined: not a message of the format. */
function answerOf(book: ChargeBook, root: XmlNode, refuses: () => boolean): string | undefined {
  if (!root.space.startsWith(`${SERVICES}/`) || root.attributes['Id'] === undefined || root.attributes['timestamp'] === undefined) return undefined;
  const head = xmlAttributes({
    Id: `ID_${randomUUID()}`,
    RqId: root.attributes['Id'],
    recipientIdentifier: root.attributes['senderIdentifier'],
    timestamp: new Date().toISOString(),
  });
  const values = (name: string) => xmlNodes(root, name).map((node) => node.text.trim());
  if (root.name === 'ExportChargesRequest') {
    const [numbers, payers] = [values('SupplierBillID'), values('PayerIdentifier')];
    const charges = book.find(payers.length > 0 ? { payers } : { numbers });
    const spaces = xmlAttributes({
      'xmlns:res': `${SERVICES}/export-charges/${VERSION}`,
      'xmlns:chg': `${TYPES}/Charge/${VERSION}`,
      'xmlns:com': `${TYPES}/Common/${VERSION}`,
      'xmlns:org': `${TYPES}/Organization/${VERSION}`,
    });
    return `<res:ExportChargesResponse${spaces}${head} hasMore="false">${charges.map((one) => chargeInfo(one, book.restKopecks(one))).join('')}</res:ExportChargesResponse>`;
  }
  if (root.name !== 'ImportPaymentsRequest') return undefined;
  const spaces = xmlAttributes({ 'xmlns:res': `${SERVICES}/import-payments/${VERSION}`, 'xmlns:com': `${TYPES}/Common/${VERSION}` });
  return `<res:ImportPaymentsResponse${spaces}${head}>${xmlNodes(root, 'ImportedPayment')
    .map((node) => protocol(book, node, refuses()))
    .join('')}</res:ImportPaymentsResponse>`;
}

function chargeInfo({ number, purpose, totalKopecks, billDate, paymentTerm, discount, cancelled, payee, payer }: StateCharge, restKopecks: number): string {
  const own = xmlAttributes({
    supplierBillID: number,
    billDate,
    totalAmount: String(totalKopecks),
    amountToPay: String(restKopecks),
    purpose,
    kbk: payee.kbk,
    oktmo: payee.oktmo,
    paymentTerm,
  });
  const account = `<com:OrgAccount${xmlAttributes({ accountNumber: payee.account })}><com:Bank${xmlAttributes({ bik: payee.bic })}/></com:OrgAccount>`;
  const off = discount ? `<com:DiscountSize><com:Value>${discount.percent}</com:Value><com:Expiry>${discount.until}</com:Expiry></com:DiscountSize>` : '';
  return `<res:ChargeInfo${own}><org:Payee${xmlAttributes({ name: payee.name, inn: payee.inn, kpp: payee.kpp })}>${account}</org:Payee><chg:Payer${xmlAttributes({ payerIdentifier: payer })}/>${off}<com:ChangeStatus><com:Meaning>${cancelled ? 3 : 1}</com:Meaning></com:ChangeStatus></res:ChargeInfo>`;
}

function protocol(book: ChargeBook, { attributes }: XmlNode, refused: boolean): string {
  const { Id, paymentId = '', supplierBillID: number = '', amount = '', paymentDate = '' } = attributes;
  const known = book.find({ numbers: [number] }).length > 0 && /^\d{32}$/.test(paymentId) && /^\d+$/.test(amount);
  const [code, description] =
    refused || !known
      ? ['30', 'Сведения о платеже не приняты']
      : book.pay({ paymentId, number, kopecks: Number(amount), paymentDate: paymentDate.slice(0, 10) })
        ? ['0', 'Успешно']
        : ['5', 'Данные уже присутствуют'];
  return `<com:ImportProtocol${xmlAttributes({ entityID: Id, code, description })}/>`;
}
