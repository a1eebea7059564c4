import './tuck.css';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** Details that are one line on a phone until it is opened; where there is room they stand open, without the line. */
export const Tuck = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <details className="more tuck">
    <summary>
      {name}
      <Icon of={ChevronDown} turn />
    </summary>
    {children}
  </details>
);
