import type { Advice, Finding, Note, Report, Severity, UnknownRow } from '../../src/model/report.ts';
import type { CheckRunbook, WalkedCheck } from '../../src/preflight/walked-check.ts';

/** An advice with a change that lays a patch over a Deployment, or with commands alone. */
export function advice(id: string, patch?: string): Advice {
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'coder', name: 'coder-provisioner' };
  return {
    id,
    tier: 'now',
    title: `do ${id}`,
    recommended: true,
    because: 'a rule',
    risk: 'changes',
    impact: '',
    pros: [],
    cons: [],
    change: patch === undefined ? null : { object, file: 'apps/coder.yaml', owner: 'Kustomization apps', patch },
    commands: [`kubectl ${id}`],
    verify: [],
    blanks: [],
  };
}

/** A finding of a severity with its advice. */
export function finding(code: string, severity: Severity, ...advices: readonly Advice[]): Finding {
  return {
    code,
    title: `${code} is wrong`,
    cause: `because of ${code}`,
    layer: 'prevention',
    confidence: 'confirmed',
    wouldConfirm: [],
    severity,
    severityRule: 'a rule',
    chain: [{ apiVersion: 'v1', kind: 'Pod', namespace: 'coder', name: code }],
    alsoAffects: [],
    evidence: [],
    ruledOut: [],
    headroom: [],
    advice: advices,
  };
}

/** A row of something that was not seen. */
export function missing(required: boolean): UnknownRow {
  return { lookup: 'list pods', state: 'denied', need: 'the right to list pods', required };
}

/** A note of a kind. */
export function note(kind: Note['kind'], text: string): Note {
  return { kind, object: null, text };
}

/** The report of a check; without anything it is healthy. */
export function report(more: Partial<Report> = {}): Report {
  const findings = more.findings ?? [];
  const unseen = (more.unknown ?? []).some(({ required }) => required);
  const verdict = findings.length > 0 ? 'problem' : unseen ? 'incomplete' : 'healthy';
  return {
    schemaVersion: 1,
    runbook: 'preflight-test',
    title: 'A check',
    context: 'east',
    serverVersion: 'v1.33.0',
    now: '2026-12-01T08:00:00Z',
    verdict,
    findings,
    unknown: [],
    notes: [],
    path: [],
    tables: [],
    timeline: [],
    unanswered: [],
    gives: {},
    trial: [],
    ...more,
  };
}

/** A check that fails for P1 and worse. */
export function runbook(name: string, order = 10): CheckRunbook {
  return {
    format: 1,
    name,
    title: name,
    summary: name,
    covers: ['W9'],
    sources: [],
    check: { about: `about ${name}`, order, fails: 'P1', team: 'platform' },
    inputs: {},
    lookups: {},
    derive: {},
    steps: [],
    findings: {},
    advice: {},
    notes: {},
    observations: [],
    tables: {},
    timeline: [],
    programs: {},
  };
}

/** A check as it was walked in a context. */
export function walked(name: string, context: string | null, of: Report | null, unreachable = ''): WalkedCheck {
  return { runbook: runbook(name), context, report: of, unreachable };
}
