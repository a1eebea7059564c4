// What ownership holds of a person (PRIV-2).
import { bankStates, claimStatuses } from '#contract/statuses/ownership';
import { wordsOf } from '#contract/statuses/standing';
import { forgetFile } from '#platform/files';
import type { PersonalPart } from '#platform/held-of-person';
import './ownership.tables.ts';

export const ownershipPersonal: PersonalPart = {
  module: 'ownership',
  tables: [
    {
      table: 'ownership.claim',
      title: 'Заявления о владении',
      columns: {
        made_at: 'Когда',
        address: 'Жильё',
        cadastral_number: 'Кадастровый номер',
        status: 'Состояние',
        reply: 'Ответ',
        certificate_number: 'Справка',
      },
      words: { status: wordsOf(claimStatuses) },
      order: 'made_at',
      kept: {
        law: 'Подтверждённые: основание записи о собственнике, статья 131 Гражданского кодекса и статья 45 Жилищного кодекса. Остальные: срок исковой давности, статья 196 Гражданского кодекса',
        term: 'подтверждённые, пока есть запись о собственнике, остальные 3 года, без имени',
      },
      blank: { finding: null, comment: null, reply: null },
    },
    {
      table: 'ownership.bank_request',
      title: 'Запросы подтвердить в банке',
      columns: { asked_at: 'Когда', state: 'Чем кончилось' },
      words: { state: wordsOf(bankStates) },
      order: 'asked_at',
    },
    {
      table: 'ownership.share_signature',
      title: 'Подписи под соглашениями о долях',
      columns: { signed_at: 'Когда', kind: 'Чем подписано' },
      words: { kind: { key: 'ключом', code: 'кодом' } },
      order: 'signed_at',
      kept: {
        law: 'Основание записи о долях собственников: статья 245 Гражданского кодекса, статья 45 Жилищного кодекса',
        term: 'пока есть запись о собственнике, без имени',
      },
    },
  ],
  async erase(work, personId) {
    await work.tx
      .updateTable('ownership.claim')
      .set({ status: 'withdrawn', try_at: null })
      .where('person_id', '=', personId)
      .where('status', 'not in', ['confirmed', 'refused', 'withdrawn'])
      .execute();
    const certificates = await work.tx
      .selectFrom('ownership.claim')
      .select('certificate_file_id')
      .where('person_id', '=', personId)
      .where('certificate_file_id', 'is not', null)
      .execute();
    for (const { certificate_file_id } of certificates) await forgetFile(work.tx, certificate_file_id!);
    await work.tx.updateTable('ownership.claim').set({ certificate_file_id: null }).where('person_id', '=', personId).execute();
    const papers = await work.tx
      .selectFrom('ownership.paper as p')
      .innerJoin('ownership.claim as c', (on) => on.onRef('c.house_id', '=', 'p.house_id').onRef('c.id', '=', 'p.claim_id'))
      .select(['p.house_id', 'p.claim_id', 'p.kind', 'p.file_id'])
      .where('c.person_id', '=', personId)
      .execute();
    for (const { house_id, claim_id, kind, file_id } of papers) {
      if (file_id !== null) await forgetFile(work.tx, file_id);
      await work.tx.deleteFrom('ownership.paper').where('house_id', '=', house_id).where('claim_id', '=', claim_id).where('kind', '=', kind).execute();
    }
  },
};
