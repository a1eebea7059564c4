// The head of an organization by the word of the state system is its manager here, as long as the system says so.
import { endRole, grantRole } from '#modules/identity';
import { organizationRows } from '#modules/housing';
import type { Db } from '#platform/tables';
import { dayIn } from '#platform/time';
import type { Work } from '#platform/work';
import type { OutsidePerson } from './ports.ts';
import './federation.tables.ts';

/** Gives the role over organizations that the portal knows by ОГРН, and ends what was given when the system no longer says so. */
export async function followHeads(work: Work, personId: string, { isTrusted, heads }: OutsidePerson): Promise<void> {
  if (!isTrusted) return;
  const numbers = heads.map(({ ogrn }) => ogrn);
  const headed =
    numbers.length === 0
      ? []
      : await organizationRows(work.tx as Db)
          .where('ogrn', 'in', numbers)
          .where('kind', 'in', ['manager', 'association'])
          .execute();
  const known = await work.tx.selectFrom('federation.head').selectAll().where('person_id', '=', personId).execute();
  for (const { id } of headed) {
    if (known.some((row) => row.organization_id === id)) continue;
    const { grantId } = await grantRole(work, { personId, role: 'manager', organizationId: id, fromDay: dayIn('Europe/Moscow', work.now) });
    await work.tx
      .insertInto('federation.head')
      .values({ person_id: personId, organization_id: id, grant_id: grantId, since: work.now.toISOString() })
      .execute();
  }
  for (const row of known) {
    if (headed.some(({ id }) => id === row.organization_id)) continue;
    await endRole(work, { personId, grantId: row.grant_id });
    await work.tx.deleteFrom('federation.head').where('person_id', '=', personId).where('organization_id', '=', row.organization_id).execute();
  }
}
