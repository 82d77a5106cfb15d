import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { redactText } from '../text/redact.ts';
import { field, isRecord, list, record, text } from './read.ts';

/** How much of one text is kept. */
const MOST_CHARACTERS = 600;

/** What an API answered in JSON, of which only the fields that the runbook names are taken. */
export const jsonRows: Probe = {
  name: 'json-rows',
  computes: 'The elements of a list in a text of JSON, of each only the named fields, texts redacted and cut.',
  params: {
    body: { is: 'text', means: 'the text' },
    at: { is: 'text', means: 'the path of the list; empty for the whole text, which is one element if it is no list' },
    fields: { is: 'object', means: 'the path of each field by the name that it is to have' },
  },
  returns: {
    readable: 'whether it is JSON and the list is there',
    rows: 'one per element that is an object; a field that is no text, number, true or false is null (list)',
  },
  run: read,
};

function read({ body, at, fields }: ProbeArgs): ProbeResult | undefined {
  if (typeof body !== 'string') return undefined;
  const parsed = parsedOrNothing(body);
  const found = text(at) === '' ? parsed : field(parsed, text(at));
  const elements = elementsOf(found, text(at) === '');
  if (elements === undefined) return { readable: false, rows: [] };
  const objects = elements.filter(isRecord);
  return { readable: objects.length === elements.length, rows: objects.map((each) => rowOf(each, record(fields))) };
}

/** Go writes an empty list as null. */
function elementsOf(found: unknown, whole: boolean): readonly unknown[] | undefined {
  if (found === null) return [];
  if (Array.isArray(found)) return list(found);
  return whole && isRecord(found) ? [found] : undefined;
}

function parsedOrNothing(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function rowOf(element: unknown, fields: Readonly<Record<string, unknown>>): ProbeResult {
  return Object.fromEntries(Object.entries(fields).map(([name, path]) => [name, plain(field(element, text(path)))]));
}

function plain(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value).slice(0, MOST_CHARACTERS);
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
