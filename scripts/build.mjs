// Bundles the program into dist/, or into the folder that is named: a small entry, and one chunk per part that a command
// loads when it needs it.
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compileRunbooks } from './compile-runbooks.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = process.argv[2] === undefined ? join(ROOT, 'dist') : resolve(process.argv[2]);

await rm(OUT, { recursive: true, force: true });
try {
  const { metafile } = await bundle();
  console.log(describe(metafile.outputs));
  await compileRunbooks(join(OUT, 'runbooks.json'));
} catch (error) {
  // esbuild has printed its own complaints by now, each with its place.
  if (!('errors' in error)) throw error;
  process.exitCode = 1;
}

function bundle() {
  return build({
    absWorkingDir: ROOT,
    entryPoints: { main: 'src/main.ts' },
    outdir: OUT,
    // Chunks lie beside the entry, so that import.meta.url has the same folder in each of them.
    chunkNames: '[name]-[hash]',
    bundle: true,
    format: 'esm',
    splitting: true,
    platform: 'node',
    target: 'node20.19',
    charset: 'utf8',
    // Node's own punycode is deprecated and says so on stderr from Node 21; a package of the client asks for it.
    alias: { punycode: 'punycode/punycode.js' },
    // Minified whitespace would make a crash print one line of a megabyte, and gains nothing at start-up.
    minify: false,
    // Some bundled packages are CommonJS and call require() for Node's own modules.
    banner: {
      js: "import { createRequire as bundleRequire } from 'node:module';\nconst require = bundleRequire(import.meta.url);",
    },
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  });
}

/** One line: the entry alone, what every start loads (the entry and its static imports), and everything. */
function describe(outputs) {
  const scripts = Object.keys(outputs).filter((path) => path.endsWith('.js'));
  const entry = scripts.find((path) => outputs[path].entryPoint === 'src/main.ts');
  const atStart = staticClosure(outputs, entry);
  const size = (paths) => `${Math.ceil(paths.reduce((sum, path) => sum + outputs[path].bytes, 0) / 1024)} KiB`;
  return [
    `${entry} ${size([entry])}`,
    `every start loads ${size(atStart)} in ${atStart.length} files`,
    `all ${size(scripts)} in ${scripts.length} files`,
  ].join(', ');
}

function staticClosure(outputs, entry) {
  const seen = new Set([entry]);
  for (const path of seen) {
    for (const { path: next, kind } of outputs[path].imports) {
      if (kind === 'import-statement' && next in outputs) seen.add(next);
    }
  }
  return [...seen];
}
