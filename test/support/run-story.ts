import { captureContext } from '../../src/commands/capture-context.ts';
import { isOutside } from '../../src/commands/outside.ts';
import { diagnose } from '../../src/engine/diagnose.ts';
import type { LookUp } from '../../src/engine/memo.ts';
import type { Query } from '../../src/model/query.ts';
import type { Report } from '../../src/model/report.ts';
import { probes } from '../../src/probes/index.ts';
import type { Capture } from '../../src/replay/capture.ts';
import { recorded } from '../../src/replay/recorded.ts';
import { serveCapture, type RecordedRequest, type ReplayOptions } from '../../src/replay/server.ts';
import { createKubernetesSource } from '../../src/sources/kubernetes/kubernetes.ts';
import type { Story, StoryInput } from '../stories/story.ts';
import { inWaves } from './in-waves.ts';
import { loadStory } from './load-story.ts';
import { catalogue } from './shipped.ts';

/** What came of a story: the report, and what the server was asked. */
export interface Told {
  readonly report: Report;
  readonly requests: readonly RecordedRequest[];
  /** What was asked together, where that was wanted; otherwise empty. */
  readonly waves: readonly (readonly Query[])[];
}

/** What a walk needs of a story: its folder, and where it begins. */
type Place = Pick<Story, 'folder' | 'entry'>;

/** Serves a story's folder over HTTP and diagnoses it through the real client; nobody is there to answer. */
export async function runStory(story: Place, options: ReplayOptions = {}): Promise<Told> {
  return runCapture(story, await loadStory(story), options);
}

/** The same with a folder that is read already, for whoever runs one story many times. */
export async function runCapture(
  story: Place,
  capture: Capture,
  options: ReplayOptions = {},
  wanted: { readonly inWaves?: boolean } = {},
): Promise<Told> {
  const server = await serveCapture(capture, options);
  const context = captureContext(capture, server.url);
  const source = createKubernetesSource({ context, env: {}, wait: () => Promise.resolve() });
  const answer: LookUp = (query) =>
    isOutside(query) ? Promise.resolve(recorded(capture, query)) : source.lookUp(query);
  const { lookUp, waves } = wanted.inWaves === true ? inWaves(answer) : { lookUp: answer, waves: [] };
  try {
    const report = await diagnose({
      runbooks: catalogue.runbooks,
      probes,
      world: {
        lookUp,
        ask: (question) => Promise.resolve(capture.answers[question.id]),
        tell: () => undefined,
      },
      entry: story.entry?.runbook ?? 'helmreleases',
      inputs: inputsOf(story, capture),
    });
    return { report, requests: server.requests(), waves };
  } finally {
    source.close();
    await server.close();
  }
}

/** The inputs of a story's entry, objects looked up in its capture. */
export function inputsOf(story: Place, capture: Capture): Record<string, unknown> {
  const entries = Object.entries(story.entry?.inputs ?? {});
  return Object.fromEntries(entries.map(([input, place]) => [input, objectAt(place, capture)]));
}

/** `KIND/NAMESPACE/NAME`, the namespace empty for a kind that has none; whatever is not of that form is a text. */
const OBJECT = /^[A-Z][A-Za-z]*\/[^/\s]*\/[^/\s]+$/;

function objectAt(place: StoryInput, capture: Capture): unknown {
  if (typeof place !== 'string' || !OBJECT.test(place)) return place;
  const [kind, namespace, name] = place.split('/');
  const found = capture.objects.find(
    (object) =>
      object.kind === kind && (object.metadata.namespace ?? '') === namespace && object.metadata.name === name,
  );
  if (found === undefined) throw new Error(`the story holds no ${place}`);
  return found;
}
