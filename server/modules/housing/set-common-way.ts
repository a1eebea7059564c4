// How a house pays for what its common property takes. Callers check whose house it is, and what of it is counted already.
import type { CommonWay } from '#contract/common-payment';
import { found, refuseChanged } from '#platform/errors';
import type { Work } from '#platform/work';
import './housing.tables.ts';

/** Answers what it was. Refuses object.changed. The caller writes the journal. */
export async function setCommonWay(
  work: Work,
  { houseId, version, way }: { houseId: string; version: number; way: CommonWay },
): Promise<{ before: CommonWay; version: number }> {
  const house = found(
    await work.tx.selectFrom('housing.house').select(['common_way', 'version']).where('house_id', '=', houseId).forUpdate().executeTakeFirst(),
  );
  if (house.version !== version) refuseChanged({ way: house.common_way, version: house.version });
  await work.tx
    .updateTable('housing.house')
    .set({ common_way: way, version: version + 1 })
    .where('house_id', '=', houseId)
    .execute();
  return { before: house.common_way as CommonWay, version: version + 1 };
}
