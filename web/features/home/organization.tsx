import type { Static } from 'typebox';
import type { PublicOrganization } from '#contract/housing';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { unbroken } from '#ui/format.tsx';
import { PhoneLink } from '#ui/phone.tsx';
import { ORGANIZATION_WORDS, orNone } from './words.ts';

type Organization = Static<typeof PublicOrganization>;

/** Whom to call and when: the emergency number first. */
export function OrganizationCard({ organization, heading }: { organization: Organization; heading?: string }) {
  const { kind, name, phone, dispatchPhone, hours, address, email, site, inn } = organization;
  return (
    <Card heading={heading ?? ORGANIZATION_WORDS[kind] ?? name}>
      <DefinitionList
        items={[
          { name: 'Название', value: name },
          ...(dispatchPhone === null ? [] : [{ name: 'Аварийная служба', value: <PhoneLink phone={dispatchPhone} /> }]),
          { name: 'Телефон', value: <PhoneLink phone={phone} /> },
          { name: 'Часы работы', value: orNone(hours) },
          { name: 'Адрес', value: unbroken(address) },
          ...(email === null ? [] : [{ name: 'Почта', value: <a href={`mailto:${email}`}>{email}</a> }]),
          ...(site === null ? [] : [{ name: 'Сайт', value: site }]),
          { name: 'ИНН', value: inn },
        ]}
      />
    </Card>
  );
}
