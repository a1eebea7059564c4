import { Phone } from 'lucide-react';
import type { Static } from 'typebox';
import type { PublicOrganization } from '#contract/housing';
import { Card } from '#ui/card.tsx';
import { DefinitionList } from '#ui/definitions.tsx';
import { Icon } from '#ui/icon.tsx';
import { ORGANIZATION_WORDS, orNone } from './words.ts';

type Organization = Static<typeof PublicOrganization>;

const PhoneLink = ({ phone }: { phone: string }) => <a className="go" href={`tel:${phone.replace(/[^+\d]/g, '')}`}><Icon of={Phone} />{phone}</a>;

/** Whom to call and when: the emergency number first. */
export function OrganizationCard({ organization, heading }: { organization: Organization; heading?: string }) {
  const { kind, name, phone, dispatchPhone, hours, address, email, site, inn } = organization;
  return (
    <Card heading={heading ?? ORGANIZATION_WORDS[kind] ?? name}>
      <DefinitionList items={[
        { name: 'Название', value: name },
        ...(dispatchPhone === null ? [] : [{ name: 'Аварийная служба', value: <PhoneLink phone={dispatchPhone} /> }]),
        { name: 'Телефон', value: <PhoneLink phone={phone} /> },
        { name: 'Часы работы', value: orNone(hours) },
        { name: 'Адрес', value: address },
        ...(email === null ? [] : [{ name: 'Почта', value: <a href={`mailto:${email}`}>{email}</a> }]),
        ...(site === null ? [] : [{ name: 'Сайт', value: site }]),
        { name: 'ИНН', value: inn },
      ]} />
    </Card>
  );
}
