import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommonOptions } from '../cli/common-options.ts';
import { UsageError } from '../model/errors.ts';
import type { Runbook } from '../model/runbook.ts';

/** The input that a runbook has which can do something with a folder of Terraform. */
const FOLDER_INPUT = 'terraform';

/**
 * Throws `UsageError` for a folder of Terraform that makes no sense: the runbook that the walk begins with has no use for
 * it, no program may be started, or there is no configuration in it. Terraform itself says of an empty folder that its
 * state is empty, and every template would be one that nobody declares.
 */
export function refuseFolder(
  { terraform, programs, from }: Pick<CommonOptions, 'terraform' | 'programs' | 'from'>,
  topic: string,
  runbook: Runbook | undefined,
): void {
  if (terraform === undefined) return;
  if (!Object.hasOwn(runbook?.inputs ?? {}, FOLDER_INPUT))
    throw new UsageError(`${topic} reads no state of Terraform`, 'leave --terraform out');
  if (!programs)
    throw new UsageError('--terraform starts a program, and --no-programs means none', 'leave one of them out');
  if (terraform.trim() === '') throw new UsageError('--terraform names no folder', NAME_IT);
  // What was said in it when the cluster was captured stands in the capture.
  if (from === undefined && !isConfiguration(filesIn(terraform)))
    throw new UsageError(`the folder ${terraform} holds no configuration of Terraform`, NAME_IT);
}

/**
 * The folder as the walk has it; an empty text without one. From its root on, so that a printed command can be typed
 * anywhere; in a capture as it was typed, for that is what the capture holds.
 */
export function folderOf({ terraform, from }: Pick<CommonOptions, 'terraform' | 'from'>): string {
  if (terraform === undefined) return '';
  return from === undefined ? resolve(terraform) : terraform;
}

const NAME_IT = 'name the folder with the *.tf files that declare the templates';

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new UsageError(`the folder ${folder} cannot be read: ${reasonOf(error)}`, NAME_IT);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is no folder',
  EACCES: 'permission denied',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(REASONS, code) ? (REASONS[code] ?? code) : code;
}

/** The file endings of Terraform and OpenTofu; with `-chdir` a folder may hold nothing but what `init` left there. */
function isConfiguration(files: readonly string[]): boolean {
  return files.some((file) => /\.(?:tf|tofu)(?:\.json)?$/.test(file) || file === '.terraform');
}
