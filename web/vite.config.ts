import path from 'node:path';
import { reactRouter } from '@react-router/dev/vite';
import { defineConfig, type Plugin } from 'vite';

const SCHEMA_MAKERS = /(?<!`)\b(?:Type\.\w+|obj|endpoint|Nullable|OneOf|Text|one|pieces|keys|list\w+|exportEndpoint)\(/g;
const NO_LIBRARY = '\0no-schemas';
/** A browser that takes words out of the contract gets no schema with them: making one does nothing else, and the library of schemas is left out. */
const noSchemas: Plugin = {
  name: 'no-schemas',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'client',
  resolveId: (id) => (id === 'typebox' ? NO_LIBRARY : undefined),
  load: (id) => (id === NO_LIBRARY ? 'export const Type = new Proxy({}, { get: () => () => ({}) });' : undefined),
  transform: (code, id) => (/[\\/]contract[\\/][\w-]+\.ts$/.test(id) ? { code: code.replace(SCHEMA_MAKERS, '/* @__PURE__ */ $&'), map: null, moduleSideEffects: false } : undefined),
};

// assetsInlineLimit 0: an inlined data: URL would need its own exception in the content security policy.
// The browsers named here are the oldest that the style sheets' container queries work in.
export default defineConfig({
  plugins: [noSchemas, reactRouter()],
  resolve: { alias: [{ find: '../createLucideIcon.mjs', replacement: path.join(import.meta.dirname, 'ui/lucide-icon.tsx') }] },
  ssr: { noExternal: ['lucide-react'] },
  build: { assetsInlineLimit: 0, target: ['chrome111', 'firefox113', 'safari16.4'] },
  environments: {
    client: {
      build: {
        // What every page needs in two files: compressed together they are smaller than in pieces, and the framework's one outlives our releases.
        rolldownOptions: { output: { codeSplitting: { groups: [
          { name: 'framework', test: /node_modules[\\/](?:react|react-dom|scheduler|react-router|@react-router)[\\/]/, priority: 2 },
          { name: 'shell', test: /web[\\/](?:app[\\/](?:root|me|menu|live|view|home|trouble)\.|ui[\\/](?:shell|view-panel|icon|pictures|brand|button|page|empty-state|popups)\.)/, priority: 1 },
        ] } } },
      },
    },
  },
});
