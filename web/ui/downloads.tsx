import { Download } from 'lucide-react';
import { Icon } from './icon.tsx';

export type Format = 'xlsx' | 'csv' | 'pdf';
const names: Readonly<Record<Format, string>> = { xlsx: 'Таблица XLSX', csv: 'CSV', pdf: 'PDF для печати' };

/** The same list as files. `href` gives the API's address with the page's own filter. */
export function Downloads({ href, formats = ['xlsx', 'csv', 'pdf'] }: { href: (format: Format) => string; formats?: readonly Format[] }) {
  return (
    <p className="row noprint">
      <span className="mut">
        <Icon of={Download} /> Скачать:
      </span>
      {formats.map((format) => (
        <a key={format} className="go" href={href(format)} download>
          {names[format]}
        </a>
      ))}
    </p>
  );
}
