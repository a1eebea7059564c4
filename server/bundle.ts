// Puts each role's own code and the libraries made of many small files into one file: `npm start` runs it when sources have changed.
// Node keeps 30 to 100 KB for each module beside its code, and there are 1,500 of them: why, and what for, in docs/adr.
import path from 'node:path';
import { build, type Plugin } from 'vite';

const ROOT = path.join(import.meta.dirname, '..');
/** Beside the sources, so that packages are found from there as they are from here. */
const OUT = path.join(ROOT, 'build');
/** Pure code in hundreds of files. Everything else stays where it is: it reads files of its own, is native, or the framework loads it anyhow. */
const LIBRARIES = ['typebox', 'kysely', 'pkijs', 'asn1js', 'bytestreamjs', '@peculiar/utils', '@noble/hashes', 'qr', 'otpauth'];

/** Templates, style sheets and programs are named by where a source stands; in one file it stands elsewhere. */
const ownPlaces: Plugin = {
  name: 'own-places',
  enforce: 'pre',
  transform(code, id) {
    if (!id.startsWith(ROOT) || id.includes('node_modules') || !code.includes('import.meta.')) return undefined;
    const from = JSON.stringify(`/${path.relative(OUT, id).split(path.sep).join('/')}`);
    const file = `(import.meta.dirname + ${from})`;
    return code
      .replaceAll('import.meta.url', `process.getBuiltinModule('node:url').pathToFileURL(${file}).href`)
      .replaceAll(/import\.meta\.dirname(?! \+ ")/g, `process.getBuiltinModule('node:path').dirname${file}`);
  },
};

/** One letter outside of ASCII, and V8 keeps the whole file with two bytes for each sign. */
const plainLetters: Plugin = {
  name: 'plain-letters',
  generateBundle: (_options, bundle) => {
    for (const file of Object.values(bundle))
      if (file.type === 'chunk') file.code = file.code.replaceAll(/[\u0080-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  },
};

await build({
  configFile: false,
  root: ROOT,
  publicDir: false,
  logLevel: 'warn',
  plugins: [ownPlaces, plainLetters],
  ssr: { noExternal: LIBRARIES },
  build: {
    ssr: true,
    outDir: OUT,
    target: 'node24',
    rolldownOptions: {
      input: { server: path.join(import.meta.dirname, 'start-server.ts'), worker: path.join(import.meta.dirname, 'start-worker.ts') },
      // Names stay: a stack in the log is to be read.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', minify: { mangle: false, compress: false, codegen: true } },
    },
  },
});
