import { readFileSync } from 'node:fs';
import type { Plane } from '../plane/plane.ts';
import { until } from '../plane/wait.ts';
import { type Request, requestsIn } from './audit.ts';

/** Reads an audit log piece by piece. */
export interface AuditFollower {
  /** The requests since the last call, of everybody, once all are written that were answered before. */
  since(): Promise<readonly Request[]>;
}

/** Follows the audit log of a plane from where it stands. */
export function followAudit(plane: Plane): AuditFollower {
  let read = readFileSync(plane.auditLog).length;
  let marks = 0;
  return {
    async since() {
      // An answer can arrive before its event is written. A later request whose event is there leaves none behind.
      const mark = `/version?mark=${process.pid}-${(marks += 1)}`;
      await plane.api.send('GET', mark);
      const written = await until('the audit log', () => Promise.resolve(textUpTo(plane.auditLog, read, mark)), {
        seconds: 30,
        signal: plane.signal,
        every: 20,
      });
      read += Buffer.byteLength(written);
      return requestsIn(written).filter(({ uri }) => uri !== mark);
    },
  };
}

/** What was written behind a place, up to the end of the line that holds a text; undefined while it is not there. */
function textUpTo(file: string, from: number, text: string): string | undefined {
  const written = readFileSync(file).subarray(from).toString();
  const found = written.indexOf(text);
  const end = written.indexOf('\n', found);
  return found < 0 || end < 0 ? undefined : written.slice(0, end + 1);
}
