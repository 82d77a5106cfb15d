import type { Probe } from '../model/probe.ts';
import { text } from './read.ts';

/** What Go's templates, Helm's functions or the YAML parser say of a chart that does not render. */
export const renderError: Probe = {
  name: 'render-error',
  computes: 'Which template of a chart does not render, at which line and expression, and why.',
  params: { text: { is: 'text', means: "Helm's error" } },
  returns: {
    file: 'the template, such as `web/templates/deployment.yaml`; empty if it is not named',
    line: 'its line; 0 if it is not named',
    place: 'file and line in words; empty if no file is named',
    expression: 'the expression that failed, such as `.Values.image.tag`; empty if none is named',
    says: 'the reason alone',
    kind: '`asked for` (the author of the chart wants a value or refuses one), `empty value`, `wrong template`, `no YAML`, `other`',
    value: 'the value that is missing, below spec.values, such as `image.tag`; empty if none is named',
    before: 'the patch of spec.values up to that value, as YAML on one line; empty without one',
    after: 'the rest of that patch',
  },
  run({ text: said }) {
    const message = text(said);
    if (message === '') return undefined;
    const { file, line } = placeOf(message);
    const expression = [...message.matchAll(/ at <([^>]+)>/g)].at(-1)?.[1] ?? '';
    const kind = kindOf(message);
    const says = reasonOf(message);
    const value =
      kind === 'asked for' ? namedValue(says, file) : kind === 'empty value' ? emptyValue(expression, file) : [];
    return {
      file,
      line,
      place: file === '' ? '' : line === 0 ? file : `${file}, line ${line}`,
      expression,
      says,
      kind,
      value: value.join('.'),
      before: value.map((key) => `{${key}: `).join(''),
      after: '}'.repeat(value.length),
    };
  },
};

/**
 * Helm 3 writes `template: FILE:LINE:COLUMN: executing …`, Helm 4 the same over several lines and without the first word
 * (helm v4 pkg/engine, reformatExecErrorMsg); the innermost file is the one that failed.
 */
const PLACES =
  /(?:execution error at \(|parse error at \(|template: |YAML parse error on |^)([\w.-]+\/[^\s:()]+?)(?::(\d+)(?::\d+)?)?(?=\)|:|\n|$)/gm;

function placeOf(message: string): { file: string; line: number } {
  const found = [...message.matchAll(PLACES)]
    .filter(([, file]) => file !== undefined && /\.(?:ya?ml|tpl|txt|json)$/i.test(file))
    .at(-1);
  const line = Number(found?.[2] ?? /error converting YAML to JSON: yaml: line (\d+)/.exec(message)?.[1] ?? 0);
  return { file: found?.[1] ?? '', line };
}

function kindOf(message: string): string {
  if (message.includes('execution error at (')) return 'asked for';
  if (/YAML parse error on|error converting YAML to JSON/.test(message)) return 'no YAML';
  if (/parse error at \(|no template "|function "[^"]*" not defined/.test(message)) return 'wrong template';
  if (/nil pointer evaluating|<nil>/.test(message)) return 'empty value';
  return 'other';
}

function reasonOf(message: string): string {
  const asked = /execution error at \([^)]*\): ([\s\S]+)$/.exec(message)?.[1];
  const parsed = /parse error at \([^)]*\): ([\s\S]+)$/.exec(message)?.[1];
  const yaml = /error converting YAML to JSON: ([\s\S]+)$/.exec(message)?.[1];
  const executed = /^[\s\S]* at <[^>]+>:\s*([\s\S]+)$/.exec(message)?.[1];
  return (asked ?? parsed ?? yaml ?? executed ?? message).trim();
}

/** The values of a subchart stand under its name in those of the release. */
function subchartsOf(file: string): readonly string[] {
  return Array.from(file.matchAll(/\/charts\/([^/]+)(?=\/)/g), ([, name = '']) => name);
}

function namedValue(says: string, file: string): readonly string[] {
  return below(/\.Values\.([A-Za-z_][\w.]*\w)/.exec(says)?.[1], file);
}

function emptyValue(expression: string, file: string): readonly string[] {
  return below(/\.Values\.([A-Za-z_][\w.]*\w)/.exec(expression)?.[1], file);
}

function below(path: string | undefined, file: string): readonly string[] {
  if (path === undefined) return [];
  const keys = path.split('.');
  return keys[0] === 'global' ? keys : [...subchartsOf(file), ...keys];
}
