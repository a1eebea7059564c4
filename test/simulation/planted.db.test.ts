// The test of the test: money that is doubled, lost or moved behind the portal's back is seen by the comparison, even where the ledger's
// own sums were made to fit.
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { useWorld } from '#test/world';
import { differences } from './differences.ts';
import { openTown, type Town } from './town.ts';
import { liveThrough } from './year.ts';

beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));

const paid = `(select t.* from ledger.transfer t join ledger.book b on b.house_id = t.house_id and b.id = t.credit_book where t.kind = 'payment' and b.kind = 'receivable' order by t.id limit 1)`;
const moveBalance = (kopecks: string): string =>
  `update ledger.balance b set kopecks = b.kopecks + ${kopecks}, paid_kopecks = b.paid_kopecks - ${kopecks} from ${paid} t where b.house_id = t.house_id and b.account_id = t.account_id and b.service_code = t.service_code and b.period = t.period`;
const copy = `insert into ledger.transfer select house_id, gen_random_uuid(), debit_book, credit_book, kopecks, kind, account_id, service_code, period, source_kind, source_id, posted_at, happened_on, note from ${paid} t`;
const PLANTED: readonly (readonly [what: string, statements: readonly string[], says: RegExp])[] = [
  ['a transfer is doubled', [copy], /^ledger: balance|^payment .* postings/m],
  [
    'a transfer is doubled and the balance made to fit',
    [moveBalance('-t.kopecks'), copy],
    /^books: payments .*[\s\S]*the model has|the model has[\s\S]*^books: (payments|registers)/m,
  ],
  [
    'a transfer is lost and the balance made to fit',
    [moveBalance('t.kopecks'), `delete from ledger.transfer where id = (select id from ${paid} t)`],
    /^books: payments .*[\s\S]*the model has|the model has[\s\S]*^books: (payments|registers)/m,
  ],
  ['a transfer is lost', [`delete from ledger.transfer where id = (select id from ${paid} t)`], /^ledger: balance/m],
  [
    'a kopeck more is owed, charged by nobody',
    [
      `update ledger.balance set kopecks = kopecks + 1, charged_kopecks = charged_kopecks + 1 where ctid = (select ctid from ledger.balance where period > '0001-01-01' and kopecks > 0 limit 1)`,
    ],
    /^account .* due is/m,
  ],
  ['a receipt is lost', [`delete from payments.receipt where ctid = (select ctid from payments.receipt limit 1)`], /^payment .* 0 receipts/m],
  [
    'a payment is forgotten',
    [
      `update payments.payment_event set action = 'captured' where ctid = (select e.ctid from payments.payment_event e join payments.receipt r on r.payment_id = e.payment_id where action = 'start' limit 1)`,
    ],
    /^payment .* 2 captures/m,
  ],
  ['an order stays in the outbox', [`insert into platform.outbox (stream, events, jobs) values ('house:1', '[]', '[]')`], /wait in the outbox/],
  [
    'a line of the journal is changed',
    [`update platform.journal_line set action = 'payment.nothing' where id = (select max(line_id) from platform.journal_seal)`],
    /^journal: the chain of/m,
  ],
];

describe('a town of two months', () => {
  const world = useWorld('2026-01-01T08:00:00Z');
  let town: Town;
  beforeAll(async () => {
    town = await openTown(world, 20_261_122, 2);
    await liveThrough(town, { from: '2026-01', to: '2026-02' });
    return () => town.close();
  });

  test.each(PLANTED)('ACC-1, PAY-3: %s: the comparison tells', async (_what, statements, says) => {
    const { owner } = town.crashes;
    const look = async (): Promise<string> => (await differences(town, { from: '2025-12', to: '2026-12' })).join('\n');
    expect(await look()).toBe('');
    await owner.query(
      'create table simulation.kept_transfer as table ledger.transfer; create table simulation.kept_balance as table ledger.balance; create table simulation.kept_receipt as table payments.receipt; create table simulation.kept_event as table payments.payment_event; create table simulation.kept_line as table platform.journal_line',
    );
    for (const statement of statements) expect((await owner.query(statement)).rowCount).toBe(1);
    expect(await look()).toMatch(says);
    for (const [table, kept] of [
      ['ledger.transfer', 'kept_transfer'],
      ['ledger.balance', 'kept_balance'],
      ['payments.receipt', 'kept_receipt'],
      ['payments.payment_event', 'kept_event'],
    ])
      await owner.query(`delete from ${table}; insert into ${table} table simulation.${kept}`);
    await owner.query(`update platform.journal_line l set action = k.action from simulation.kept_line k where k.id = l.id and k.action <> l.action; delete from platform.outbox;
      drop table simulation.kept_transfer, simulation.kept_balance, simulation.kept_receipt, simulation.kept_event, simulation.kept_line`);
  });
});
