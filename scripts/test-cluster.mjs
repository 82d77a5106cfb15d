// Incidents on a real control plane: `npm run test:cluster`, with `-- --list`, `-- NAME…` or `-- --up`.
import { loadTypeScript, root } from './load-typescript.mjs';

const { runCluster, PlaneError } = await loadTypeScript(
  "export { runCluster } from './test/cluster/run/run.ts'; export { PlaneError } from './test/cluster/plane/plane-error.ts';",
);
const stopping = new AbortController();
let stoppedBy;
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]) {
  process.on(signal, () => {
    stoppedBy ??= code;
    stopping.abort(new PlaneError(`ended by ${signal}`));
  });
}
process.on('uncaughtException', (error) => {
  console.error(error);
  stoppedBy ??= 1;
  stopping.abort(new PlaneError('ended by a mistake of its own'));
});

const exit = await runCluster(process.argv.slice(2), {
  root,
  env: process.env,
  print: (text) => process.stdout.write(text),
  say: (line) => console.error(line),
  signal: stopping.signal,
});
process.exitCode = stoppedBy ?? exit;
