import { escapeText } from '../text/escape.ts';

/**
 * Commands ready to copy, one a line behind `$ `: never wrapped, cut or painted, a long one overflows. A newline or tab,
 * which no command that was built safely has, shows as `\u{a}` or `\u{9}`, so that one command stays one line.
 */
export function commandLines(commands: readonly string[], indent: number): readonly string[] {
  return commands.map((command) => `${' '.repeat(indent)}$ ${safeCommand(command)}`);
}

/** One command, safe to print on one line. */
export function safeCommand(command: string): string {
  return escapeText(command).replaceAll('\n', '\\u{a}').replaceAll('\t', '\\u{9}');
}

/** The lines of a patch as they stand, each behind the same indent. */
export function patchLines(patch: string, indent: number): readonly string[] {
  const lines = escapeText(patch).replace(/\n+$/, '').split('\n');
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(indent)}${line}`));
}
