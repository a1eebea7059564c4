// The text of a policy or a consent: sections, how they are typed, and how one version differs from another. Pure.
import type { Section, TextChange } from '#contract/privacy';

const HEADING = /^#\s+(.+)$/;

/** What was typed as sections: «# Heading», then paragraphs parted by blank lines. What stands before the first heading is under `first`. */
export function readSections(text: string, first = 'Общее'): Section[] {
  const sections: Section[] = [];
  for (const block of text.replaceAll('\r', '').split(/\n\s*\n|\n(?=#)|(?<=^#[^\n]*)\n/mu)) {
    const words = block.replaceAll(/\s+/gu, ' ').trim();
    const heading = HEADING.exec(words)?.[1];
    if (words === '') continue;
    if (heading !== undefined) sections.push({ heading, paragraphs: [] });
    else (sections.at(-1) ?? sections[sections.push({ heading: first, paragraphs: [] }) - 1])!.paragraphs.push(words);
  }
  return sections;
}

/** Sections as they are typed: `readSections` gives them back. */
export const writeSections = (sections: readonly Section[]): string =>
  sections.map(({ heading, paragraphs }) => [`# ${heading}`, ...paragraphs].join('\n\n')).join('\n\n');

/** What a version took away and added, by sections in the order of the newer text, then those that are gone. */
export function changesBetween(before: readonly Section[], after: readonly Section[]): TextChange[] {
  const paragraphsOf = (sections: readonly Section[], heading: string): readonly string[] =>
    sections.filter((one) => one.heading === heading).flatMap(({ paragraphs }) => paragraphs);
  const headings = [...new Set([...after, ...before].map(({ heading }) => heading))];
  return headings
    .map((heading) => {
      const [old, now] = [paragraphsOf(before, heading), paragraphsOf(after, heading)];
      return { heading, removed: old.filter((one) => !now.includes(one)), added: now.filter((one) => !old.includes(one)) };
    })
    .filter(({ removed, added }) => removed.length + added.length > 0);
}
