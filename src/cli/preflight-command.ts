import { Option, type Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import type { CommandSpec } from './command-spec.ts';
import { commonOf, limitOptions, mannerOptions, outputOptions, type CommonOptions } from './common-options.ts';
import { WORKSHOP } from './groups.ts';
import {
  collectAttribute,
  collectThreshold,
  parseBytes,
  parseCores,
  parseCount,
  type Attribute,
} from './preflight-values.ts';
import { collect, parseSeconds } from './values.ts';

/** What was typed of the workshop itself; what was not is for the profile, or the person. */
export interface WorkshopTyped {
  readonly participants: number | undefined;
  /** As it was typed: RFC 3339, a local time in the zone, or `now`. */
  readonly start: string | undefined;
  /** As it was typed: `4h`, `1h30m`. */
  readonly duration: string | undefined;
  /** The name of a time zone, not looked at yet. */
  readonly zone: string | undefined;
  readonly cpuMillicores: number | undefined;
  readonly memoryBytes: number | undefined;
  readonly storageBytes: number | undefined;
  readonly perParticipant: number | undefined;
  readonly namespace: string | undefined;
  readonly images: readonly string[];
  /** Numbers in place of those of the runbooks, by their kebab-case names. */
  readonly thresholds: Readonly<Record<string, number>>;
}

/** What was typed of the places. */
export interface PlacesTyped {
  /** Contexts of the kubeconfig; none: those of the profile, else the current one. */
  readonly contexts: readonly string[];
  /** Folders that stand in for clusters. */
  readonly folders: readonly string[];
  readonly roles: readonly Attribute[];
  readonly domains: readonly Attribute[];
  readonly wildcards: readonly Attribute[];
}

/** How it is looked again until it is a go, in seconds. */
export interface Watch {
  readonly interval: number;
  readonly limit: number;
}

/** What `workshop preflight` is to do. */
export interface PreflightIntent {
  readonly typed: WorkshopTyped;
  readonly places: PlacesTyped;
  /** Which workshop of the profile; undefined: the only one. */
  readonly workshop: string | undefined;
  /** Reports (JSON) of earlier runs to put together; with any nothing is looked at. */
  readonly join: readonly string[];
  /** Undefined: it is looked once. */
  readonly watch: Watch | undefined;
  /** Whether risks are as bad as failures. */
  readonly strict: boolean;
  /** Whether hosts, registries and name servers may be asked. */
  readonly network: boolean;
  /** The profile; undefined: the one that is found. */
  readonly profile: string | undefined;
  /** Without a context or folder: each place has its own. */
  readonly options: CommonOptions;
}

/** How long it waits between two looks, and in all, where no time is given, in seconds. */
const WATCH_INTERVAL = 60;
const WATCH_LIMIT = 3600;

/** `kubedoc workshop preflight` */
export const preflightCommand: CommandSpec<PreflightIntent> = {
  group: WORKSHOP,
  name: 'preflight',
  summary: 'go or no-go for a workshop, with the reasons',
  description:
    'Checks every cluster of a workshop for a number of people in a window of time: GO, GO WITH RISKS, NO-GO or CANNOT TELL, and the shortest list of changes that makes it GO. What is not typed comes from the profile; without one it looks at the current context.',
  looksAt: 'cluster',
  examples: [
    {
      args: ['workshop', 'preflight', '--participants', '30', '--start', 'now', '--duration', '4h'],
      means: 'from now on, on the contexts of the profile, else on the current one',
    },
    {
      args: ['workshop', 'preflight', '--participants', '30', '--start', 'now', '--duration', '4h', '-o', 'json'],
      means: 'for a program',
    },
  ],
  define(command) {
    for (const add of [workshopOptions, workspaceOptions, placeOptions, runOptions]) add(command);
    limitOptions(command);
    mannerOptions(outputOptions(command));
  },
  read(_args, command) {
    const raw = command.opts<RawPreflight>();
    refuseBesideJoin(raw);
    refuseWatch(raw);
    return {
      typed: typedOf(raw),
      places: placesOf(raw),
      workshop: raw.workshop,
      join: raw.join ?? [],
      watch: watchOf(raw),
      strict: raw.strict ?? false,
      network: raw.network,
      profile: raw.profile,
      // Contexts and folders are several here, so that they are not among the options of one cluster.
      options: { ...commonOf(command), context: undefined, from: undefined },
    };
  },
};

function workshopOptions(command: Command): void {
  command
    .option('--participants <n>', 'how many people take part', parseCount)
    .option('--start <time>', '2026-12-01T09:00 in the zone, RFC 3339, or now')
    .option('--duration <time>', 'how long it takes: 4h, 1h30m')
    .option('--zone <name>', 'the zone of --start, such as Europe/Berlin (default: that of this machine)')
    .option('--workshop <name>', 'which workshop of the profile')
    .option('--threshold <name=number>', 'a number in place of that of a check (repeatable)', collectThreshold);
}

function workspaceOptions(command: Command): void {
  command
    .option('--workspace-cpu <quantity>', 'what one workspace asks for: 2, 500m', parseCores)
    .option('--workspace-memory <quantity>', 'what one workspace asks for: 4Gi', parseBytes)
    .option('--workspace-storage <quantity>', 'ephemeral storage of one workspace: 10Gi', parseBytes)
    .option('--workspaces-per-participant <n>', 'how many each person has (default: 1)', parseCount)
    .option('--workspace-namespace <name>', 'where they are made')
    .option('--workspace-image <ref>', 'an image that they are made of (repeatable)', collect);
}

function placeOptions(command: Command): void {
  command
    .option('--context <name>', 'a context of the kubeconfig (repeatable)', collect)
    .option('--context-role <context=role>', 'control-plane or proxy (repeatable)', collectAttribute)
    .option('--domain <context=host>', 'the host that people open (repeatable)', collectAttribute)
    .option('--wildcard <context=host>', 'the host of applications, *.ai.example.com (repeatable)', collectAttribute)
    .option('--kubeconfig <file>', 'the kubeconfig file')
    .option('--as <user>', 'impersonate this user')
    .option('--as-group <group>', 'impersonate this group (repeatable)', collect)
    .option('--from <folder>', 'read a folder of objects instead of a cluster (repeatable)', collect);
}

function runOptions(command: Command): void {
  command
    .option('--join <file...>', 'put reports (JSON) of several runs together')
    .addOption(new Option('--watch [interval]', 'look again until it is GO (default: 1m)').argParser(parseSeconds))
    .option('--watch-limit <duration>', 'how long at most (default: 1h)', parseSeconds)
    .option('--strict', 'exit code 1 for risks, too')
    .option('--no-network', 'ask no host, registry or name server')
    .option('--profile <file>', 'the profile (default: kubedoc.yaml)');
}

/** What commander has read; flags that were not given are missing. */
interface RawPreflight {
  readonly participants?: number;
  readonly start?: string;
  readonly duration?: string;
  readonly zone?: string;
  readonly workshop?: string;
  readonly threshold?: Readonly<Record<string, number>>;
  readonly workspaceCpu?: number;
  readonly workspaceMemory?: number;
  readonly workspaceStorage?: number;
  readonly workspacesPerParticipant?: number;
  readonly workspaceNamespace?: string;
  readonly workspaceImage?: readonly string[];
  readonly context?: readonly string[];
  readonly contextRole?: readonly Attribute[];
  readonly domain?: readonly Attribute[];
  readonly wildcard?: readonly Attribute[];
  readonly kubeconfig?: string;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly from?: readonly string[];
  readonly join?: readonly string[];
  readonly watch?: number | true;
  readonly watchLimit?: number;
  readonly strict?: true;
  readonly network: boolean;
  readonly profile?: string;
  readonly plan?: true;
}

function typedOf(raw: RawPreflight): WorkshopTyped {
  return {
    participants: raw.participants,
    start: raw.start,
    duration: raw.duration,
    zone: raw.zone,
    cpuMillicores: raw.workspaceCpu,
    memoryBytes: raw.workspaceMemory,
    storageBytes: raw.workspaceStorage,
    perParticipant: raw.workspacesPerParticipant,
    namespace: raw.workspaceNamespace,
    images: raw.workspaceImage ?? [],
    thresholds: raw.threshold ?? {},
  };
}

function placesOf(raw: RawPreflight): PlacesTyped {
  return {
    contexts: [...new Set(raw.context)],
    folders: [...new Set(raw.from)],
    roles: raw.contextRole ?? [],
    domains: raw.domain ?? [],
    wildcards: raw.wildcard ?? [],
  };
}

function watchOf({ watch, watchLimit = WATCH_LIMIT }: RawPreflight): Watch | undefined {
  if (watch === undefined) return undefined;
  return { interval: watch === true ? WATCH_INTERVAL : watch, limit: watchLimit };
}

/** What is joined has been looked at: by whom, and for which workshop, stands in it. */
function refuseBesideJoin(raw: RawPreflight): void {
  const beside = raw.join === undefined ? undefined : LOOKING.find(([key]) => raw[key] !== undefined);
  if (beside !== undefined)
    throw new UsageError(`--join looks at no cluster, so ${beside[1]} has no place beside it`, 'use one of them');
}

const LOOKING = [
  ['participants', '--participants'],
  ['start', '--start'],
  ['duration', '--duration'],
  ['zone', '--zone'],
  ['workshop', '--workshop'],
  ['threshold', '--threshold'],
  ['workspaceCpu', '--workspace-cpu'],
  ['workspaceMemory', '--workspace-memory'],
  ['workspaceStorage', '--workspace-storage'],
  ['workspacesPerParticipant', '--workspaces-per-participant'],
  ['workspaceNamespace', '--workspace-namespace'],
  ['workspaceImage', '--workspace-image'],
  ['context', '--context'],
  ['contextRole', '--context-role'],
  ['domain', '--domain'],
  ['wildcard', '--wildcard'],
  ['kubeconfig', '--kubeconfig'],
  ['as', '--as'],
  ['asGroup', '--as-group'],
  ['from', '--from'],
  ['watch', '--watch'],
  ['plan', '--plan'],
] as const satisfies readonly (readonly [keyof RawPreflight, string])[];

/** A folder stays as it is, and to look again without end is no plan. */
function refuseWatch({ watch, watchLimit, from, plan }: RawPreflight): void {
  if (watchLimit !== undefined && watch === undefined)
    throw new UsageError('--watch-limit is about --watch', 'kubedoc workshop preflight --watch --watch-limit 2h');
  if (watch === undefined) return;
  if (from !== undefined)
    throw new UsageError('--from reads a folder, which does not change, so --watch has no place beside it');
  if (plan === true) throw new UsageError('--plan does not look, so --watch has no place beside it');
  if (watch !== true && watch < 1)
    throw new UsageError('--watch looks at most once a second', 'write it as 30s, 5m or 1h');
}
