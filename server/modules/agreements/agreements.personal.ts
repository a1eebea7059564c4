// What agreements hold of a person (PRIV-2).
import { agreementStatuses, partyStates } from '#contract/statuses/agreements';
import { wordsOf } from '#contract/statuses/standing';
import { isAnyoneHere } from '#modules/identity';
import { forgetFile } from '#platform/files';
import type { PersonalPart } from '#platform/held-of-person';
import type { Work } from '#platform/work';
import './agreements.tables.ts';

const kept = { law: 'Договор остаётся у тех, с кем заключён: он и их тоже', term: 'пока кабинет есть хотя бы у одной стороны' };

/** The contract of people who have all left goes with the last of them; one of an organization stays its. */
async function erase(work: Work, personId: string): Promise<void> {
  const own = await work.tx
    .selectFrom('agreements.agreement as a')
    .select(['a.id', 'a.author_id', 'a.file_id'])
    .where('a.organization_id', 'is', null)
    .where((eb) =>
      eb.or([
        eb('a.author_id', '=', personId),
        eb.exists(eb.selectFrom('agreements.party as p').select('p.place').whereRef('p.agreement_id', '=', 'a.id').where('p.person_id', '=', personId)),
      ]),
    )
    .execute();
  for (const { id, author_id: authorId, file_id: fileId } of own) {
    const parties = await work.tx.selectFrom('agreements.party').select('person_id').where('agreement_id', '=', id).execute();
    const others = [authorId, ...parties.map((party) => party.person_id)].filter((one) => one !== personId);
    if (await isAnyoneHere(work.tx, others)) continue;
    await work.tx.deleteFrom('agreements.party').where('agreement_id', '=', id).execute();
    await work.tx.deleteFrom('agreements.agreement').where('id', '=', id).execute();
    await forgetFile(work.tx, fileId);
  }
}

export const agreementsPersonal: PersonalPart = {
  module: 'agreements',
  erase,
  tables: [
    {
      table: 'agreements.agreement',
      title: 'Договоры, которые вы составили',
      person: 'author_id',
      columns: { title: 'Название', status: 'Состояние', made_at: 'Составлен', ended_at: 'Закончен' },
      words: { status: wordsOf(agreementStatuses) },
      order: 'made_at',
      kept,
    },
    {
      table: 'agreements.party',
      title: 'Договоры, которые вам дали подписать',
      columns: { place: 'Место', state: 'Ответ', acted_at: 'Когда' },
      words: { state: wordsOf(partyStates) },
      order: 'acted_at',
      kept,
    },
  ],
};
