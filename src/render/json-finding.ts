import type { Escalation } from '../model/escalation.ts';
import type { ObjectRef } from '../model/object.ts';
import type { Acceptance, Advice, Change, Evidence, Finding, NodeHeadroom } from '../model/report.ts';

/** A copy of a finding with its keys in the order of the interface, and those of everything in it. */
export function orderedFinding(finding: Finding): Finding {
  return {
    code: finding.code,
    title: finding.title,
    cause: finding.cause,
    layer: finding.layer,
    confidence: finding.confidence,
    wouldConfirm: finding.wouldConfirm,
    severity: finding.severity,
    severityRule: finding.severityRule,
    chain: finding.chain.map(orderedObject),
    alsoAffects: finding.alsoAffects.map(orderedObject),
    evidence: finding.evidence.map(orderedEvidence),
    ruledOut: finding.ruledOut.map(({ what, by }) => ({ what, by })),
    headroom: finding.headroom.map(orderedHeadroom),
    advice: finding.advice.map(orderedAdvice),
    ...(finding.accepted === undefined ? {} : { accepted: orderedAcceptance(finding.accepted) }),
    ...(finding.escalation === undefined ? {} : { escalation: orderedEscalation(finding.escalation) }),
  };
}

function orderedEscalation({ begin, because, turns }: Escalation): Escalation {
  return {
    begin,
    because,
    turns: turns.map(({ level, team, who, contact, does }) => ({ level, team, who, contact, does })),
  };
}

function orderedAcceptance({ reason, until }: Acceptance): Acceptance {
  return { reason, until };
}

/** A copy of an object's identity with its keys in the order of the interface. */
export function orderedObject({ apiVersion, kind, namespace, name }: ObjectRef): ObjectRef {
  return { apiVersion, kind, namespace, name };
}

function orderedEvidence({ object, field, value, command }: Evidence): Evidence {
  return { object: orderedObject(object), field, value, command };
}

function orderedHeadroom(row: NodeHeadroom): NodeHeadroom {
  return {
    node: row.node,
    resource: row.resource,
    unit: row.unit,
    capacity: row.capacity,
    allocatable: row.allocatable,
    requested: row.requested,
    used: row.used,
    free: row.free,
    needed: row.needed,
    excludedBy: row.excludedBy,
  };
}

/** A copy of an advice with its keys in the order of the interface. */
export function orderedAdvice(advice: Advice): Advice {
  return {
    id: advice.id,
    tier: advice.tier,
    title: advice.title,
    recommended: advice.recommended,
    because: advice.because,
    risk: advice.risk,
    impact: advice.impact,
    pros: advice.pros,
    cons: advice.cons,
    change: advice.change === null ? null : orderedChange(advice.change),
    commands: advice.commands,
    verify: advice.verify,
    blanks: advice.blanks.map(({ text, question }) => ({ text, question })),
  };
}

function orderedChange({ object, file, owner, patch }: Change): Change {
  return { object: object === null ? null : orderedObject(object), file, owner, patch };
}
