// Receipts of the message centre, kept where every process finds them: whichever line they came over, and before or after the answer to the message.
import { sql } from 'kysely';
import type { Db } from '#platform/tables';
import type { SmsDelivery } from './sms-channel.ts';
import type { SmsReceipts } from './smpp-channel.ts';
import './notifications.tables.ts';

export const smsReceiptsIn = (db: Db, clock: () => Date): SmsReceipts => ({
  keep: async (messageId, delivery) => {
    const row = { message_id: messageId, delivery, received_at: clock().toISOString() };
    // What is over stays over: «on the way» may come after it.
    await db
      .insertInto('notifications.sms_receipt')
      .values(row)
      .onConflict((on) => on.column('message_id').doUpdateSet(row).where('notifications.sms_receipt.delivery', '=', 'onTheWay'))
      .execute();
  },
  find: async (messageIds) => {
    const rows = await db
      .selectFrom('notifications.sms_receipt')
      .select(['message_id', 'delivery'])
      .where('message_id', '=', sql<string>`any(${[...messageIds]}::text[])`)
      .execute();
    return new Map(rows.map((row) => [row.message_id, row.delivery as SmsDelivery]));
  },
});
