/**
 * What kept the control plane from being there: which program, and where its log lies. One line, meant for a person.
 */
export class PlaneError extends Error {
  override readonly name = 'PlaneError';
}

/** One line that names who failed, what it was, and the log to read. */
export function failed(who: string, what: string, log: string): PlaneError {
  return new PlaneError(`${who}: ${oneLine(what)} (log: ${log})`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
