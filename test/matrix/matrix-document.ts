// docs/access.md, made from the routes themselves. `UPDATE_DOCS=1 node test.mjs matrix` writes it anew.
import fs from 'node:fs';
import path from 'node:path';
import type { Module } from '#platform/module';

const FILE = path.join(import.meta.dirname, '..', '..', 'docs', 'access.md');

/** The table of every route: who may call it, with how many factors, and what it does. */
export function matrixDocument(modules: readonly Module[]): string {
  const sections = modules
    .filter((module) => (module.routes ?? []).length > 0)
    .map((module) => {
      const rows = module.routes!.map(
        ({ endpoint, access }) =>
          `| \`${endpoint.method} ${endpoint.url}\` | ${access.who.join(', ')} | ${access.who.includes('anyone') ? '–' : access.level} | ${access.area ?? (access.who.includes('anyone') ? 'self' : '–')} | ${endpoint.summary} |`,
      );
      return `## ${module.name}\n\n| route | who | factors | for another | what |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
    });
  const text = `# Who may call what\n\nMade from the routes by the access matrix test; \`person\` is anybody signed in, \`machine:x\` a key with the operation x. This is\nring one. Ring two, in every command and query, loads only what the caller may reach; ring three is the policy of the module.\n\n«For another» is the area that a power of attorney or a child's service may open (contract/areas.ts); without one the route is closed to\nrepresentatives and children, \`self\` means that the person at the screen calls it as himself.\n\n${sections.join('\n')}`;
  if (process.env['UPDATE_DOCS']) fs.writeFileSync(FILE, text);
  return text;
}

/** The document as it lies in the tree. */
export const readMatrixDocument = (): string => (fs.existsSync(FILE) ? fs.readFileSync(FILE, 'utf8') : '');
