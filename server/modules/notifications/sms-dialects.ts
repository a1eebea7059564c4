// How SMS gateways speak over HTTP, as data: what is sent, and what their answers mean. Pure.
import { type Static, type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { SendResult } from './send-result.ts';
import type { SentSms, Sms, SmsDelivery } from './sms-channel.ts';

export type SmsAccount = { readonly login: string; readonly key: string; readonly sender?: string | undefined };
export type Call = { readonly path: string; readonly json?: unknown; readonly form?: Record<string, string> };
export type SmsDialect = {
  send(account: SmsAccount, sms: Sms): Call;
  /** Undefined when the answer is not as the dialect says. */
  sent(answer: unknown, sms: Sms): SendResult | undefined;
  ask(account: SmsAccount, messages: readonly SentSms[]): Call;
  told(answer: unknown): ReadonlyMap<string, SmsDelivery> | undefined;
  /** `told` names messages by our ids, else by the gateway's. */
  readonly keepsOurIds: boolean;
};

const readAs = <Schema extends TSchema>(schema: Schema, answer: unknown): Static<Schema> | undefined => (Check(schema, answer) ? answer : undefined);
/** Refusals that no other attempt will change, those that the next one may, and the rest, which is ours to mend: balance, sender's name, password. */
const refused = (why: string, { forGood, forNow }: { forGood: boolean; forNow: boolean }): SendResult => ({
  outcome: forGood ? 'permanent' : forNow ? 'temporary' : 'configuration',
  why,
});
/** The gateway's number or word of a state, in ours; what is neither here is unknown. */
const stateOf = (states: Readonly<Record<string, SmsDelivery>>, state: string | number): SmsDelivery => states[state] ?? 'unknown';

const ListAnswer = Type.Object({
  status: Type.String(),
  description: Type.Optional(Type.String()),
  messages: Type.Optional(Type.Array(Type.Object({ clientId: Type.String(), status: Type.String(), smscId: Type.Optional(Type.String()) }))),
});
const LIST_FOR_GOOD = ['invalid mobile phone', 'text is empty', 'text must be string'];
const LIST_STATES = {
  delivered: 'delivered',
  accepted: 'onTheWay',
  queued: 'onTheWay',
  'smsc submit': 'onTheWay',
  'delivery error': 'failed',
  'smsc reject': 'failed',
} as const;

/** A list of messages each way with a status for each; our own id against repeats. */
const messagesV2: SmsDialect = {
  keepsOurIds: true,
  send: ({ login, key, sender }, { id, to, text }) => ({
    path: '/messages/v2/send.json',
    json: { login, password: key, messages: [{ clientId: id, phone: to, text, ...(sender && { sender }) }] },
  }),
  sent: (answer, { id }) => {
    const read = readAs(ListAnswer, answer);
    if (!read) return undefined;
    if (read.status !== 'ok') return refused(read.description ?? read.status, { forGood: false, forNow: false });
    const [kept] = read.messages ?? [];
    if (!kept) return undefined;
    return kept.status === 'accepted'
      ? { outcome: 'accepted', reference: kept.smscId ?? id }
      : refused(kept.status, { forGood: LIST_FOR_GOOD.includes(kept.status), forNow: false });
  },
  ask: ({ login, key }, messages) => ({
    path: '/messages/v2/status.json',
    json: { login, password: key, messages: messages.map(({ id }) => ({ clientId: id })) },
  }),
  told: (answer) => {
    const read = readAs(ListAnswer, answer);
    return read && new Map((read.messages ?? []).map(({ clientId, status }) => [clientId, stateOf(LIST_STATES, status)]));
  },
};

const LoginAnswer = Type.Object({
  id: Type.Optional(Type.Union([Type.String(), Type.Number()])),
  error: Type.Optional(Type.String()),
  error_code: Type.Optional(Type.Number()),
});
const LoginStatus = Type.Object({ id: Type.Union([Type.String(), Type.Number()]), status: Type.Number() });
const LOGIN_STATES = {
  [-1]: 'onTheWay',
  0: 'onTheWay',
  1: 'delivered',
  2: 'delivered',
  3: 'failed',
  20: 'failed',
  22: 'failed',
  23: 'failed',
  24: 'failed',
  25: 'failed',
} as const;

/** As SMSC.ru: a form with login and `psw`, errors in `error_code`; our own id against repeats. */
const smsc: SmsDialect = {
  keepsOurIds: true,
  send: ({ login, key, sender }, { id, to, text }) => ({
    path: '/sys/send.php',
    form: { login, psw: key, phones: to, mes: text, id, fmt: '3', charset: 'utf-8', ...(sender && { sender }) },
  }),
  sent: (answer, { id }) => {
    const read = readAs(LoginAnswer, answer);
    if (!read) return undefined;
    if (read.error_code !== undefined)
      return refused(`${read.error_code} ${read.error ?? ''}`.trim(), { forGood: [7, 8].includes(read.error_code), forNow: [4, 9].includes(read.error_code) });
    return read.id === undefined ? undefined : { outcome: 'accepted', reference: String(read.id ?? id) };
  },
  ask: ({ login, key }, messages) => ({
    path: '/sys/status.php',
    form: { login, psw: key, phone: messages.map(({ to }) => to).join(','), id: messages.map(({ id }) => id).join(','), fmt: '3', charset: 'utf-8' },
  }),
  told: (answer) =>
    new Map(
      [answer]
        .flat()
        .filter((one) => Check(LoginStatus, one))
        .map(({ id, status }) => [String(id), stateOf(LOGIN_STATES, status)]),
    ),
};

const KeyAnswer = Type.Object({
  status_code: Type.Number(),
  status_text: Type.Optional(Type.String()),
  sms: Type.Optional(
    Type.Record(Type.String(), Type.Object({ status_code: Type.Number(), sms_id: Type.Optional(Type.String()), status_text: Type.Optional(Type.String()) })),
  ),
});
const KEY_FOR_GOOD = [202, 203, 205, 207, 209];
const KEY_FOR_NOW = [206, 220, 230, 231, 232, 500];
const KEY_STATES = {
  100: 'onTheWay',
  101: 'onTheWay',
  102: 'onTheWay',
  103: 'delivered',
  110: 'delivered',
  104: 'failed',
  105: 'failed',
  106: 'failed',
  107: 'failed',
  108: 'failed',
  150: 'failed',
} as const;

/** As SMS.ru: a form with `api_id`, a code for the whole and one for each number. It takes no id of ours: a repeat after a lost answer may arrive twice. */
const smsru: SmsDialect = {
  keepsOurIds: false,
  send: ({ key, sender }, { to, text }) => ({ path: '/sms/send', form: { api_id: key, to, msg: text, json: '1', ...(sender && { from: sender }) } }),
  sent: (answer, { to }) => {
    const read = readAs(KeyAnswer, answer);
    const one = read?.sms?.[to];
    const { status_code: code, status_text: why } = one ?? read ?? { status_code: undefined };
    if (code === undefined || (code === 100 && one?.sms_id === undefined)) return undefined;
    return code === 100
      ? { outcome: 'accepted', reference: one!.sms_id! }
      : refused(`${code} ${why ?? ''}`.trim(), { forGood: KEY_FOR_GOOD.includes(code), forNow: KEY_FOR_NOW.includes(code) });
  },
  ask: ({ key }, messages) => ({ path: '/sms/status', form: { api_id: key, sms_id: messages.map(({ reference }) => reference).join(','), json: '1' } }),
  told: (answer) => {
    const read = readAs(KeyAnswer, answer);
    return read && new Map(Object.entries(read.sms ?? {}).map(([id, { status_code }]) => [id, stateOf(KEY_STATES, status_code)]));
  },
};

/** By the name that SMS_DIALECT takes. */
export const smsDialects: Readonly<Record<string, SmsDialect>> = { 'messages-v2': messagesV2, smsc, smsru };
