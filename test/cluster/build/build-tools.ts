import { execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { failed, NotToBeHad, PlaneError } from '../plane/plane-error.ts';
import { buildKey, linkerFlags, requiredVersion } from './recipe.ts';
import { type Tool, TOOLS } from './tools.ts';

/** Where to build from and to, and whom to tell. */
export interface Building {
  /** `test/cluster/modules`. */
  readonly modules: string;
  readonly cache: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The programs of a plane on this machine. */
export interface Built {
  /** The file of a program of a tool. */
  program(tool: string, program: string): string;
  /** The files with custom resource definitions of a tool. */
  definitions(tool: string): readonly string[];
  /** The version of a tool's module, such as `v1.4.0`. */
  version(tool: string): string;
}

/** The tools that would have to be built first. */
export function missingTools(building: Pick<Building, 'modules' | 'cache'>): readonly string[] {
  return TOOLS.filter((tool) => !existsSync(homeOf(tool, building))).map((tool) => tool.name);
}

/** The version of Go, such as `go1.26.0`; undefined where there is no Go. */
export async function goVersion(): Promise<string | undefined> {
  try {
    return (await promisify(execFile)('go', ['env', 'GOVERSION'])).stdout.trim();
  } catch {
    return undefined;
  }
}

/**
 * Builds what is not there yet, one tool after the other (each uses every core), with the Go client as the machine has it
 * set up. A build that fails throws a {@link PlaneError} with the log; what was finished before stays.
 */
export async function buildTools(building: Building): Promise<Built> {
  for (const tool of TOOLS) {
    if (!existsSync(homeOf(tool, building))) await buildTool(tool, building);
  }
  const homes = new Map(TOOLS.map((tool) => [tool.name, homeOf(tool, building)]));
  const home = (name: string): string => {
    const found = homes.get(name);
    if (found === undefined) throw new PlaneError(`there is no tool named ${name}`);
    return found;
  };
  return {
    program: (tool, program) => join(home(tool), 'bin', program),
    definitions: (tool) => readdirSync(join(home(tool), 'crds')).map((file) => join(home(tool), 'crds', file)),
    version: (tool) => readFileSync(join(home(tool), 'version'), 'utf8'),
  };
}

function homeOf(tool: Tool, { modules, cache }: Pick<Building, 'modules' | 'cache'>): string {
  const read = (file: string): string => readFileSync(join(modules, tool.name, file), 'utf8');
  return join(
    cache,
    buildKey(tool, { mod: read('go.mod'), sum: read('go.sum') }, `${process.platform}-${process.arch}`),
  );
}

/** Built beside its place and moved there when all is done: a folder that is there is whole. */
async function buildTool(tool: Tool, building: Building): Promise<void> {
  const { cache, say } = building;
  mkdirSync(join(cache, 'logs'), { recursive: true });
  const log = join(cache, 'logs', `build-${tool.name}.log`);
  const place = mkdtempSync(join(cache, 'new-'));
  const startedAt = Date.now();
  say(`building ${tool.name} (log: ${log})`);
  try {
    await buildInto(place, tool, { ...building, log });
    const home = homeOf(tool, building);
    if (!existsSync(home)) renameSync(place, home);
    say(`built ${tool.name} in ${Math.round((Date.now() - startedAt) / 1000)} s`);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

interface Step extends Building {
  readonly log: string;
}

async function buildInto(place: string, tool: Tool, step: Step): Promise<void> {
  const source = join(place, 'source');
  cpSync(join(step.modules, tool.name), source, { recursive: true });
  const mod = readFileSync(join(source, 'go.mod'), 'utf8');
  const version = requiredVersion(tool, mod);
  writeFileSync(step.log, '');
  await fetchWith(['mod', 'download', `${tool.module}@${version}`], source, tool, step);
  const folder = await folderOf(tool.module, source);
  if (tool.lacks !== undefined) completeModule(folder, source, tool, tool.lacks);
  const flags = ['build', '-mod=readonly', '-trimpath', '-ldflags', linkerFlags(tool, version)];
  for (const [program, from] of Object.entries(tool.programs)) {
    await fetchWith(['list', '-mod=readonly', '-deps', from], source, tool, step);
    await go([...flags, '-o', join(place, 'bin', program), from], source, tool, step);
  }
  mkdirSync(join(place, 'crds'));
  for (const each of tool.definitions ?? []) copyDefinitions(join(folder, each), join(place, 'crds'));
  writeFileSync(join(place, 'version'), version);
  rmSync(source, { recursive: true, force: true });
}

/**
 * Runs a command of Go that fetches. What the network or a proxy does not give is told apart from module files that are
 * wrong.
 */
async function fetchWith(args: readonly string[], source: string, tool: Tool, step: Step): Promise<void> {
  try {
    await go(args, source, tool, step);
  } catch (error) {
    if (error instanceof PlaneError && !step.signal.aborted && isOutOfReach(readFileSync(step.log, 'utf8'))) {
      throw new NotToBeHad(error.message);
    }
    throw error;
  }
}

/** What Go prints where it could not fetch a module: errors of its resolver, of connections and of module proxies. */
export function isOutOfReach(log: string): boolean {
  return OUT_OF_REACH.some((sign) => log.includes(sign));
}

const OUT_OF_REACH = [
  'no such host',
  'dial tcp',
  'proxyconnect tcp',
  'i/o timeout',
  'TLS handshake timeout',
  'module lookup disabled by GOPROXY=off',
  '404 Not Found',
  '410 Gone',
  '403 Forbidden',
  '502 Bad Gateway',
  '503 Service Unavailable',
  'x509: ',
];

/** A folder in Go's own module cache, read-only. */
async function folderOf(module: string, cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)('go', ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', module], {
    cwd,
  });
  return stdout.trim();
}

/** The published module lacks files that its sources embed: it is built from a copy that has them, empty. */
function completeModule(folder: string, source: string, tool: Tool, lacks: readonly string[]): void {
  const copy = join(source, 'module');
  cpSync(folder, copy, { recursive: true });
  makeWritable(copy);
  for (const file of lacks) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), '');
  }
  const mod = join(source, 'go.mod');
  writeFileSync(mod, `${readFileSync(mod, 'utf8')}\nreplace ${tool.module} => ./module\n`);
}

function makeWritable(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  }
}

function copyDefinitions(from: string, to: string): void {
  for (const file of readdirSync(from).filter((name) => name.endsWith('.yaml'))) {
    writeFileSync(join(to, file), readFileSync(join(from, file)));
  }
}

/** Runs Go in a process group of its own, so that its compilers end with it. */
function go(args: readonly string[], cwd: string, tool: Tool, { log, signal }: Step): Promise<void> {
  const output = openSync(log, 'a');
  const child = spawn('go', args, {
    cwd,
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, CGO_ENABLED: '0' },
  });
  closeSync(output);
  const stop = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  signal.addEventListener('abort', stop, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(failed(`building ${tool.name}`, error.message, log)));
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop);
      if (code === 0) resolve();
      else reject(failed(`building ${tool.name}`, signal.aborted ? 'interrupted' : `go ${args[0] ?? ''} failed`, log));
    });
  });
}
