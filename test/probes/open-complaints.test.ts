import { describe, expect, it } from 'vitest';
import { openComplaints } from '../../src/probes/open-complaints.ts';

const COMPLAINS = String.raw`lost the line(?:.*?error=\s?(?:"(?P<error>[^"]*)"|(?P<word>\S+)))?`;
const run = (...logs: readonly string[]) =>
  openComplaints.run({
    logs: logs.map((log, index) => ({ pod: `pod-${String(index)}`, log })),
    complains: COMPLAINS,
    settles: 'has the line',
  });

describe('complaints that are open', () => {
  it('are those after which nothing says that it is over, log by log', () => {
    const result = run(
      'lost the line error=EOF\nhas the line\n',
      'has the line\nlost the line error="no such host"\n',
      'quiet\n',
    );
    expect(result).toEqual({
      open: [{ pod: 'pod-1', error: 'no such host', line: 'lost the line error="no such host"', count: 1 }],
      over: [{ pod: 'pod-0', count: 1 }],
    });
  });

  it('tell the last one and count all, a value of many lines being one', () => {
    const result = run('lost the line error=EOF\nlost the line ...\n  error= dial\n  tcp\n');
    expect(result).toMatchObject({ open: [{ error: 'dial', line: 'lost the line ... error= dial tcp', count: 2 }] });
  });

  it('hide what is secret', () => {
    const result = run('lost the line error="parse postgres://u:hunter2@db/x"\n');
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  it('are unknown without logs', () => {
    expect(openComplaints.run({ logs: null, complains: COMPLAINS, settles: 'x' })).toBeUndefined();
  });
});
