import type { Work } from '#platform/work';

/** The person's documents changed, or the search was done: when to ask next. */
export const writeSearch = async (work: Work, personId: string, values: { looked_at?: string; failed_at?: string | null; ask_at: string }): Promise<void> =>
  void (await work.tx
    .insertInto('treasury.search')
    .values({ person_id: personId, looked_at: null, failed_at: null, ...values })
    .onConflict((on) => on.column('person_id').doUpdateSet(values))
    .execute());
