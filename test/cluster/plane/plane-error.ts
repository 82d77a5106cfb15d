/**
 * What kept the control plane from being there: which program, and where its log lies. One line, meant for a person.
 */
export class PlaneError extends Error {
  override readonly name: string = 'PlaneError';
}

/** What would have to be fetched for the build cannot be had here: no network, or a proxy that lacks it. */
export class NotToBeHad extends PlaneError {
  override readonly name = 'NotToBeHad';
}

/** One line that names who failed, what it was, and the log to read. */
export function failed(who: string, what: string, log: string): PlaneError {
  return new PlaneError(`${who}: ${oneLine(what)} (log: ${log})`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
