import type { Verdict, Confidence } from '../../src/model/report.ts';
import type { Built } from './build/build.ts';

/** A cluster with something (or nothing) wrong, and what a diagnosis has to make of it. */
export interface Story {
  /** The folder: `examples/NAME` for a demo, `test/scenarios/RUNBOOK/NAME` otherwise. */
  readonly folder: string;
  /** One sentence: what happened here. */
  readonly summary: string;
  /** Where the walk begins; the runbook `helmreleases` over the whole cluster where it is left out. */
  readonly entry?: StoryEntry;
  readonly snapshot: Snapshot;
  readonly objects: readonly Built[];
  /** Log texts by `NAMESPACE/POD/CONTAINER[.previous]`. */
  readonly logs?: Readonly<Record<string, string>>;
  /** What kubelets measured, by the name of the node. */
  readonly stats?: Readonly<Record<string, object>>;
  readonly answers?: Readonly<Record<string, string>>;
  /** What programs, addresses and name servers answered, as `commands.yaml` of a capture has it. */
  readonly commands?: readonly (SaidByProgram | Readonly<Record<string, unknown>>)[];
  readonly expected: Expected;
}

/** What a program said when it was asked, as `commands.yaml` holds it. */
export type SaidByProgram =
  | { readonly run: string; readonly stdout: string }
  | { readonly run: string; readonly exit: number; readonly stderr: string }
  | { readonly run: string; readonly absent: true };

/** A runbook and the object that it is about. */
export interface StoryEntry {
  readonly runbook: string;
  /** `input: kind/namespace/name`, the object being one of the story; or a text, a number or a list of texts. */
  readonly inputs: Readonly<Record<string, StoryInput>>;
}

/** What an input of a story is given: `Kind/namespace/name` of one of its objects, or plain data. */
export type StoryInput = unknown;

/** What `snapshot.yaml` says. */
export interface Snapshot {
  readonly capturedAt: string;
  readonly context: string;
  /** The address of its API server. */
  readonly server?: string;
  readonly version?: string;
  readonly complete?: boolean | readonly string[];
  readonly denied?: readonly string[];
}

/** What the report has to say; what is left out here is not looked at. */
export interface Expected {
  readonly verdict: Verdict;
  readonly exit: number;
  /** Every finding, most probable first. */
  readonly findings: readonly { readonly code: string; readonly confidence: Confidence }[];
  /** Texts that have to stand in the JSON report. */
  readonly says?: readonly string[];
  /** Texts that must not stand there. */
  readonly never?: readonly string[];
}
