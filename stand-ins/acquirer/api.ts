// The acquirer's API for shops, after YooKassa v3: Basic authentication, Idempotence-Key on every POST.
import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Bank } from './bank.ts';
import { takeFault } from './faults.ts';
import { cancelPayment, capturePayment, createPayment, createRefund, findPayment } from './processing.ts';
import { ApiRefusal, invalid, problem, toKopecks, toMoney, type CreatePayment, type CreateRefund, type Money, type Payment } from './wire.ts';

type Settings = { bank: Bank; commit: () => void; shopId: string; secretKey: string };

const MoneyBody = Type.Object({ value: Type.String(), currency: Type.String() });
const ReceiptBody = Type.Object({
  customer: Type.Object({ email: Type.Optional(Type.String({ maxLength: 254 })), phone: Type.Optional(Type.String({ pattern: '^\\d{11,15}$' })) }),
  tax_system_code: Type.Optional(Type.Integer({ minimum: 1, maximum: 6 })),
  items: Type.Array(
    Type.Object({
      description: Type.String({ minLength: 1, maxLength: 128 }),
      quantity: Type.String(),
      amount: MoneyBody,
      vat_code: Type.Integer({ minimum: 1, maximum: 12 }),
      payment_mode: Type.String(),
      payment_subject: Type.String(),
    }),
    { maxItems: 100 },
  ),
});
const PaymentBody = Type.Object({
  amount: MoneyBody,
  capture: Type.Optional(Type.Boolean()),
  description: Type.Optional(Type.String({ maxLength: 128 })),
  metadata: Type.Optional(Type.Record(Type.String({ maxLength: 32 }), Type.String({ maxLength: 512 }), { maxProperties: 16 })),
  payment_method_data: Type.Optional(Type.Object({ type: Type.Union([Type.Literal('bank_card'), Type.Literal('yoo_money'), Type.Literal('sbp')]) })),
  payment_method_id: Type.Optional(Type.String()),
  save_payment_method: Type.Optional(Type.Boolean()),
  confirmation: Type.Optional(
    Type.Object({
      type: Type.Union([Type.Literal('redirect'), Type.Literal('embedded'), Type.Literal('qr')]),
      return_url: Type.Optional(Type.String({ maxLength: 2048 })),
    }),
  ),
  receipt: Type.Optional(ReceiptBody),
});
const CaptureBody = Type.Object({ amount: Type.Optional(MoneyBody) });
const RefundBody = Type.Object({
  payment_id: Type.String(),
  amount: MoneyBody,
  description: Type.Optional(Type.String({ maxLength: 250 })),
  receipt: Type.Optional(ReceiptBody),
});
const ListQuery = Type.Object({
  'created_at.gte': Type.Optional(Type.String()),
  'created_at.lt': Type.Optional(Type.String()),
  'captured_at.gte': Type.Optional(Type.String()),
  'captured_at.lt': Type.Optional(Type.String()),
  payment_id: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  cursor: Type.Optional(Type.String()),
});
type ListWanted = Record<string, string | undefined> & { limit?: number };
type Listed = { id: string; created_at?: string; captured_at?: string; payment_id?: string; status: string };

/** Adds the API under /v3 to the app. */
export function addApi(app: FastifyInstance, settings: Settings): void {
  const { bank, commit } = settings;
  const { book, faults } = bank;
  const expected = createHash('sha256')
    .update(`Basic ${Buffer.from(`${settings.shopId}:${settings.secretKey}`).toString('base64')}`)
    .digest();

  const guard = async (request: FastifyRequest, reply: FastifyReply) => {
    const given = createHash('sha256')
      .update(request.headers.authorization ?? '')
      .digest();
    if (!timingSafeEqual(given, expected)) return reply.code(401).send(problem('invalid_credentials', 'Wrong shop or key'));
    if (takeFault(faults, 'refusedBefore')) return reply.code(500).send(problem('internal_server_error', 'Try again with the same key'));
    return undefined;
  };

  /** One key is one operation. The work and the kept answer are written together, before anybody is answered. */
  const once = (work: (request: FastifyRequest) => unknown) => async (request: FastifyRequest, reply: FastifyReply) => {
    const key = request.headers['idempotence-key'];
    if (typeof key !== 'string' || key === '' || key.length > 64) throw invalid('Idempotence-Key', 'A key of up to 64 characters is needed');
    const fingerprint = createHash('sha256')
      .update(`${request.url} ${JSON.stringify(request.body)}`)
      .digest('hex');
    let kept = book.answers.get(key);
    if (kept !== undefined && kept.fingerprint !== fingerprint) throw invalid('Idempotence-Key', 'Idempotence key duplicated');
    if (kept === undefined) {
      kept = { fingerprint, answer: structuredClone(work(request)), at: bank.now() };
      book.put('answers', key, kept);
      commit();
    }
    if (faults.answerDelayMs > 0) await sleep(faults.answerDelayMs);
    if (takeFault(faults, 'answersLost')) {
      reply.hijack();
      request.raw.socket.destroy();
      return reply;
    }
    if (takeFault(faults, 'failedAfter')) return reply.code(500).send(problem('internal_server_error', 'Try again with the same key'));
    return kept.answer;
  };

  const read = (id: string) => {
    const record = findPayment(bank, id);
    if (record.silent) throw new ApiRefusal({ status: 500, code: 'internal_server_error', description: 'The bank of the card does not answer' });
    return record.payment;
  };
  const found = <T>(item: T | undefined): T => {
    if (item === undefined) throw new ApiRefusal({ status: 404, code: 'not_found', description: 'Not found' });
    return item;
  };
  const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;

  app.addHook('onRequest', async (request, reply) => (request.url.startsWith('/v3/') ? guard(request, reply) : undefined));
  app.post(
    '/v3/payments',
    { schema: { body: PaymentBody } },
    once(({ body }) => createPayment(bank, body as CreatePayment)),
  );
  app.get('/v3/payments/:id', async (request) => read(idOf(request)));
  app.post(
    '/v3/payments/:id/capture',
    { schema: { body: CaptureBody } },
    once((request) => capturePayment(bank, idOf(request), (request.body as { amount?: Money }).amount)),
  );
  app.post(
    '/v3/payments/:id/cancel',
    once((request) => cancelPayment(bank, idOf(request))),
  );
  app.post(
    '/v3/refunds',
    { schema: { body: RefundBody } },
    once(({ body }) => createRefund(bank, body as CreateRefund)),
  );
  app.get('/v3/refunds/:id', async (request) => found(book.refunds.get(idOf(request))));
  app.get('/v3/receipts/:id', async (request) => found(book.receipts.get(idOf(request))).receipt);
  addLists(app, bank);
}

/** What the shop reconciles by; faults may hide a payment or change its sum. */
function addLists(app: FastifyInstance, { book, faults }: Bank): void {
  const list =
    (items: () => Listed[]) =>
    async ({ query }: FastifyRequest) =>
      page(items(), query as ListWanted);
  const shown = { schema: { querystring: ListQuery } };
  const otherSum = (payment: Payment): Payment =>
    payment.id === faults.otherSumOf ? { ...payment, amount: toMoney(toKopecks(payment.amount) + 100n) } : payment;
  const listed = () =>
    [...book.payments.values()].filter(({ silent, payment }) => !silent && payment.id !== faults.hiddenPayment).map(({ payment }) => otherSum(payment));
  app.get('/v3/payments', shown, list(listed));
  app.get(
    '/v3/refunds',
    shown,
    list(() => [...book.refunds.values()]),
  );
  app.get(
    '/v3/receipts',
    shown,
    list(() => [...book.receipts.values()].map(({ receipt }) => receipt)),
  );
}

/** Filters by times (from, up to but without), payment and status; at most `limit` from the cursor on, oldest first. */
function page(items: Listed[], wanted: ListWanted): { type: 'list'; items: Listed[]; next_cursor?: string } {
  const bound = (name: string, otherwise: number) => {
    const text = wanted[name];
    if (text === undefined) return otherwise;
    const at = Date.parse(text);
    if (Number.isNaN(at)) throw invalid(name, 'A time in ISO 8601');
    return at;
  };
  const within = (item: Listed, field: 'created_at' | 'captured_at') => {
    const from = bound(`${field}.gte`, -Infinity);
    const to = bound(`${field}.lt`, Infinity);
    if (from === -Infinity && to === Infinity) return true;
    const at = Date.parse(item[field] ?? '');
    return at >= from && at < to;
  };
  const all = items.filter(
    (item) =>
      within(item, 'created_at') &&
      within(item, 'captured_at') &&
      (wanted['payment_id'] === undefined || item.payment_id === wanted['payment_id']) &&
      (wanted['status'] === undefined || item.status === wanted['status']),
  );
  const cursor = wanted['cursor'];
  const start = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor);
  if (start < 0) throw invalid('cursor', 'Unknown cursor');
  const end = start + (wanted.limit ?? 10);
  const next = all[end]?.id;
  return { type: 'list', items: all.slice(start, end), ...(next === undefined ? {} : { next_cursor: next }) };
}
