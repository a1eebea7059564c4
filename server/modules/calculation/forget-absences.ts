// Applications for absence, with their papers, go three years after they were decided (PRIV-2; Civil Code, article 196). The decision itself stays with the account.
import { inTransaction } from '#platform/database';
import { forgetFile } from '#platform/files';
import type { Job } from '#platform/module';
import './calculation.tables.ts';

const KEPT_MS = 1_096 * 86_400_000;
const AT_ONCE = 100;

/** A batch a transaction: it may be stopped anywhere. */
export const forgetAbsencesJob: Job = {
  async run({ db, now }) {
    const before = new Date(now().getTime() - KEPT_MS).toISOString();
    for (let gone = AT_ONCE; gone === AT_ONCE;) {
      gone = await inTransaction(db, async (tx) => {
        const over = await tx
          .selectFrom('calculation.absence_request')
          .select(['house_id', 'id'])
          .where('decided_at', '<', before)
          .orderBy('decided_at')
          .limit(AT_ONCE)
          .forUpdate()
          .execute();
        for (const { house_id, id } of over) {
          const proofs = await tx
            .deleteFrom('calculation.absence_proof')
            .where('house_id', '=', house_id)
            .where('request_id', '=', id)
            .returning('file_id')
            .execute();
          for (const { file_id } of proofs) await forgetFile(tx, file_id);
          await tx.deleteFrom('calculation.absence_request').where('house_id', '=', house_id).where('id', '=', id).execute();
        }
        return over.length;
      });
    }
  },
};
