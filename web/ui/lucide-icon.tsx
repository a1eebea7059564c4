// What vite.config.ts puts in the place of lucide's own wrapper, which joins a dozen attributes and classes anew for each drawing:
// the paths are made once, as text, and how they are drawn stands in the style sheet under `.i`.
import type { SVGProps } from 'react';

type Drawing = { node: [tag: string, attributes: Record<string, string>][] };

export default function createLucideIcon({ node }: Drawing) {
  const drawn = node
    .map(
      ([tag, attributes]) =>
        `<${tag}${Object.entries(attributes)
          .map(([name, value]) => (name === 'key' ? '' : ` ${name}="${value}"`))
          .join('')}/>`,
    )
    .join('');
  const inside = { __html: drawn };
  // The text comes from the package of icons, never from a person.
  return (attributes: SVGProps<SVGSVGElement>) => <svg viewBox="0 0 24 24" {...attributes} dangerouslySetInnerHTML={inside} />;
}
