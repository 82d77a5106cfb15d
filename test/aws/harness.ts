import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../support/root.ts';

/** What was built in the emulator: names, ids and addresses (test/aws/emulator/estate.py says what each is). */
export interface Estate {
  readonly region: string;
  readonly account: string;
  readonly cluster: string;
  readonly nodeGroup: string;
  readonly scalingGroup: string;
  readonly vpc: string;
  readonly subnets: Readonly<Record<'private-a' | 'private-b' | 'small' | 'public', string>>;
  readonly groups: Readonly<Record<'control' | 'node' | 'database' | 'cluster', string>>;
  readonly prefixList: string;
  readonly nat: string;
  readonly endpoints: Readonly<Record<string, string>>;
  readonly nodes: readonly EstateNode[];
  readonly database: { readonly id: string; readonly host: string; readonly port: number };
  readonly balancer: { readonly arn: string; readonly host: string };
  readonly targetGroup: string;
  readonly repository: {
    readonly name: string;
    readonly uri: string;
    readonly digests: Readonly<Record<string, string>>;
  };
  readonly roles: Readonly<Record<'cluster' | 'node' | 'provisioner', string>>;
}

/** An instance of the node group. */
export interface EstateNode {
  readonly instance: string;
  readonly address: string;
  /** The address of a pod that runs there. */
  readonly pod: string;
  readonly zone: string;
  readonly providerID: string;
}

/** An emulator of AWS that listens on the loopback interface. */
export interface Emulator {
  readonly url: string;
  /** Forgets everything, every fault too, and builds the estate. */
  build(): Promise<Estate>;
  /** Lets something go wrong in the estate; gives what the fault hands out. */
  fault(name: string): Promise<unknown>;
  /** Every fault by its name, with what it is. */
  faults(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

/** The program that reads Python: the one whose moto is used. */
const PYTHON = process.env['KUBEDOC_PYTHON'] ?? 'python3';

const EMULATOR = join(root, 'test', 'aws', 'emulator', 'serve.py');

/** What these tests need and this machine lacks, in words; empty where they can run. */
export function missing(): string {
  const needed: readonly (readonly [name: string, argv: readonly [string, ...string[]]])[] = [
    ['aws', ['aws', '--version']],
    ['moto', [PYTHON, '-c', 'import boto3, moto.server']],
  ];
  return needed
    .filter(([, argv]) => !runs(argv))
    .map(([name]) => name)
    .join(' and ');
}

function runs([program, ...args]: readonly [string, ...string[]]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts the emulator and waits until it says where it listens. It ends with its stdin, so it is gone with this process
 * however that ends.
 */
export async function startEmulator(): Promise<Emulator> {
  const child = spawn(PYTHON, [EMULATOR], {
    env: { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), PYTHONDONTWRITEBYTECODE: '1' },
  });
  const talk = talkTo(child);
  const { url } = (await talk.next()) as { url: string };
  onLoopback(url);
  const ask = async (asked: object): Promise<unknown> => {
    const answer = (await talk.next(asked)) as { said?: unknown; failed?: string };
    if (answer.failed !== undefined) throw new Error(answer.failed);
    return answer.said;
  };
  return {
    url,
    build: async () => (await ask({ do: 'build' })) as Estate,
    fault: (name) => ask({ do: 'fault', name }),
    faults: async () => (await ask({ do: 'faults' })) as Record<string, string>,
    close: talk.close,
  };
}

/** A conversation of one line each way; what the program writes to stderr is told where it ends without an answer. */
function talkTo(child: ChildProcessWithoutNullStreams) {
  const complaints: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve()).on('error', () => resolve());
  });
  let last: Promise<unknown> = Promise.resolve();
  const turn = async (asked: object | undefined): Promise<unknown> => {
    if (asked !== undefined) child.stdin.write(`${JSON.stringify(asked)}\n`);
    const line = await lines.next();
    if (line.done === true) throw new Error(`the emulator has ended: ${Buffer.concat(complaints).toString()}`);
    return JSON.parse(line.value) as unknown;
  };
  return {
    /** Says something, if anything, and gives the next line; one after the other. */
    next: (asked?: object): Promise<unknown> => (last = last.catch(() => undefined).then(() => turn(asked))),
    close: async (): Promise<void> => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Throws where an address is not on the loopback interface: these tests ask nobody else. */
export function onLoopback(url: string): URL {
  const address = new URL(url);
  if (!['127.0.0.1', '[::1]', 'localhost'].includes(address.hostname))
    throw new Error(`${url} is not on the loopback interface`);
  return address;
}

/** A home without any configuration of AWS, but for what a test writes there. */
export interface Home {
  readonly folder: string;
  /** The whole environment of a program that asks this address: keys that nobody uses, no proxy, no other configuration. */
  environment(url: string, more?: Readonly<Record<string, string>>): Record<string, string>;
  /** The same without any keys. */
  withoutKeys(url: string, more?: Readonly<Record<string, string>>): Record<string, string>;
  /** Writes `~/.aws/config`. */
  configure(text: string): void;
  remove(): void;
}

/** Makes such a home. */
export function makeHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'kubedoc-aws-'));
  const config = join(folder, 'config');
  const withoutKeys = (url: string, more: Readonly<Record<string, string>> = {}) => ({
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    AWS_ENDPOINT_URL: onLoopback(url).origin,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    NO_PROXY: '*',
    ...more,
  });
  return {
    folder,
    withoutKeys,
    environment: (url, more) => withoutKeys(url, { ...KEYS, ...more }),
    configure: (text) => writeFileSync(config, text),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Keys that nobody uses; the emulator takes any. */
export const KEYS = { AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' };
