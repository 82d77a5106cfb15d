import { execFile, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A real Git repository that is served over HTTP on the loopback interface, for source-controller to clone. */
export interface GitServer {
  readonly url: string;
  /** Writes files (path → text; null removes one) and commits them to the branch `main`. */
  commit(files: Readonly<Record<string, string | null>>): Promise<void>;
  close(): Promise<void>;
}

/** Makes an empty repository in a folder that is not there yet, and serves it on a port that the system chooses. */
export async function startGitServer(folder: string): Promise<GitServer> {
  mkdirSync(folder);
  await git(folder, ['init', '--quiet', '--initial-branch=main']);
  const server = createServer((request, response) => {
    answer(folder, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/fleet.git`,
    async commit(files) {
      for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
      await git(folder, ['add', '--all']);
      await git(folder, ['commit', '--quiet', '--message=change']);
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function write(path: string, text: string | null): void {
  if (text === null) {
    rmSync(path);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Nothing of the machine's own settings has a part in it. */
const ENV = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'somebody',
  GIT_AUTHOR_EMAIL: 'somebody@example.org',
  GIT_COMMITTER_NAME: 'somebody',
  GIT_COMMITTER_EMAIL: 'somebody@example.org',
};

async function git(folder: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)('git', [...args], { cwd: folder, env: ENV });
}

const SERVICE = 'git-upload-pack';

/** The two requests of a clone, as the documentation of Git's "smart" HTTP protocol has them (gitprotocol-http). */
function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const advertises = request.url === `/fleet.git/info/refs?service=${SERVICE}`;
  if (!advertises && request.url !== `/fleet.git/${SERVICE}`) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': `application/x-${SERVICE}-${advertises ? 'advertisement' : 'result'}`,
    'Cache-Control': 'no-cache',
  });
  if (advertises) response.write(`${packet(`# service=${SERVICE}\n`)}0000`);
  const flags = ['--stateless-rpc', ...(advertises ? ['--advertise-refs'] : [])];
  const child = spawn('git', ['upload-pack', ...flags, folder], { env: ENV, stdio: ['pipe', 'pipe', 'ignore'] });
  // Whoever asks may hang up before it has been heard out.
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  child.stdout.pipe(response);
}

/** A line behind its length in four hexadecimal digits, which count themselves. */
function packet(line: string): string {
  return `${(line.length + 4).toString(16).padStart(4, '0')}${line}`;
}
