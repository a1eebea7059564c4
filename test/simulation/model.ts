// What every account must owe, kept in plain maps of kopecks. Written from the law and the ledger's readme, and using nothing of the
// ledger: two books that were made apart and agree to the kopeck are both right.

/** A month and a service, '2026-03 gas'. */
type Line = string;
type Sums = Map<string, bigint>;
type PaidPart = { debts: Sums; ahead: bigint };
type Posted = { account: string; line: Line; kopecks: bigint };

export type ModelAccount = { owed: Sums; charged: Sums; ahead: bigint; reserved: Sums };
export type Model = ReturnType<typeof openModel>;

const add = (sums: Sums, key: string, kopecks: bigint): void => void sums.set(key, (sums.get(key) ?? 0n) + kopecks);
const total = (kopecks: Iterable<bigint>): bigint => [...kopecks].reduce((sum, one) => sum + one, 0n);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const isPenalty = (line: Line): boolean => line.endsWith(' penalty');

/** A sum in proportion to debts: whole kopecks down, those left one by one to whoever lost most by it, of equals to the first by name. */
function inProportion(sum: bigint, debts: readonly [Line, bigint][]): [Line, bigint][] {
  const all = total(debts.map(([, debt]) => debt));
  const shares = debts.map(([line, debt]) => ({ line, whole: (sum * debt) / all, lost: (sum * debt) % all }));
  let left = sum - total(shares.map((share) => share.whole));
  for (const share of shares.toSorted((a, b) => (a.lost === b.lost ? byText(a.line, b.line) : a.lost > b.lost ? -1 : 1))) {
    if (left === 0n) break;
    share.whole += 1n;
    left -= 1n;
  }
  return shares.map(({ line, whole }) => [line, whole]);
}

/** Which debts a sum closes: the main debt before penalties, the oldest month first, within a month in proportion. */
function closes(sum: bigint, owed: Sums): Sums {
  const closed: Sums = new Map();
  let rest = sum;
  for (const penalties of [false, true]) {
    const open = [...owed].filter(([line, kopecks]) => kopecks > 0n && isPenalty(line) === penalties);
    for (const month of [...new Set(open.map(([line]) => line.slice(0, 7)))].toSorted(byText)) {
      const debts = open.filter(([line]) => line.startsWith(month)).toSorted(([a], [b]) => byText(a, b));
      const now = least(rest, total(debts.map(([, debt]) => debt)));
      if (now === 0n) return closed;
      for (const [line, kopecks] of inProportion(now, debts)) if (kopecks > 0n) add(closed, line, kopecks);
      rest -= now;
    }
  }
  return closed;
}

/** Takes a sum from the newest lines. */
function fromNewest(sum: bigint, held: Sums): Sums {
  const taken: Sums = new Map();
  let rest = sum;
  for (const [line, kopecks] of [...held].toSorted(([a], [b]) => byText(b, a))) {
    const now = least(rest, kopecks);
    if (now <= 0n) continue;
    add(taken, line, now);
    rest -= now;
  }
  return taken;
}

/** Money ahead on a line is ahead on the account, and what is ahead closes debts. */
function putInOrder(account: ModelAccount): void {
  for (const [line, kopecks] of account.owed) {
    if (kopecks >= 0n) continue;
    account.owed.set(line, 0n);
    account.ahead -= kopecks;
  }
  const used = closes(account.ahead, account.owed);
  for (const [line, kopecks] of used) add(account.owed, line, -kopecks);
  account.ahead -= total(used.values());
}

/** The book of the simulation. Accounts are named by their ids. */
export function openModel() {
  const accounts = new Map<string, ModelAccount>();
  const payments = new Map<string, Map<string, PaidPart>>();
  const sources = new Map<string, Map<string, bigint>>();
  /** Lines of registers: which load gave which sum, the one in force last. */
  const inForce = new Map<string, { load: string; kopecks: bigint }[]>();
  const of = (id: string): ModelAccount => {
    const known = accounts.get(id) ?? { owed: new Map(), charged: new Map(), ahead: 0n, reserved: new Map() };
    accounts.set(id, known);
    return known;
  };
  const due = (id: string): bigint => total([...of(id).owed.values()].filter((kopecks) => kopecks > 0n));
  const reserved = (id: string): bigint => total(of(id).reserved.values());
  const charge = (source: string, rows: readonly Posted[]): void => {
    const own = sources.get(source) ?? new Map<string, bigint>();
    sources.set(source, own);
    for (const { account, line, kopecks } of rows) {
      add(of(account).owed, line, kopecks);
      add(of(account).charged, line, kopecks);
      add(own, `${account}|${line}`, kopecks);
    }
    for (const account of new Set(rows.map((row) => row.account))) putInOrder(of(account));
  };
  const takeBackSource = (source: string): void =>
    charge(
      source,
      [...(sources.get(source) ?? [])].flatMap(([key, kopecks]) =>
        kopecks === 0n ? [] : [{ account: key.split('|')[0]!, line: key.split('|')[1]!, kopecks: -kopecks }],
      ),
    );
  const pay = (payment: string, account: string, kopecks: bigint): void => {
    const own = of(account);
    const debts = closes(kopecks, own.owed);
    for (const [line, part] of debts) add(own.owed, line, -part);
    const ahead = kopecks - total(debts.values());
    own.ahead += ahead;
    own.reserved.delete(payment);
    payments.set(payment, (payments.get(payment) ?? new Map<string, PaidPart>()).set(account, { debts, ahead }));
  };
  const refundable = (payment: string, account: string): bigint => {
    const part = payments.get(payment)?.get(account);
    return part ? total(part.debts.values()) + part.ahead : 0n;
  };
  const refund = (payment: string, account: string, kopecks: bigint): void => {
    const [own, part] = [of(account), payments.get(payment)!.get(account)!];
    const kept = (line: Line): bigint => (own.charged.get(line) ?? 0n) - (own.owed.get(line) ?? 0n);
    const ahead = least(least(part.ahead > 0n ? part.ahead : 0n, own.ahead), kopecks);
    const opened = fromNewest(kopecks - ahead, new Map([...part.debts].map(([line, paid]) => [line, least(paid, kept(line))])));
    const elsewhere = kopecks - ahead - total(opened.values());
    const missing = elsewhere - least(elsewhere, own.ahead - ahead);
    const freed = fromNewest(missing, new Map([...own.owed.keys()].map((line) => [line, kept(line) - (opened.get(line) ?? 0n)])));
    for (const [line, sum] of [...opened, ...freed]) add(own.owed, line, sum);
    for (const [line, sum] of opened) add(part.debts, line, -sum);
    own.ahead += missing - ahead - elsewhere;
    part.ahead -= ahead + elsewhere;
    putInOrder(own);
  };
  const loadLines = (load: string, rows: readonly Posted[]): void => {
    const news = rows.flatMap(({ account, line, kopecks }) => {
      const lines = inForce.get(`${account}|${line}`) ?? [];
      const before = lines.at(-1)?.kopecks;
      if (before === kopecks) return [];
      inForce.set(`${account}|${line}`, [...lines, { load, kopecks }]);
      return [{ account, line, kopecks: kopecks - (before ?? 0n) }];
    });
    charge(load, news);
  };
  const isBuiltOn = (load: string): boolean => [...inForce.values()].some((lines) => lines.slice(0, -1).some((line) => line.load === load));
  const takeBackLines = (load: string): void => {
    for (const [key, lines] of inForce)
      inForce.set(
        key,
        lines.filter((line) => line.load !== load),
      );
    takeBackSource(load);
  };
  const lineInForce = (account: string, line: Line): bigint | undefined => inForce.get(`${account}|${line}`)?.at(-1)?.kopecks;
  return { accounts, payments, of, due, reserved, charge, takeBackSource, pay, refundable, refund, loadLines, isBuiltOn, takeBackLines, lineInForce };
}
