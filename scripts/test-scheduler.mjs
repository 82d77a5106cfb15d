// The scheduling probes against a real kube-scheduler: `npm run test:scheduler`, with `-- COUNT FIRST_SEED`.
import { loadTypeScript, root } from './load-typescript.mjs';

const { runDifferential, PlaneError } = await loadTypeScript(
  "export { runDifferential } from './test/cluster/differential/run.ts'; export { PlaneError } from './test/cluster/plane/plane-error.ts';",
);
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => stopping.abort(new PlaneError(`ended by ${signal}`)));
}
process.exitCode = await runDifferential(process.argv.slice(2), {
  root,
  env: process.env,
  print: (text) => process.stdout.write(text),
  say: (line) => console.error(line),
  signal: stopping.signal,
});
