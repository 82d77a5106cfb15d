// Ends what a control plane left behind when its harness is gone, however it went. Its standard input is a pipe that the
// harness holds: `+PID` and `-PID` lines tell which process groups run, and its end means that nobody looks after them.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const groups = new Set();
const folder = process.argv[2];
for await (const line of createInterface({ input: process.stdin })) {
  const group = Number(line.slice(1));
  if (line.startsWith('+')) groups.add(group);
  else groups.delete(group);
}
if (groups.size > 0) {
  signal('SIGTERM');
  for (let waited = 0; waited < 30 && groups.size > 0; waited += 1) {
    await sleep(100);
    signal(0);
  }
  signal('SIGKILL');
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

/** Groups that are not there to be told are forgotten. */
function signal(name) {
  for (const group of groups) {
    try {
      process.kill(-group, name);
    } catch {
      groups.delete(group);
    }
  }
}
