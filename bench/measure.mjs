import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Longer than any run should take; a benchmark that hangs is a failed benchmark. */
const LIMIT_MS = 20_000;
/** Of those that take long: kubectl alone takes half a minute of a processor for 20,000 pods. */
const LONG_LIMIT_MS = 300_000;

/**
 * Milliseconds of a whole `node` process, from its start to its end. Rejects when it ends with another code than expected.
 */
export async function nodeProcess(args, options = {}, expected = 0) {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: LIMIT_MS, ...options });
  const { code, complaint } = await ended(child);
  if (code !== expected) throw new Error(`node ${args.join(' ')} ended with ${code}: ${complaint}`);
  return performance.now() - start;
}

/** Milliseconds of a whole process, and the most memory that it had, in KiB. Rejects when it ends with another code than expected. */
export async function measured(program, args, expected) {
  const start = performance.now();
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: LONG_LIMIT_MS,
    env: { PATH: process.env.PATH, HOME: tmpdir() },
  });
  let kib = 0;
  const look = setInterval(() => (kib = Math.max(kib, peakOf(child.pid))), 10);
  try {
    const { code, complaint } = await ended(child);
    if (code !== expected) throw new Error(`${program} ended with ${code}: ${complaint}`);
    return { ms: performance.now() - start, kib };
  } finally {
    clearInterval(look);
  }
}

/** The peak of a process's memory as Linux counts it; 0 where there is no such file any more. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Resolves when a child has ended, with its exit code (null when it was killed) and the last line of its stderr. */
export function ended(child) {
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, complaint: stderr.trim().split('\n').at(-1) }));
  });
}

/**
 * The ratio of two medians. The measurements take turns, so that a slow moment of the machine hits both; one unmeasured
 * turn warms the disk cache.
 */
export async function ratio(measure, baseline, runs) {
  const [measured, base] = [[], []];
  for (let turn = 0; turn <= runs; turn += 1) {
    const [baseMs, measuredMs] = [await baseline(), await measure()];
    if (turn === 0) continue;
    base.push(baseMs);
    measured.push(measuredMs);
  }
  return median(measured) / median(base);
}

/** The middle one of some numbers. */
export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
