import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { reactRouter } from '@react-router/dev/vite';
import { defineConfig, type Plugin } from 'vite';

const SCHEMA_MAKERS = /(?<!`)\b(?:Type\.\w+|obj|each|endpoint|Nullable|OneOf|Text|Base64|one|pieces|keys|list\w+|exportEndpoint|keysOf|wordsOf)\(/g;
/** React's entry for servers holds its two renderers, of which we use the one that makes a text. */
const REACT_TO_TEXT = {
  find: 'react-dom/server',
  replacement: path.join(import.meta.dirname, '../node_modules/react-dom/cjs/react-dom-server-legacy.node.production.js'),
};
type Drawing = { node: [tag: string, attributes: Record<string, string>][] };
const NO_LIBRARY = '\0no-schemas';
/** Pages take words and addresses out of the contract, never a schema: the API checks. Making one does nothing else, and the library of schemas is left out. */
const noSchemas: Plugin = {
  name: 'no-schemas',
  enforce: 'pre',
  resolveId: (id) => (id === 'typebox' ? NO_LIBRARY : undefined),
  load: (id) => (id === NO_LIBRARY ? 'export const Type = new Proxy({}, { get: () => () => ({}) });' : undefined),
  transform: (code, id) =>
    /[\\/]contract[\\/][\w-]+\.ts$/.test(id) ? { code: code.replace(SCHEMA_MAKERS, '/* @__PURE__ */ $&'), map: null, moduleSideEffects: false } : undefined,
};

const LINK_ON_SERVER = path.join(import.meta.dirname, 'ui', 'link-on-server.tsx');
/** On the server a page's links are plain ones, and what is the same on every page is kept as text. */
const serverParts: Plugin = {
  name: 'server-parts',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'ssr',
  resolveId(id, importer = '') {
    if (id === './kept.tsx') return path.join(import.meta.dirname, 'ui', 'kept-on-server.tsx');
    return id === 'react-router' && /^.*\/web\/(?:app|features|ui)\/[^?]*\.tsx/.test(importer) && !importer.startsWith(LINK_ON_SERVER)
      ? LINK_ON_SERVER
      : undefined;
  },
};

/** Of a drawing only what is inside its <svg> is shipped, as the text that `lucide-icon.tsx` puts there: not its name, its former names, nor a key for each line of it. */
const drawings: Plugin = {
  name: 'drawings',
  enforce: 'pre',
  transform: {
    filter: { id: /[\\/]lucide-react[\\/]dist[\\/]esm[\\/]icons[\\/][\w-]+\.mjs$/ },
    async handler(_code, id) {
      const { __iconData } = (await import(pathToFileURL(id).href)) as { __iconData?: Drawing };
      if (!__iconData) return undefined; // another name of a drawing: it only passes it on
      const inside = __iconData.node.map(
        ([tag, attributes]) =>
          `<${tag}${Object.entries(attributes)
            .map(([name, value]) => (name === 'key' ? '' : ` ${name}="${value}"`))
            .join('')}/>`,
      );
      return { code: `import draw from '../createLucideIcon.mjs';\nexport default draw(${JSON.stringify(inside.join(''))});`, map: null };
    },
  },
};

/** The server's file holds one letter outside of ASCII dearly: V8 then keeps the whole text with two bytes for each sign. */
const plainLetters: Plugin = {
  name: 'plain-letters',
  enforce: 'post',
  applyToEnvironment: ({ name }) => name === 'ssr',
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk') file.code = file.code.replace(/[\u0080-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  },
};

// assetsInlineLimit 0: an inlined data: URL would need its own exception in the content security policy.
// The browsers named here are the oldest that the style sheets' container queries work in.
export default defineConfig({
  plugins: [noSchemas, drawings, serverParts, plainLetters, reactRouter()],
  resolve: { alias: [REACT_TO_TEXT, { find: '../createLucideIcon.mjs', replacement: path.join(import.meta.dirname, 'ui/lucide-icon.tsx') }] },
  // React and the router stand in the server's file too: what of them is never used is left out of it.
  ssr: { noExternal: ['lucide-react', 'react', 'react-dom', 'react-router', 'scheduler', '@react-router/node', 'cookie-es'] },
  build: { assetsInlineLimit: 0, target: ['chrome111', 'firefox113', 'safari16.4'] },
  environments: {
    ssr: {
      define: { 'process.env.NODE_ENV': '"production"' },
      build: { rolldownOptions: { output: { minify: { mangle: false, compress: true, codegen: true } } } },
    },
    client: {
      build: {
        // What every page needs in two files: compressed together they are smaller than in pieces, and the framework's one outlives our releases.
        // Seven letters of a file's hash tell any two apart; those of three hundred files stand in the list of routes that every page loads.
        rolldownOptions: {
          // A schema that spreads the members of another does nothing but read them: where no page asks for it, it goes too.
          treeshake: { propertyReadSideEffects: false },
          output: {
            entryFileNames: 'assets/[name]-[hash:7].js',
            chunkFileNames: 'assets/[name]-[hash:7].js',
            codeSplitting: {
              groups: [
                { name: 'framework', test: /node_modules[\\/](?:react|react-dom|scheduler|react-router|@react-router)[\\/]/, priority: 3 },
                {
                  name: 'shell',
                  test: /web[\\/](?:app[\\/](?:root|me|menu|live|view|home|trouble|kept-answer)\.|ui[\\/](?:shell|view-panel|icon|pictures|brand|button|page|empty-state|popups|kept)\.)/,
                  priority: 2,
                },
                // What most pages have: named once in the list of pages instead of piece by piece.
                {
                  name: 'parts',
                  test: /no-schemas|contract[\\/](?:types|endpoint|statuses[\\/]standing)\.|web[\\/]ui[\\/](?:field|inputs|status|notice|error-summary|query-link|data-table|definitions)\.|triangle-exclamation-point/,
                  priority: 1,
                },
              ],
            },
          },
        },
      },
    },
  },
});
