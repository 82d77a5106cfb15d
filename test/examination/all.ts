import type { ExamCase } from './exam-case.ts';
import { cases as mesh, names as meshNames } from './mesh.ts';
import { cases as pipeline, names as pipelineNames } from './pipeline.ts';
import { cases as shop, names as shopNames } from './shop.ts';

/** The three applications: each with its twin that has no fault, and ten faults. */
export const all: readonly ExamCase[] = [...shop, ...pipeline, ...mesh];
export const names: readonly string[] = [...shopNames, ...pipelineNames, ...meshNames, 'heronry', 'lapwing'];
