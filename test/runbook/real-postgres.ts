import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** A PostgreSQL server on the loopback interface, as a client sees it. */
export interface RealPostgres {
  readonly port: number;
  /** What the server says to a client with this URL that asks for nothing; empty where it lets it in. */
  refusal(url: string): string;
  /** Connects and stays; resolves when it is in. */
  hold(url: string): Promise<void>;
  /** What it answers to the question whether it speaks TLS: `S` or `N` (PostgreSQL documentation, "SSL Session Encryption"). */
  speaksTls(): Promise<string>;
  stop(): Promise<void>;
}

const FOLDERS = '/usr/lib/postgresql';

/** The folder of PostgreSQL's programs; undefined where this machine has none, or nobody who may run it. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(FOLDERS) ? readdirSync(FOLDERS).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folder = versions
    .map((version) => join(FOLDERS, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
  return folder === undefined || user() === undefined ? undefined : folder;
}

/** PostgreSQL does not run as root; its packages bring an account. */
function user(): { uid: number; gid: number } | undefined {
  const own = { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 };
  if (own.uid !== 0) return own;
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** Makes a server with user `coder` (password `right`), room for two of its connections, and no TLS. */
export async function startPostgres(bin: string): Promise<RealPostgres> {
  const as = { ...user(), cwd: '/', env: { PATH: `${bin}:/usr/bin:/bin`, LC_ALL: 'C' } };
  const run = (file: string, args: readonly string[]): string =>
    execFileSync(file, args, { ...as, encoding: 'utf8', stdio: 'pipe' });
  const folder = run('mktemp', ['-d', '/tmp/kubedoc-postgres-XXXXXX']).trim();
  const port = await freePort();
  run(join(bin, 'initdb'), ['-D', folder, '-U', 'admin', '--auth=trust', '--no-sync', '-E', 'UTF8']);
  run('sh', ['-c', `printf '%s\n' "$1" > "$2"`, 'sh', RULES, join(folder, 'pg_hba.conf')]);
  const args = ['-D', folder, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F', ...ROOM];
  const server = spawn(join(bin, 'postgres'), args, { ...as, stdio: ['ignore', 'ignore', 'pipe'] });
  const held: ChildProcess[] = [];
  await said(server, 'ready to accept connections');
  const admin = `postgres://admin@127.0.0.1:${String(port)}/postgres`;
  const psql = (url: string, ...more: readonly string[]): string => run(join(bin, 'psql'), [url, '-X', '-q', ...more]);
  psql(admin, '-c', "create role coder login password 'right'", '-c', 'create database coder owner coder');
  return {
    port,
    refusal(url) {
      try {
        psql(url, '-w', '-c', 'select 1');
        return '';
      } catch (error) {
        return String((error as { stderr?: unknown }).stderr);
      }
    },
    async hold(url) {
      const client = spawn(join(bin, 'psql'), [url, '-X', '-q', '-w'], { ...as, stdio: ['pipe', 'ignore', 'pipe'] });
      held.push(client);
      client.stdin.write('\\warn connected\n');
      await said(client, 'connected');
    },
    speaksTls: () => askTls(port),
    async stop() {
      for (const client of held) client.kill();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The administrator comes in as he is, coder with its password, and nobody else. */
const RULES = 'host all admin 127.0.0.1/32 trust\nhost all coder 127.0.0.1/32 scram-sha-256';

const ROOM = ['-c', 'max_connections=5', '-c', 'superuser_reserved_connections=3', '-c', 'max_wal_senders=0'];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Resolves when a program has written the words to stderr; rejects where it ends before. */
function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes(words)) resolve();
    });
    child.once('exit', () => reject(new Error(`it ended: ${text}`)));
  });
}

function askTls(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer.toString('latin1', 0, 1));
    });
    socket.once('error', reject);
  });
}
