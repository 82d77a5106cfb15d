/** A line of a log without the kubelet's time, and that time: RFC 3339 in UTC, empty where the log was read without. */
export interface TimedLine {
  readonly text: string;
  readonly at: string;
}

/**
 * What the kubelet writes before each line when it is asked for times: RFC 3339 with exactly nine digits of a second
 * (kubernetes: pkg/kubelet/kuberuntime/logs, RFC3339NanoFixed). Programs that write a time themselves hardly write nine.
 */
const HEAD = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}(?:Z|[+-]\d\d:\d\d))(?: |$)/;

/** Takes the kubelet's times off the lines of a log; where one line has none, they are the program's own and stay. */
export function timedLines(log: string): readonly TimedLine[] {
  const lines = log.split('\n');
  const heads = lines.map((line) => HEAD.exec(line));
  const isTimed = heads.some((head) => head !== null) && lines.every((line, at) => line === '' || heads[at] !== null);
  return lines.map((text, at) => (isTimed ? withoutHead(text, heads[at]) : { text, at: '' }));
}

function withoutHead(line: string, head: RegExpExecArray | null | undefined): TimedLine {
  const [whole = '', time = ''] = head ?? [];
  const date = new Date(time);
  const at = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  return { text: line.slice(whole.length), at };
}
