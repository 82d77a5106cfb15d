// Writes the code that V8 made of the built program, so that starting it needs not compile it again. What a diagnosis of a
// cluster runs through is in it: V8 keeps the functions that were compiled by then.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { loadTypeScript } from './load-typescript.mjs';

const folder = resolve(process.argv[2] ?? '');
const example = resolve(process.argv[3] ?? '');

for (const name of readdirSync(folder)) if (/^program-\d+\.cache$/.test(name)) rmSync(join(folder, name));
const { codeFile, compileProgram, evaluateProgram } = await import(
  pathToFileURL(join(folder, 'load-program.cjs')).href
);
const place = mkdtempSync(join(tmpdir(), 'kubedoc-code-'));
const cluster = await serve(example, join(place, 'config'));
try {
  writeFileSync(codeFile(), await codeAfter(['diagnose', '-A', '-o', 'json', '--kubeconfig', join(place, 'config')]));
} finally {
  await cluster.close();
  rmSync(place, { recursive: true });
}

/** Serves a captured cluster, by code of its own: none of it is meant to be kept. */
async function serve(capturedIn, configFile) {
  const code = await loadTypeScript(`
    export { loadCapture } from './src/replay/capture.ts';
    export { serveCapture } from './src/replay/server.ts';
    export { kubeconfigFor } from './src/replay/write-kubeconfig.ts';
  `);
  const capture = await code.loadCapture(capturedIn);
  const server = await code.serveCapture(capture);
  const { context, namespace } = capture;
  writeFileSync(configFile, code.kubeconfigFor({ server: server.url, context, namespace }));
  return server;
}

/** The code of all functions that a command has called. V8 would forget those that it calls once, and keeps them meanwhile. */
async function codeAfter(line) {
  setFlagsFromString('--no-flush-bytecode');
  const script = compileProgram(undefined);
  const { runChosen } = evaluateProgram(() => script.runInThisContext());
  const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  const machine = Object.create(process, { stdout: { value: sink() }, stderr: { value: sink() }, env: { value: {} } });
  const exit = await runChosen([...line, '--no-input'], machine, { home: tmpdir() });
  if (exit !== 1) throw new Error(`${line.join(' ')} ended with ${exit}`);
  // The options of V8 are part of what kept code has to fit.
  setFlagsFromString('--flush-bytecode');
  return script.createCachedData();
}
