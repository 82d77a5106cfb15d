import type { Probe, ProbeResult } from '../model/probe.ts';
import { redactedStart } from '../text/redact.ts';
import { parseTime } from '../text/time.ts';
import { entry, field, isRecord, list, record, text } from './read.ts';

/** How much of one complaint, and how many complaints, are handed on. */
const MOST_TEXT = 400;
const MOST_ROWS = 60;

/** The sections that every version of Coder has (codersdk/healthsdk). Without one of them it is no such page. */
const SECTIONS = ['access_url', 'database', 'derp', 'websocket'];
const SEVERITIES = ['ok', 'warning', 'error'];

/** What the health page of a Coder deployment complains about. */
export const coderHealthPage: Probe = {
  name: 'coder-health-page',
  computes:
    'What the health page of a Coder deployment (/api/v2/debug/health) complains about; not known where it is no such page, or a part of it cannot be understood.',
  params: { body: { is: 'text', means: 'the page, JSON' } },
  returns: {
    severity: '`ok`, `warning` or `error`, of the whole page',
    at: 'when it was made, RFC 3339; empty where it does not say',
    version: 'the version of Coder that made it',
    rows: 'its complaints, in its order: `{section, code, is, message, dismissed}`; `is` is `error` or `warning`, the code is empty where none is given (list)',
    codes: 'the codes of those that nobody dismissed, each once (list)',
    said: 'the first message of each of these codes, by code',
    dismissed: 'the sections that somebody dismissed and that complain (list)',
    proxies:
      'the workspace proxies that are not well: `{name, status, url, version, report}`, where the report is what they say (list)',
  },
  run({ body }): ProbeResult | undefined {
    const page = parsed(body);
    if (page === undefined || !isSound(page)) return undefined;
    const rows = [...sectionsOf(page).flatMap(([name, section]) => rowsOf(name, section)), ...unsaid(page)];
    const heard = rows.filter(({ dismissed }) => !dismissed);
    const at = text(page['time']);
    return {
      severity: text(page['severity']),
      at: parseTime(at) === undefined ? '' : at,
      version: told(text(page['coder_version'])),
      rows: rows.slice(0, MOST_ROWS),
      codes: [...new Set(heard.map(({ code }) => code).filter((code) => code !== ''))],
      said: Object.fromEntries(heard.map(({ code, message }) => [code, message] as const).toReversed()),
      dismissed: [...new Set(rows.filter((row) => row.dismissed).map(({ section }) => section))],
      proxies: proxiesOf(page),
    };
  },
};

interface Complaint {
  readonly section: string;
  readonly code: string;
  readonly is: 'error' | 'warning';
  readonly message: string;
  readonly dismissed: boolean;
}

type Page = Readonly<Record<string, unknown>>;

function parsed(body: unknown): Page | undefined {
  try {
    const value: unknown = JSON.parse(text(body));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A section is what has a severity; later versions may bring more of them. */
function sectionsOf(page: Page): readonly (readonly [string, Page])[] {
  return Object.entries(page).flatMap(([name, value]) =>
    isRecord(value) && ('severity' in value || SECTIONS.includes(name)) ? [[name, value] as const] : [],
  );
}

/** Whether everything that tells of trouble can be read: what is not understood could be trouble. */
function isSound(page: Page): boolean {
  return (
    SEVERITIES.includes(text(page['severity'])) &&
    SECTIONS.every((name) => isRecord(page[name])) &&
    sectionsOf(page).every(([, section]) => isReadable(section) && SEVERITIES.includes(text(section['severity'])))
  );
}

function isReadable(part: Page): boolean {
  const { error = null, warnings = null, dismissed = false } = part;
  const hasList = warnings === null || (Array.isArray(warnings) && warnings.every(isWarning));
  return (error === null || typeof error === 'string') && hasList && typeof dismissed === 'boolean';
}

function isWarning(warning: unknown): boolean {
  return typeof warning === 'string' || (isRecord(warning) && typeof warning['message'] === 'string');
}

function rowsOf(section: string, own: Page): readonly Complaint[] {
  const dismissed = own['dismissed'] === true;
  const said = [...complaintsOf(own), ...regionErrors(own)];
  const severity = text(own['severity']);
  const rows = said.length > 0 || severity === 'ok' ? said : [{ code: '', message: '', is: isOf(severity) }];
  return rows.map((row) => ({ section, ...row, dismissed }));
}

type Said = Pick<Complaint, 'code' | 'message' | 'is'>;

function complaintsOf(part: Page): readonly Said[] {
  const error = text(part['error']);
  const warnings = list(part['warnings']).map(warningOf);
  return error === '' ? warnings : [{ ...withCode(error), is: 'error' }, ...warnings];
}

/** The errors of regions and their nodes stand in no list of the section; their warnings do. */
function regionErrors(section: Page): readonly Said[] {
  const regions = Object.values(record(section['regions']));
  const parts = regions.flatMap((region) => [region, ...list(entry(region, 'node_reports'))]);
  return parts.flatMap((part) => {
    const error = text(entry(part, 'error'));
    return error === '' ? [] : [{ ...withCode(error), is: 'error' as const }];
  });
}

function warningOf(warning: unknown): Said {
  if (typeof warning === 'string') return { ...withCode(warning), is: 'warning' };
  const code = text(entry(warning, 'code'));
  return { code: CODE.test(code) ? code : '', message: told(text(entry(warning, 'message'))), is: 'warning' };
}

/** An error is a text that begins with its code: `EACS03: get healthz endpoint: …`. */
function withCode(error: string): Pick<Said, 'code' | 'message'> {
  const [, code = '', message = error] = /^(E[A-Z]{2,12}\d{0,2}): (.*)$/s.exec(error) ?? [];
  return { code, message: told(message) };
}

const CODE = /^E[A-Z]{2,12}\d{0,2}$/;

/** A page that is worse than all that it says of itself. */
function unsaid(page: Page): readonly Complaint[] {
  const worst = Math.max(...sectionsOf(page).map(([, section]) => SEVERITIES.indexOf(text(section['severity']))));
  const own = text(page['severity']);
  if (SEVERITIES.indexOf(own) <= worst) return [];
  return [{ section: '', code: '', is: isOf(own), message: '', dismissed: false }];
}

function isOf(severity: string): Complaint['is'] {
  return severity === 'error' ? 'error' : 'warning';
}

function proxiesOf(page: Page): readonly object[] {
  return list(field(page, 'workspace_proxy.workspace_proxies.regions'))
    .filter((proxy) => !['', 'ok'].includes(text(field(proxy, 'status.status'))))
    .slice(0, MOST_ROWS)
    .map((proxy) => ({
      name: told(text(entry(proxy, 'name'))),
      status: told(text(field(proxy, 'status.status'))),
      url: told(text(entry(proxy, 'path_app_url'))),
      version: told(text(entry(proxy, 'version'))),
      report: list(field(proxy, 'status.report.errors')).map(text).map(told).join('; '),
    }));
}

function told(said: string): string {
  return redactedStart(said, MOST_TEXT);
}
