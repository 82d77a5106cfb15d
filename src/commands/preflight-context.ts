import type { ContextRow } from '../model/preflight.ts';
import type { Query } from '../model/query.ts';
import type { Report } from '../model/report.ts';
import type { Place, Workshop } from '../model/workshop.ts';
import { diagnose } from '../engine/diagnose.ts';
import type { LookUp } from '../engine/memo.ts';
import { answerAlike, noted } from '../preflight/noted.ts';
import { lookUpWith, type Patch } from '../preflight/patches.ts';
import { checksOf, type CheckRunbook, type WalkedCheck } from '../preflight/walked-check.ts';
import { probes } from '../probes/index.ts';
import { acceptFindings } from '../profile/accept-findings.ts';
import type { Profile } from '../profile/load-profile.ts';
import type { Io } from './io.ts';
import { worldOf, type Person } from './world.ts';

/** What every check of a preflight is walked with. */
export interface Walking {
  readonly io: Io;
  readonly profile: Profile;
  readonly workshop: Workshop;
  readonly person: Person;
}

/** One context that was met: what it answers, each question once. */
export interface Met {
  readonly place: Place;
  readonly row: ContextRow;
  readonly lookUp: LookUp;
  /** The time of this machine when it answered, RFC 3339; empty for a folder. */
  readonly clock: string;
  readonly network: boolean;
  /** Whether it is a recording that holds no answer of a host, a name server or a registry. */
  readonly unrecorded: boolean;
}

/** A check as it was walked without patches, and all that it asked for. */
export interface Plain {
  readonly walked: WalkedCheck;
  readonly asked: readonly Query[];
}

/** One context to walk, and what its checks need not be walked again for. */
export interface ToWalk {
  readonly met: Met;
  readonly patches: readonly Patch[];
  /** What was walked without patches so far, by the name of the check; it is added to. */
  readonly plain: Map<string, Plain> | undefined;
}

/**
 * Walks every check of one context at once, with patches laid over what it answers. One that asked for nothing that they change
 * comes to what it came to before.
 */
export function walkContext({ met, patches, plain }: ToWalk, walking: Walking): Promise<readonly WalkedCheck[]> {
  const { place, row, lookUp } = met;
  const inputs = inputsOf(met, walking);
  const answers = lookUpWith(patches, lookUp);
  const checks = checksOf(walking.io.runbooks(), 'per-context');
  return Promise.all(
    checks.map(async (runbook) => {
      const { unreachable } = row;
      const before = plain?.get(runbook.name);
      if (before !== undefined && (await answerAlike(before.asked, lookUp, answers))) return before.walked;
      const noting = noted(answers);
      const report = unreachable === '' ? await walkOne({ runbook, inputs, lookUp: noting.lookUp }, walking) : null;
      const walked = { runbook, context: place.context, report, unreachable };
      if (patches.length === 0) plain?.set(runbook.name, { walked, asked: noting.asked });
      return walked;
    }),
  );
}

/** The inputs of a check, by the names of WORKSHOP_INPUTS; thresholds beside them. */
function inputsOf(
  { place, clock, network, unrecorded }: Met,
  { workshop, profile }: Walking,
): Readonly<Record<string, unknown>> {
  const { participants, window, workspace, thresholds } = workshop;
  return {
    ...thresholds,
    participants,
    workspaces: participants * workspace.perParticipant,
    start: window.start,
    end: window.end,
    zone: window.zone,
    role: place.role,
    domain: place.domain,
    wildcard: place.wildcard,
    workspaceCpu: workspace.cpuMillicores,
    workspaceMemory: workspace.memoryBytes,
    workspaceStorage: workspace.storageBytes,
    workspaceNamespace: workspace.namespace,
    workspaceImages: workspace.images,
    clock,
    onlyNamespace: '',
    network: network ? 'yes' : '',
    unrecorded: unrecorded ? 'yes' : '',
    mirrors: profile.mirrors,
    readSecret: '',
  };
}

/** A check, what it is given and who answers it. */
export interface One {
  readonly runbook: CheckRunbook;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly lookUp: LookUp;
}

/** Walks one check, and marks what the profile accepts. */
export async function walkOne({ runbook, inputs, lookUp }: One, { io, profile, person }: Walking): Promise<Report> {
  const world = worldOf(lookUp, person);
  const report = await diagnose({ runbooks: io.runbooks(), probes, world, entry: runbook.name, inputs });
  return acceptFindings(report, {
    entries: profile.accepted,
    today: (report.now ?? new Date().toISOString()).slice(0, 10),
    // Whether an entry has become needless is told by what looks at its object alone.
    lookedAt: () => false,
    complete: false,
  });
}
