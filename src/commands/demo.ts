import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../model/errors.ts';
import type { DemoIntent } from '../cli/demo-command.ts';
import { loadCapture } from '../replay/capture.ts';
import { serveCapture } from '../replay/server.ts';
import { kubeconfigFor } from '../replay/write-kubeconfig.ts';
import { say } from '../terminal/chatter.ts';
import { writeOut } from '../terminal/streams.ts';
import { nearest } from '../text/similar.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { recover } from './recover.ts';

/** `kubedoc demo`: the main job on a bundled cluster, through the replay server and the ordinary client. */
export async function demo(intent: DemoIntent, io: Io): Promise<number> {
  const examples = fileURLToPath(new URL('../examples/', import.meta.url));
  if (intent.name === undefined) return list(examples, io);
  const folder = folderOf(examples, intent.name);
  if (intent.serve) return serve(folder, io);
  const options = { ...intent.options, from: folder };
  return recover(
    { target: undefined, verify: undefined, steady: undefined, tree: undefined, helmHistory: false, options },
    io,
  );
}

async function list(examples: string, io: Io): Promise<number> {
  const lines = namesIn(examples).map((name) => `${name.padEnd(24)}${summaryOf(join(examples, name))}`);
  const text = `${lines.join('\n')}\n\nkubedoc demo NAME runs kubedoc helmrelease recover on one of them.\n`;
  return (await writeOut(io.stdout, text)) === 'failed' ? EXIT.notWritten : EXIT.fine;
}

function namesIn(examples: string): readonly string[] {
  return readdirSync(examples, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** The first line of the example's page says what it shows. */
function summaryOf(folder: string): string {
  const page = join(folder, 'README.md');
  if (!existsSync(page)) return '';
  return (
    readFileSync(page, 'utf8')
      .split('\n')
      .find((line) => line !== '' && !line.startsWith('#')) ?? ''
  );
}

function folderOf(examples: string, name: string): string {
  const names = namesIn(examples);
  if (names.includes(name)) return join(examples, name);
  const meant = nearest(name, names);
  throw new UsageError(
    `there is no bundled cluster "${name}"`,
    meant === undefined ? `there are: ${names.join(', ')}` : `did you mean ${meant}?`,
  );
}

/** Keeps a bundled cluster up until the person interrupts. */
async function serve(folder: string, io: Io): Promise<number> {
  const capture = await loadCapture(folder);
  const server = await serveCapture(capture, { clock: 'running' });
  const file = join(mkdtempSync(join(tmpdir(), 'kubedoc-demo-')), 'kubeconfig');
  const { context, namespace } = capture;
  writeFileSync(file, kubeconfigFor({ server: server.url, context, namespace }), { mode: 0o600 });
  const written = await writeOut(io.stdout, `${file}\n`);
  say(io.stderr, `context ${context} is served read-only until you press Ctrl-C; in another terminal:`);
  say(io.stderr, `  kubectl --kubeconfig ${file} get helmreleases -A`);
  say(io.stderr, `  kubedoc helmrelease recover --kubeconfig ${file}`);
  if (written !== 'failed') await interrupted(io.signal);
  await server.close();
  return written === 'failed' ? EXIT.notWritten : EXIT.fine;
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
