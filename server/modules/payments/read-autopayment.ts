// The page «Автоплатёж» of an account: what is agreed to, what may be chosen, what became of the last months.
import type { AnswerOf } from '#contract/endpoint';
import type { getAutopayment } from '#contract/autopayments';
import { found } from '#platform/errors';
import { kopecksToJson } from '#platform/money';
import type { Reading } from '#platform/route';
import { dayIn, monthOf } from '#platform/time';
import { nextStep } from './autopayment-plan.ts';
import { type AutopaymentRow, doneOf, loadAutopayment, type MonthRow, monthsOf, planOf } from './autopayment-row.ts';
import { monthWords, termsWords } from './autopayment-words.ts';
import { payerOf } from './payer.ts';
import { payableAccounts } from './payable-accounts.ts';
import { mostKopecks } from './payments.policy.ts';
import { savedMethodsOf, savedMethodView, type UsedMethod } from './saved-method.ts';

type View = AnswerOf<typeof getAutopayment>;

/** Query, eight statements. Refuses with object.notFound an account that is not the person's. */
export async function readAutopayment({ db, actor, now }: Reading, { houseId, accountId }: { houseId: string; accountId: string }): Promise<View> {
  const key = { personId: payerOf(actor).personId, houseId, accountId };
  const account = found((await payableAccounts(db, key.personId)).find((one) => one.accountId === accountId && one.houseId === houseId));
  const [row, methods, months] = [await loadAutopayment(db, key), await savedMethodsOf(db, key.personId), await monthsOf(db, key)];
  const { number, address, payee, toPayKopecks, isSuspended } = account;
  return {
    account: { houseId, accountId, number, address, payee, toPayKopecks: kopecksToJson(toPayKopecks), isSuspended },
    autopayment: row ? autopaymentView(row, { methods, months, now, isSuspended }) : null,
    methods: methods.map((method) => savedMethodView(method, now)),
    months: months.map((month) => ({ period: monthOf(month.period), state: month.state, words: monthWords(month), paymentId: month.payment_id })),
    mostKopecks: kopecksToJson(mostKopecks(now)),
  };
}

type Around = { methods: readonly UsedMethod[]; months: readonly MonthRow[]; now: Date; isSuspended: boolean };

function autopaymentView(row: AutopaymentRow, { methods, months, now, isSuspended }: Around): NonNullable<View['autopayment']> {
  const method = methods.find((one) => one.id === row.method_id);
  const step = row.state === 'active' && !isSuspended ? nextStep(planOf(row), months.map(doneOf), dayIn(row.time_zone, now)) : null;
  return {
    methodId: row.method_id,
    monthDay: row.month_day,
    fixedKopecks: row.fixed_kopecks === null ? null : kopecksToJson(row.fixed_kopecks),
    limitKopecks: kopecksToJson(row.limit_kopecks),
    noticeDays: row.notice_days,
    state: row.state === 'paused' ? 'paused' : 'active',
    words: termsWords({ monthDay: row.month_day, fixedKopecks: row.fixed_kopecks, limitKopecks: row.limit_kopecks }),
    method: method ? savedMethodView(method, now) : null,
    next: step && { payOn: step.payOn, noticeOn: step.kind === 'notice' ? step.on : null },
    can: { pause: row.state === 'active', resume: row.state === 'paused' && method !== undefined },
    version: row.version,
  };
}
