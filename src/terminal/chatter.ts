import { escapeLine } from '../text/escape.ts';
import { hearErrors, type Output } from './streams.ts';

/** Says one line beside the report. Text from outside is made safe, line breaks become spaces. */
export function say(stderr: Output, line: string): void {
  print(stderr, [escapeLine(line)]);
}

/** The same for something that did not go as it should. */
export function warn(stderr: Output, line: string): void {
  say(stderr, `warning: ${line}`);
}

/** Prints lines that are safe already, and may be painted. A reader that has gone is no error. */
export function print(stderr: Output, lines: readonly string[]): void {
  if (lines.length === 0) return;
  hearErrors(stderr);
  stderr.write(lines.map((line) => `${line}\n`).join(''));
}
