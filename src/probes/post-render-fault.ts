import type { Probe } from '../model/probe.ts';
import { entry, field, list, text } from './read.ts';
import { isRelease } from './release/helm-release.ts';

/** Which patch of a release's post-renderers kustomize cannot apply, or what of the chart it cannot read. */
export const postRenderFault: Probe = {
  name: 'post-render-fault',
  computes: 'What a post-renderer stumbles over, and which entry of spec.postRenderers that is.',
  params: {
    release: { is: 'object', means: 'the HelmRelease' },
    text: { is: 'text', means: "Helm's error" },
  },
  returns: {
    kind: '`duplicate key`, `duplicate object`, `no target`, `no path`, `no test`, `unreadable patch`, or `other`',
    what: 'the key, object or path that it is about; empty if none is named',
    ofPatch: 'whether it is about a patch, and not about what the chart renders',
    entries: 'the patches that fit what was said, as paths such as `spec.postRenderers[0].kustomize.patches[1]`',
    entriesText: 'the same as one line; `none` without any',
    without: 'spec.postRenderers without them, as JSON on one line; empty without any',
  },
  run({ release, text: said }) {
    if (!isRelease(release)) return undefined;
    const message = text(said);
    const { kind, what, fits } = readFault(message);
    const renderers = list(field(release, 'spec.postRenderers'));
    const entries = fits === undefined ? [] : placesOf(renderers, fits);
    return {
      kind,
      what,
      ofPatch: fits !== undefined,
      entries: entries.map(({ renderer, patch }) => `spec.postRenderers[${renderer}].kustomize.patches[${patch}]`),
      entriesText:
        entries
          .map(({ renderer, patch }) => `spec.postRenderers[${renderer}].kustomize.patches[${patch}]`)
          .join(', ') || 'none',
      without: entries.length === 0 || fits === undefined ? '' : JSON.stringify(withoutPatches(renderers, fits)),
    };
  },
};

interface Fault {
  readonly kind: string;
  readonly what: string;
  /** Whether a patch is the one that the error is about; undefined where it is about no patch. */
  readonly fits?: (patch: string) => boolean;
}

/** The words of kustomize (api/resmap, PatchTransformer.go) and of evanphx/json-patch, and what follows from each. */
const READINGS: readonly { readonly is: RegExp; readonly read: (first: string, second: string) => Fault }[] = [
  { is: /mapping key "([^"]+)" already defined/, read: (key) => ({ kind: 'duplicate key', what: key }) },
  {
    is: /already registered id: ([A-Za-z]+)[^/]*\/([^\s']+?)\.[\w[\]-]+'/,
    read: (kind, name) => ({ kind: 'duplicate object', what: `${kind} ${name}` }),
  },
  {
    is: /no matches for Id ([A-Za-z]+)\.[^/]*\/(\S+?)\.[\w[\]-]+(?:;|\s|$)/,
    read: (kind, name) => ({ kind: 'no target', what: `${kind} ${name}`, fits: mentions(kind, name) }),
  },
  { is: /doc is missing (?:path|key): (\S+?):/, read: (path) => ofPath('no path', path) },
  { is: /in (?:remove|replace|add) for path: '([^']+)'/, read: (path) => ofPath('no path', path) },
  { is: /testing (?:value|path) (\S+) failed/, read: (path) => ofPath('no test', path) },
  { is: /\[patch: ("(?:[^"\\]|\\.)*")\]/, read: (quoted) => unreadable(unquote(quoted)) },
  { is: /must specify one of patch and path/, read: () => unreadable('') },
];

function readFault(message: string): Fault {
  for (const { is, read } of READINGS) {
    const match = is.exec(message);
    if (match !== null) return read(match[1] ?? '', match[2] ?? '');
  }
  return { kind: 'other', what: '' };
}

function unreadable(whole: string): Fault {
  return { kind: 'unreadable patch', what: '', fits: (patch) => patch.trim() === whole.trim() };
}

function ofPath(kind: string, what: string): Fault {
  const whole = new RegExp(`path["']?:\\s*["']?${escaped(what)}["'\\s,}]`);
  return { kind, what, fits: (patch) => whole.test(`${patch}\n`) };
}

function mentions(kind = '', name = ''): (patch: string) => boolean {
  const named = (field: string, value: string): RegExp =>
    new RegExp(`["']?${field}["']?:\\s*["']?${escaped(value)}["'\\s,}]`);
  const [kinds, names] = [named('kind', kind), named('name', name)];
  return (patch) => kinds.test(`${patch}\n`) && names.test(`${patch}\n`);
}

function escaped(value: string): string {
  return value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Go's %q and JSON agree on what stands in a patch of printable text. */
function unquote(quoted: string): string {
  try {
    return text(JSON.parse(quoted));
  } catch {
    return '';
  }
}

function patchesOf(renderer: unknown): readonly unknown[] {
  return list(field(renderer, 'kustomize.patches'));
}

function placesOf(
  renderers: readonly unknown[],
  fits: (patch: string) => boolean,
): readonly { renderer: number; patch: number }[] {
  return renderers.flatMap((each, renderer) =>
    patchesOf(each).flatMap((one, patch) => (fits(text(entry(one, 'patch'))) ? [{ renderer, patch }] : [])),
  );
}

/** Lists are replaced whole by a patch, so everything else is repeated as it stands; an empty renderer goes as well. */
function withoutPatches(renderers: readonly unknown[], fits: (patch: string) => boolean): readonly unknown[] {
  return renderers.flatMap((each) => {
    const patches = patchesOf(each).filter((one) => !fits(text(entry(one, 'patch'))));
    if (patches.length === patchesOf(each).length) return [each];
    const kustomize = Object.entries(field(each, 'kustomize') ?? {}).filter(([name]) => name !== 'patches');
    const left = Object.fromEntries(patches.length === 0 ? kustomize : [...kustomize, ['patches', patches]]);
    return Object.keys(left).length === 0 ? [] : [{ kustomize: left }];
  });
}
