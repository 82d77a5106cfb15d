import { split } from 'shlex';
import { UsageError } from '../model/errors.ts';
import type { RunResult } from '../model/query.ts';
import { isMapping, type Mapping } from './narrow.ts';
import { readNetworkAnswer, type RecordedNetworkAnswer } from './network-answers.ts';
import { readRegistryAnswer } from './registry-answers.ts';
import { parseDocuments, type ParsedDocument } from './parse-documents.ts';

/** What some other source answered: a program, an address, a name server or a registry. */
export type RecordedAnswer =
  | (RunResult & { readonly run: readonly string[] })
  | { readonly run: readonly string[]; readonly absent: true }
  | { readonly run: readonly string[]; readonly failed: string }
  | RecordedNetworkAnswer;

/**
 * Reads `commands.yaml`: a list of `{run, exit, stdout, stderr}`, and of what addresses (`get`) and name servers (`dns`)
 * answered, and registries (`registry`). `run` is a list of arguments, or one text that is split as a shell would. A missing exit is 0, missing output
 * is empty; `absent: true` says that the program was not installed, `failed` why it gave no answer. Anything else is a `UsageError` with its place.
 */
export function parseCommandsFile(file: string, text: string): readonly RecordedAnswer[] {
  const [document] = parseDocuments(file, text);
  if (document === undefined || document.value === null) return [];
  if (!Array.isArray(document.value)) throw new UsageError(`${document.place()}: commands are a list`);
  return document.value.map((entry: unknown, index) => readEntry(document, entry, index));
}

/** Reads `answers.yaml`: a map from the id of a question to its answer; `true` is yes, `false` is no. */
export function parseAnswersFile(file: string, text: string): Readonly<Record<string, string>> {
  const [document] = parseDocuments(file, text);
  if (document === undefined || document.value === null) return {};
  const answers = document.value;
  if (!isMapping(answers)) throw new UsageError(`${document.place()}: answers are a map from question to answer`);
  return Object.fromEntries(Object.keys(answers).map((id) => [id, readAnswer(document, id, answers[id])]));
}

function readAnswer(document: ParsedDocument, id: string, answer: unknown): string {
  if (typeof answer === 'string') return answer;
  if (typeof answer === 'number') return String(answer);
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  throw new UsageError(`${document.place(id)}: the answer to ${id} is one word or text`);
}

function readEntry(document: ParsedDocument, entry: unknown, index: number): RecordedAnswer {
  if (!isMapping(entry))
    throw new UsageError(`${document.place(index)}: a command is a map with run, get, dns or registry`);
  const asked = ['run', 'get', 'dns', 'registry'].filter((key) => key in entry);
  const run = readArguments(entry['run']);
  const isNetwork = ['get', 'dns', 'registry'].some((key) => typeof entry[key] === 'string');
  if (asked.length !== 1 || (run === undefined && !isNetwork)) {
    throw new UsageError(
      `${document.place(index)}: a command has one of run: [program, …], get: URL, dns: name, registry: image`,
    );
  }
  if ('registry' in entry) return readRegistryAnswer(document, entry, index);
  if (run === undefined) return readNetworkAnswer(document, entry, index);
  if (entry['absent'] === true) return { run, absent: true };
  if (typeof entry['failed'] === 'string') return { run, failed: entry['failed'] };
  const exit = entry['exit'] ?? 0;
  if (typeof exit !== 'number' || !Number.isInteger(exit)) {
    throw new UsageError(`${document.place(index, 'exit')}: exit is a whole number`);
  }
  const output = (key: 'stdout' | 'stderr'): string => readOutput(document, entry, index, key);
  return { run, exit, stdout: output('stdout'), stderr: output('stderr') };
}

function readArguments(run: unknown): readonly string[] | undefined {
  if (typeof run === 'string') return split(run);
  return Array.isArray(run) && run.length > 0 && run.every(isWord) ? run.map(String) : undefined;
}

function isWord(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function readOutput(document: ParsedDocument, entry: Mapping, index: number, key: 'stdout' | 'stderr'): string {
  const value = entry[key] ?? '';
  if (typeof value === 'string') return value;
  throw new UsageError(`${document.place(index, key)}: ${key} is a text (write JSON as a block: "${key}: |")`);
}
