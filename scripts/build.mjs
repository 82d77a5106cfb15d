// Bundles the program into dist/, or into the folder that is named: a small entry, the program in one file, and the code that
// V8 made of it.
import { execFile } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { compileRunbooks } from './compile-runbooks.mjs';
import { lateWidths } from './late-widths.mjs';
import { programFiles } from './program-files.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OUT = process.argv[2] === undefined ? join(ROOT, 'dist') : resolve(process.argv[2]);

await rm(OUT, { recursive: true, force: true });
try {
  const [{ metafile: entry }, { metafile: program }] = [await bundleEntry(), await bundleProgram()];
  await cp(join(ROOT, 'scripts', 'load-program.cjs'), join(OUT, 'load-program.cjs'));
  console.log(describe({ ...entry.outputs, ...program.outputs }));
  if (await compileRunbooks(join(OUT, 'runbooks.jsonl'))) await keepCode();
} catch (error) {
  // esbuild has printed its own complaints by now, each with its place.
  if (!('errors' in error)) throw error;
  process.exitCode = 1;
}

/** What both bundles have in common. */
function settings(rest) {
  return {
    absWorkingDir: ROOT,
    outdir: OUT,
    bundle: true,
    // Node starts CommonJS faster than modules.
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    supported: { 'dynamic-import': false },
    platform: 'node',
    target: 'node20.19',
    // Minified whitespace would make a crash print one line of a megabyte, and gains nothing at start-up.
    minify: false,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    ...rest,
  };
}

/** The entry: what `--version` needs and no more. The program itself is loaded by the file beside it. */
function bundleEntry() {
  const program = {
    name: 'program',
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/commands\/run\.ts$/ }, () => ({ path: './load-program.cjs', external: true })),
  };
  return build(settings({ entryPoints: { main: 'src/main.ts' }, plugins: [program] }));
}

/**
 * Everything else in one file, as a function that is handed over: so V8 can be given the code that it made of it before
 * (scripts/load-program.cjs). A part that a command imports when it needs it is evaluated then.
 */
function bundleProgram() {
  return build(
    settings({
      entryPoints: { program: 'src/commands/run.ts' },
      // In ASCII alone it is read without being decoded, and takes half the room.
      charset: 'ascii',
      // Half as much to read at each start. Names stay as they are and lines stay short, so that the stack of a bug still tells something.
      minifyWhitespace: true,
      lineLimit: 160,
      // Node's own punycode is deprecated and says so on stderr from Node 21; a package of the client asks for it.
      alias: { punycode: 'punycode/punycode.js' },
      define: { 'import.meta.url': 'importMetaUrl' },
      plugins: [lateWidths, programFiles],
      banner: {
        js: "globalThis[Symbol.for('kubedoc.program')] = function (exports, require, module, importMetaUrl) {",
      },
      footer: { js: '};' },
    }),
  );
}

/** In a process of its own, since V8 keeps what has run by then. */
function keepCode() {
  const args = [join(ROOT, 'scripts', 'keep-code.mjs'), OUT, join(ROOT, 'examples', 'rollout-does-not-fit')];
  return promisify(execFile)(process.execPath, args);
}

/** One line: the entry alone, and everything. */
function describe(outputs) {
  const scripts = Object.keys(outputs).filter((path) => /\.c?js$/.test(path));
  const entry = scripts.find((path) => outputs[path].entryPoint === 'src/main.ts');
  const size = (paths) => `${Math.ceil(paths.reduce((sum, path) => sum + outputs[path].bytes, 0) / 1024)} KiB`;
  return `${entry} ${size([entry])}, all ${size(scripts)} in ${scripts.length} files`;
}
