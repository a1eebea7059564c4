// From the list to a draft: the bills are read anew at the state system, so that nobody pays what is paid or another sum than is owed.
import type { AnswerOf, BodyOf } from '#contract/endpoint';
import { checkStateChargeNumber } from '#contract/identifiers';
import type { findStateBill, payStateBills as payEndpoint } from '#contract/state-bills';
import { draftForBills, payerOf, payerZone, type PayeeBill } from '#modules/payments';
import { refuse, refuseFields } from '#platform/errors';
import { deriveId } from '#platform/ids';
import type { Flow } from '#platform/route';
import { dayIn } from '#platform/time';
import { runCommand, type Work } from '#platform/work';
import { billsByNumbers, readStateBills, termsOf } from './bills.queries.ts';
import { toPayOn } from './bill-terms.ts';
import { countFind } from './count-finds.ts';
import { keepBills, requestId } from './look-up-bills.ts';
import type { StatePayments } from './state-payments.ts';
import type { Charge } from './state-wire.ts';

type Wanted = BodyOf<typeof payEndpoint>;

const requestOf = (flow: Flow, what: string, body: object) => ({ actor: flow.actor, id: deriveId(flow.id, what), route: flow.route, body, now: flow.now });

async function chargesNow(port: StatePayments, flow: Flow, numbers: readonly string[]): Promise<readonly Charge[]> {
  const answer = await port.charges(requestId(flow.id), { numbers });
  return answer.kind === 'ok' ? answer.value : refuse('stateBills.away');
}

/** Flow: finds a bill by its number and keeps it. Refuses by field what is no number, and one that the state system does not know; limit.exceeded after twenty tries in an hour. */
export async function findBill(port: StatePayments, flow: Flow, { number }: BodyOf<typeof findStateBill>): ReturnType<typeof readStateBills> {
  const { personId } = payerOf(flow.actor);
  const checked = checkStateChargeNumber(number);
  if (!checked.ok) return refuseFields([{ pointer: '/number', code: checked.code, detail: checked.detail }]);
  await countFind(flow.db, personId, flow.now);
  const charges = await chargesNow(port, flow, [checked.value]);
  if (charges.length === 0)
    return refuseFields(
      [{ pointer: '/number', code: 'stateBills.unknown', detail: 'Начисления с таким УИН нет. Сверьте цифры с документом' }],
      'stateBills.unknown',
    );
  await runCommand(flow.ground, requestOf(flow, 'find', { number: checked.value }), async (work) => {
    await keepBills(work, personId, charges);
    work.journal({
      stream: `person:${personId}`,
      action: 'stateBills.found',
      object: { kind: 'person', id: personId },
      personId,
      facts: { number: checked.value },
    });
  });
  return readStateBills(flow);
}

/** Flow. Refuses with stateBills.notYours, .twice, .settled, .away and what the draft of a payment refuses with. */
export async function payBills(port: StatePayments, flow: Flow, wanted: Wanted): Promise<AnswerOf<typeof payEndpoint>> {
  const { personId } = payerOf(flow.actor);
  wanted.numbers.forEach((number, place) => {
    if (wanted.numbers.indexOf(number) !== place)
      refuseFields([{ pointer: `/numbers/${place}`, code: 'stateBills.twice', detail: `Начисление ${number} выбрано дважды` }], 'stateBills.twice');
  });
  const own = new Set((await billsByNumbers(flow.db, personId, wanted.numbers)).map((row) => row.number));
  wanted.numbers.forEach((number, place) => {
    if (!own.has(number))
      refuseFields([{ pointer: `/numbers/${place}`, code: 'stateBills.notYours', detail: 'Такого начисления в вашем списке нет' }], 'stateBills.notYours');
  });
  const charges = await chargesNow(port, flow, wanted.numbers);
  const { answer } = await runCommand(flow.ground, requestOf(flow, 'pay', wanted), (work) => draftPayment(work, personId, wanted, charges));
  return answer ?? refuse('stateBills.settled');
}

/** Command. Null: nothing to pay is left of one of them, which is kept all the same. */
async function draftPayment(
  work: Work,
  personId: string,
  { numbers, ...how }: Wanted,
  charges: readonly Charge[],
): Promise<AnswerOf<typeof payEndpoint> | null> {
  await keepBills(work, personId, charges);
  const today = dayIn(await payerZone(work.tx, work.actor), work.now);
  const rows = new Map((await billsByNumbers(work.tx, personId, numbers)).map((row) => [row.number, row]));
  const bills = numbers.flatMap((number): PayeeBill[] => {
    const row = rows.get(number)!;
    const { kopecks, goodUntil } = toPayOn(today, termsOf(row));
    if (kopecks === 0n || row.is_cancelled) return [];
    return [{ number, name: row.purpose, payee: row.payee.name, payeeInn: row.payee.inn, kopecks, goodUntil }];
  });
  return bills.length < numbers.length ? null : draftForBills(work, bills, how);
}
