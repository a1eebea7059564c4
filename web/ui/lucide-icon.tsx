// What vite.config.ts puts in the place of lucide's own wrapper, which joins a dozen attributes and classes anew for each drawing:
// the paths are made once, and how they are drawn stands in the style sheet under `.i`.
import { createElement, type SVGProps } from 'react';

type Drawing = { node: [tag: string, attributes: Record<string, string>][] };

export default function createLucideIcon({ node }: Drawing) {
  const paths = node.map(([tag, attributes]) => createElement(tag, attributes));
  return (attributes: SVGProps<SVGSVGElement>) => <svg viewBox="0 0 24 24" {...attributes}>{paths}</svg>;
}
