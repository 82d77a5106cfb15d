import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a run of a program took. */
export interface Cost {
  readonly milliseconds: number;
  /** Of a processor, in milliseconds; as far as the last look at it saw, which is a little before its end. */
  readonly processor: number;
  /** The most memory that it had, in KiB. */
  readonly kibibytes: number;
}

/** A program with its arguments and the exit code that it is to end with. */
export interface Contender {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly exit: number;
}

/** Runs each once unmeasured and then in turns, so that a slow moment of the machine hits all; gives the medians. */
export async function compare(
  contenders: readonly Contender[],
  kubeconfig: string,
  turns: number,
): Promise<ReadonlyMap<string, Cost>> {
  const costs = new Map(contenders.map(({ name }) => [name, [] as Cost[]]));
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const each of contenders) {
      const cost = await measured(each, kubeconfig);
      if (turn > 0) costs.get(each.name)?.push(cost);
    }
  }
  return new Map([...costs].map(([name, all]) => [name, medians(all)]));
}

async function measured({ name, file, args, exit }: Contender, kubeconfig: string): Promise<Cost> {
  const start = performance.now();
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', KUBECONFIG: kubeconfig };
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
  let [kibibytes, processor] = [0, 0];
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const look = setInterval(() => {
    kibibytes = Math.max(kibibytes, peakOf(child.pid));
    processor = Math.max(processor, processorOf(child.pid));
  }, 10);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== exit) throw new Error(`${name} ended with ${String(code)}: ${complaint}`);
    return { milliseconds: performance.now() - start, processor, kibibytes };
  } finally {
    clearInterval(look);
  }
}

/** The peak of a process's memory as Linux counts it; 0 where there is no such file any more. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Clock ticks of Linux are hundredths of a second, in user space and in the kernel; proc(5). */
function processorOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

function medians(costs: readonly Cost[]): Cost {
  return {
    milliseconds: median(costs.map((each) => each.milliseconds)),
    processor: median(costs.map((each) => each.processor)),
    kibibytes: median(costs.map((each) => each.kibibytes)),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
