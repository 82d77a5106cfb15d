import type { ObjectRef } from '../model/object.ts';
import type { Confidence, Evidence, Finding, NodeHeadroom, RuledOut, Severity } from '../model/report.ts';
import type { Confirmation, FindingSpec, RuledOutSpec } from '../model/runbook.ts';
import { fillAdvice } from './advice.ts';
import type { Draft } from './draft.ts';
import { readEvidence } from './evidence.ts';
import { isObject, keyOf, refOf } from './graph.ts';
import { holds, type Reader } from './reader.ts';

/** A finding, and by what it is one with others. */
export interface Filled {
  readonly finding: Finding;
  /** The text by which it is one with others of its code; empty where the object decides. */
  readonly same: string;
  /** Codes of findings on the same object that tell of the same cause in its place. */
  readonly toldBy: readonly string[];
  /** Whether it was found on the way from an object that somebody asked about; a check of the whole asks about none. */
  readonly hasSymptom: boolean;
}

/** Fills a draft as far as a report and the merging of findings need it. */
export async function fillDraft(draft: Draft): Promise<Filled> {
  const [finding, same] = await Promise.all([fillFinding(draft), sameOf(draft)]);
  return { finding, same, toldBy: draft.spec['told-by'] ?? [], hasSymptom: draft.symptom !== undefined };
}

async function sameOf({ spec, reader }: Draft): Promise<string> {
  if (spec.same === undefined) return '';
  const settled = await reader.evaluate(spec.same);
  return settled.known && typeof settled.value === 'string' ? settled.value : '';
}

/** Fills a finding's words and works out its confidence, severity, chain and advice from the facts that were seen. */
async function fillFinding(draft: Draft): Promise<Finding> {
  const { spec, reader, code } = draft;
  const { layer } = spec;
  const [title, cause, sureness, severity, chain, evidence, ruledOut, headroom, advice] = await Promise.all([
    reader.fill(spec.title),
    causeOf(spec, reader),
    confidenceOf(draft),
    severityOf(spec, reader),
    chainOf(draft),
    evidenceOf(draft),
    ruledOutOf(draft),
    headroomOf(spec, reader),
    fillAdvice(draft.advice),
  ]);
  return {
    code,
    title,
    cause,
    layer,
    ...sureness,
    ...severity,
    chain,
    alsoAffects: [],
    evidence,
    ruledOut,
    headroom,
    advice,
  };
}

/** The cause, and of its further sentences those that hold. */
async function causeOf(spec: FindingSpec, reader: Reader): Promise<string> {
  const also = (spec.also ?? []).map(async ({ when, words }) =>
    (await holds(reader, when)) ? reader.fill(words) : '',
  );
  const sentences = await Promise.all([reader.fill(spec.cause), ...also]);
  return sentences
    .filter((sentence) => sentence !== '')
    .join(' ')
    .trim();
}

/**
 * *Confirmed* when every condition that the finding lists holds and no question on the way stayed open; *likely* when
 * what it asks for that holds; *possible* otherwise.
 */
async function confidenceOf(draft: Draft): Promise<{ confidence: Confidence; wouldConfirm: readonly string[] }> {
  const { spec, reader, doubts, caps } = draft;
  const [unmet, unlikely, guessed] = await Promise.all([
    unmetOf(spec.confirmed ?? [], reader),
    unmetOf(spec.likely ?? [], reader),
    Promise.all(caps.map((cap) => cap.reader.fill(cap.spec.needs))),
  ]);
  const most = [spec['at-most'], ...caps.map((cap) => cap.spec.is)].filter((each) => each !== undefined);
  if (unmet.length + doubts.length === 0 && most.length === 0) return { confidence: 'confirmed', wouldConfirm: [] };
  const confidence = unlikely.length === 0 && !most.includes('possible') ? 'likely' : 'possible';
  return { confidence, wouldConfirm: [...new Set([...unmet, ...doubts, ...unlikely, ...guessed])] };
}

async function unmetOf(confirmations: readonly Confirmation[], reader: Reader): Promise<string[]> {
  const needs = confirmations.map(async (one) =>
    (await holds(reader, one.when)) ? undefined : reader.fill(one.needs),
  );
  return (await Promise.all(needs)).filter((need) => need !== undefined);
}

/** The first rule that holds; the last one stands without a condition. */
async function severityOf(spec: FindingSpec, reader: Reader): Promise<{ severity: Severity; severityRule: string }> {
  for (const { is, when, rule } of spec.severity) {
    if (await holds(reader, when)) return { severity: is, severityRule: await reader.fill(rule) };
  }
  return { severity: 'P2', severityRule: '' };
}

async function chainOf(draft: Draft): Promise<readonly ObjectRef[]> {
  const on = await draft.reader.evaluate(draft.spec.on);
  const cause = on.known && isObject(on.value) ? refOf(on.value) : undefined;
  if (draft.symptom === undefined) return cause === undefined ? [] : [cause];
  return cause === undefined ? [draft.symptom] : draft.reader.graph.chain(draft.symptom, cause);
}

async function evidenceOf(draft: Draft): Promise<readonly Evidence[]> {
  const own = (draft.spec.evidence ?? []).map((spec) => ({ spec, reader: draft.reader }));
  const read = await Promise.all([...own, ...draft.evidence].map(({ spec, reader }) => readEvidence(spec, reader)));
  const all = read.filter((evidence) => evidence !== undefined);
  return [...new Map(all.map((evidence) => [`${keyOf(evidence.object)} ${evidence.field}`, evidence])).values()];
}

async function ruledOutOf(draft: Draft): Promise<readonly RuledOut[]> {
  const own = (draft.spec['rules-out'] ?? []).map((spec) => ({ spec, reader: draft.reader }));
  const all = await Promise.all([...draft.ruledOut, ...own].map(({ spec, reader }) => fillRuledOut(spec, reader)));
  return [...new Map(all.map((entry) => [entry.what, entry])).values()];
}

async function fillRuledOut(spec: RuledOutSpec, reader: Reader): Promise<RuledOut> {
  const [what, by] = await Promise.all([reader.fill(spec.what), reader.fill(spec.by)]);
  return { what, by };
}

/** The rows that a probe computed; a probe's result has the shape of the report already. */
async function headroomOf(spec: FindingSpec, reader: Reader): Promise<readonly NodeHeadroom[]> {
  if (spec.headroom === undefined) return [];
  const settled = await reader.evaluate(spec.headroom);
  return settled.known && Array.isArray(settled.value) ? (settled.value as NodeHeadroom[]) : [];
}
