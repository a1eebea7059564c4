// What vite.config.ts puts in the place of lucide's own wrapper, which joins a dozen attributes and classes anew for each drawing:
// what is inside is made a text when the pages are built, and how it is drawn stands in the style sheet under `.i`.
import type { SVGProps } from 'react';

export default function draw(drawn: string) {
  const inside = { __html: drawn };
  // The text comes from the package of icons, never from a person.
  return (attributes: SVGProps<SVGSVGElement>) => <svg viewBox="0 0 24 24" {...attributes} dangerouslySetInnerHTML={inside} />;
}
