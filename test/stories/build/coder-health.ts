import type { Change } from './build.ts';
import { deepMerge } from './merge.ts';

/** A section that has nothing to complain about, as codersdk/healthsdk writes it. */
const WELL = { severity: 'ok', warnings: [], dismissed: false, healthy: true };

/** The health page of a deployment in which all is well, at a quarter past six. */
const PAGE: Change = {
  time: '2025-11-15T18:12:44.51Z',
  healthy: true,
  severity: 'ok',
  derp: { ...WELL, regions: {}, netcheck_logs: [] },
  access_url: {
    ...WELL,
    access_url: 'https://coder.example.org',
    reachable: true,
    status_code: 200,
    healthz_response: 'OK',
  },
  websocket: { ...WELL, body: '', code: 101 },
  database: { ...WELL, reachable: true, latency: '1.2ms', latency_ms: 1, threshold_ms: 15 },
  workspace_proxy: { ...WELL, workspace_proxies: { regions: [] } },
  provisioner_daemons: { ...WELL, items: [] },
  coder_version: 'v2.28.1+2e9ee9e',
};

/** The page with what a story changes of its sections; the whole is as bad as it is told. */
export function healthPage(severity: 'ok' | 'warning' | 'error' = 'ok', sections: Change = {}): string {
  return JSON.stringify(deepMerge(PAGE, { severity, healthy: severity !== 'error', ...sections }));
}

/** A section that has an error, such as `EDB01: ping database: …`. */
export function failing(error: string): Change {
  return { severity: 'error', healthy: false, error };
}

/** A section that warns with one code. */
export function warning(code: string, message: string): Change {
  return { severity: 'warning', warnings: [{ code, message }] };
}
