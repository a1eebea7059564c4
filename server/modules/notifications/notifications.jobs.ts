import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { Job, JobContext } from '#platform/module';
import { runAsSystem } from '#platform/work';
import { type Sending, sweepDeliveries } from './deliver.ts';
import { isNoticeKind, type OutsideChannel } from './notice-kinds.ts';
import { carryNotices, notify } from './notify.ts';
import type { NotificationPorts } from './ports.ts';
import { makePushKey } from './push-key.ts';
import { sendMessage } from './send-message.ts';
import { watchDelivery } from './watch-delivery.ts';

/** The order by which a module below or beside tells people something: it names no code of ours. `id`: the same tells once. */
const NoticeOrder = Type.Object({
  id: Type.String(),
  personIds: Type.Array(Type.String()),
  kind: Type.String(),
  facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()])),
  link: Type.Optional(Type.String()),
  without: Type.Optional(Type.Array(Type.Union([Type.Literal('email'), Type.Literal('sms'), Type.Literal('push')]))),
});
export type NoticeOrder = Static<typeof NoticeOrder>;

/** The jobs of the module, by task name. */
export function notificationJobs(ports: NotificationPorts): Readonly<Record<string, Job>> {
  const sendingOf = ({ ground, db, now }: JobContext): Sending => ({ ground, db, now, ports });
  return {
    'notifications.notify': {
      async run({ ground }, payload) {
        if (!Check(NoticeOrder, payload)) throw new Error('an order of a notice is not as declared');
        const { id, kind, facts, personIds, link, without } = payload;
        if (!isNoticeKind(kind)) throw new Error(`there is no kind of notice ${kind}`);
        await runAsSystem(ground, 'notifications.notify', id, async (work) =>
          notify(work, { kind, facts, personIds, ...(link !== undefined && { link }), ...(without && { without }) }),
        );
      },
    },
    // Few attempts: what is tried again is the message, not the job, and a job that failed keeps its payload.
    'notifications.send-message': { run: (context, payload) => sendMessage(sendingOf(context), payload), attempts: 3, deadlineSeconds: 60 },
    'notifications.carry': {
      async run(context, payload) {
        const { notices, without } = payload as { notices: { personId: string; id: string }[]; without?: OutsideChannel[] };
        await carryNotices(sendingOf(context), notices, without);
      },
    },
    'notifications.watch': { run: ({ ground }) => watchDelivery(ground, ports.smsDayBudget) },
    'notifications.sweep': {
      async run(context) {
        await makePushKey(context.ground);
        while ((await sweepDeliveries(sendingOf(context))) === 200);
      },
    },
  };
}
