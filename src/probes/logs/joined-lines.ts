/** The lines of a log; an indented one, and one that goes on with a value of many lines, belongs to the line before it. */
export function joinedLines(log: string): readonly string[] {
  const lines: string[] = [];
  for (const line of log.split('\n').map((each) => each.trimEnd())) {
    const before = lines.at(-1);
    if (line.trim() === '') continue;
    if (before !== undefined && /^\s/.test(line)) lines[lines.length - 1] = `${before} ${line.trim()}`;
    else lines.push(line);
  }
  return lines;
}
