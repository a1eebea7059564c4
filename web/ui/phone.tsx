import { Phone } from 'lucide-react';
import { formatPhone } from '#contract/phone';
import { Icon } from './icon.tsx';

/** A number to call by pressing, in groups as people read it. */
export const PhoneLink = ({ phone }: { phone: string }) => (
  <a className="go" href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
    <span className="nw">
      <Icon of={Phone} /> {formatPhone(phone)}
    </span>
  </a>
);
