import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Api } from './api.ts';
import { textAt } from './manifest.ts';

/**
 * Lays what a process wrote where a simulated kubelet finds it as the log of a pod's container. The whole of it goes
 * over each time: these logs are short.
 */
export function copyToPodLog(from: string, to: string): void {
  if (existsSync(from)) writeFileSync(to, containerLog(readFileSync(from, 'utf8'), new Date(0).toISOString()));
}

/**
 * Lines as a container runtime keeps them: `time stream F text` (kubernetes/design-proposals, CRI log format). The time
 * is the one in the line itself, where it is JSON with `ts`; else that of the line before.
 */
export function containerLog(text: string, begin: string): string {
  let time = begin;
  const lines = text.split('\n').filter((line) => line !== '');
  return lines
    .map((line) => {
      time = timeOf(line) ?? time;
      return `${time} stdout F ${line}\n`;
    })
    .join('');
}

function timeOf(line: string): string | undefined {
  return /"ts":"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/.exec(line)?.[1];
}

/** Tells kwok which file is the log of a container of a pod. */
export async function servePodLog(api: Api, pod: unknown, container: string, file: string): Promise<void> {
  const logs = [{ containers: [container], logsFile: file, previousLogsFile: file, follow: false }];
  const metadata = { name: textAt(pod, 'metadata.name'), namespace: textAt(pod, 'metadata.namespace') };
  await api.apply({ apiVersion: 'kwok.x-k8s.io/v1alpha1', kind: 'Logs', metadata, spec: { logs } }, 'harness');
}
