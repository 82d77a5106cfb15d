import type { Probe, ProbeResult } from '../model/probe.ts';
import { compareText, entry, list, text } from './read.ts';

/**
 * Whether several contexts run the same under the same name. Registries have a copy in each region, so a name is compared without
 * its host; the server and its proxies are one program, whose image is compared by its last part alone. Digests are compared
 * within one architecture, for those of an image with several may differ.
 */
export const imageParity: Probe = {
  name: 'image-parity',
  computes: 'Which images have one tag and several digests over all contexts, and which versions of one program run.',
  params: {
    images: {
      is: 'list',
      means: '`{context, value}`, value being the rows of `image-inventory`, null where they are not known',
    },
    together: { is: 'list', means: 'the roles that run one program' },
  },
  returns: {
    core: 'the names with several digests among the programs of `together` (list)',
    others: 'those among everything else (list)',
    rows: 'one row per such name, architecture and digest: image, architecture, digest (its first letters), what (the roles, as one line), contexts (as one line)',
    versions: 'one row per major.minor version of the programs of `together`: version, contexts (as one line)',
    stray:
      'of the first name of `core`, else of `others`, the context that differs from most, as an object of the kind Context; null without any',
    compared: 'how many names were seen in more than one context (a count)',
    contexts: 'how many contexts were seen (a count)',
    missing: 'the contexts of which it is not known (list)',
  },
  run({ images, together }): ProbeResult | undefined {
    if (!Array.isArray(images)) return undefined;
    const roles = list(together).map(text);
    const all = list(images).flatMap((each) => seenIn(each, roles));
    const groups = groupsOf(all);
    const split = groups.filter((group) => distinct(group, ({ digest }) => digest).length > 1);
    const names = (isCore: boolean): readonly string[] =>
      distinct(split.filter(([first]) => first?.isCore === isCore).flat(), ({ name }) => name);
    const [core, others] = [names(true), names(false)];
    const first = core[0] ?? others[0];
    return {
      core,
      others,
      rows: split.flatMap(rowsOf),
      versions: versionsOf(all),
      stray: contextObject(strayOf(split.find((group) => group[0]?.name === first) ?? [])),
      compared: groups.filter((group) => distinct(group, ({ context }) => context).length > 1).length,
      contexts: list(images).filter(isKnown).length,
      missing: list(images)
        .filter((each) => !isKnown(each))
        .map(contextOf)
        .toSorted(compareText),
    };
  },
};

interface Seen {
  readonly context: string;
  readonly what: string;
  readonly name: string;
  readonly digest: string;
  readonly architecture: string;
  readonly tag: string;
  readonly isCore: boolean;
}

function isKnown(each: unknown): boolean {
  return Array.isArray(entry(each, 'value'));
}

function contextOf(each: unknown): string {
  return text(entry(each, 'context'));
}

function seenIn(each: unknown, roles: readonly string[]): readonly Seen[] {
  return list(entry(each, 'value')).flatMap((row) => {
    const [what, image, tag] = [text(entry(row, 'what')), text(entry(row, 'image')), text(entry(row, 'tag'))];
    const isCore = roles.includes(what);
    // Who names a digest says what is meant; two of them under one tag are no mistake that a tag makes.
    if (image.includes('@') || image === '') return [];
    const [digest, architecture] = [text(entry(row, 'digest')), text(entry(row, 'architecture'))];
    return [{ context: contextOf(each), what, name: nameOf(image, isCore), digest, architecture, tag, isCore }];
  });
}

/** The first part is a host where it has a dot or a port (distribution, reference grammar). */
function nameOf(image: string, isCore: boolean): string {
  const path = image.replace(/^(?:[^/]*[.:][^/]*|localhost)\//, '');
  return isCore ? (path.split('/').at(-1) ?? path) : path;
}

function groupsOf(all: readonly Seen[]): readonly (readonly Seen[])[] {
  const keys = distinct(all, ({ name, architecture }) => `${name} ${architecture}`);
  return keys.map((key) => all.filter(({ name, architecture }) => `${name} ${architecture}` === key));
}

function rowsOf(group: readonly Seen[]): readonly ProbeResult[] {
  return distinct(group, ({ digest }) => digest).map((digest) => {
    const own = group.filter((each) => each.digest === digest);
    return {
      image: own[0]?.name ?? '',
      architecture: own[0]?.architecture ?? '',
      digest: digest.slice(0, 'sha256:'.length + 12),
      what: distinct(own, ({ what }) => what).join(', '),
      contexts: distinct(own, ({ context }) => context).join(', '),
    };
  });
}

function versionsOf(all: readonly Seen[]): readonly ProbeResult[] {
  const core = all.flatMap((each) => {
    const version = /^v?(\d+\.\d+)\./.exec(each.tag)?.[1];
    return each.isCore && version !== undefined ? [{ version, context: each.context }] : [];
  });
  return distinct(core, ({ version }) => version).map((version) => ({
    version,
    contexts: distinct(
      core.filter((each) => each.version === version),
      ({ context }) => context,
    ).join(', '),
  }));
}

/** Whoever has the digest that the fewest have. */
function strayOf(group: readonly Seen[]): string {
  const digests = distinct(group, ({ digest }) => digest);
  const users = (digest: string): readonly string[] =>
    distinct(
      group.filter((each) => each.digest === digest),
      ({ context }) => context,
    );
  const rarest = digests.toSorted((a, b) => users(a).length - users(b).length)[0];
  return rarest === undefined ? '' : (users(rarest).at(-1) ?? '');
}

function contextObject(name: string): unknown {
  return name === '' ? null : { apiVersion: 'v1', kind: 'Context', metadata: { name } };
}

function distinct<T>(all: readonly T[], by: (each: T) => string): readonly string[] {
  return [...new Set(all.map(by))].toSorted(compareText);
}
