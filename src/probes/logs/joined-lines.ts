import { timedLines } from './kubelet-times.ts';

/** The lines of a log without the kubelet's times; an indented one, and one that goes on with a value of many lines, belongs to the line before it. */
export function joinedLines(log: string): readonly string[] {
  const lines: string[] = [];
  for (const line of timedLines(log).map((each) => each.text.trimEnd())) {
    const before = lines.at(-1);
    if (line.trim() === '') continue;
    if (before !== undefined && /^\s/.test(line)) lines[lines.length - 1] = `${before} ${line.trim()}`;
    else lines.push(line);
  }
  return lines;
}
