import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/model/report.ts';
import { loadCapture } from '../../src/replay/capture.ts';
import { runCapture } from '../support/run-story.ts';
import type { ExamCase } from './exam-case.ts';
import { writeCase } from './write-case.ts';

/** What kubedoc says of a case when it is asked about the namespace of its application. */
export async function examine(each: ExamCase): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'examination-'));
  try {
    await writeCase(each, folder);
    const entry = { runbook: 'namespace', inputs: { onlyNamespace: each.namespace } };
    const { report } = await runCapture({ folder, entry }, await loadCapture(folder));
    return report;
  } finally {
    await rm(folder, { recursive: true });
  }
}
