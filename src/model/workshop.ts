/** Whether a context runs Coder itself or a workspace proxy; empty where nobody has said. */
export const ROLES = ['control-plane', 'proxy'] as const;
export type Role = (typeof ROLES)[number] | '';

/** A time in which a workshop is held. */
export interface Window {
  /** RFC 3339 in UTC. */
  readonly start: string;
  readonly end: string;
  /** The zone of whoever planned it, an IANA name such as `Europe/Berlin`. */
  readonly zone: string;
}

/** What one workspace asks of a node; null where nobody has said, so that it has to be discovered. */
export interface WorkspaceShape {
  readonly cpuMillicores: number | null;
  readonly memoryBytes: number | null;
  readonly storageBytes: number | null;
  /** How many of them each participant has. */
  readonly perParticipant: number;
  /** Where they are made; empty where it has to be discovered. */
  readonly namespace: string;
  /** Images that they are made of; empty where those that run are meant. */
  readonly images: readonly string[];
}

/** What a preflight is about. */
export interface Workshop {
  readonly participants: number;
  readonly window: Window;
  readonly workspace: WorkspaceShape;
  /** Numbers in place of those of the runbooks, by the names of their inputs. */
  readonly thresholds: Readonly<Record<string, number>>;
}

/** One cluster of a workshop. */
export interface Place {
  /** The context of the kubeconfig; of a folder the context that it was captured from, or its name. */
  readonly context: string;
  readonly role: Role;
  /** The host under which people reach it; empty where it has to be discovered. */
  readonly domain: string;
  /** The host of its workspaces' applications, `*.ai.example.com`; empty where it has to be discovered. */
  readonly wildcard: string;
}

/**
 * What a check may have as an input beside thresholds (numbers that may be left out), by name: its kind, and what it holds.
 * A value that is not known is null, a text empty.
 */
export const WORKSHOP_INPUTS: Readonly<Record<string, { readonly kind: string; readonly says: string }>> = {
  participants: { kind: 'number', says: 'how many people take part' },
  workspaces: { kind: 'number', says: 'how many workspaces they have together' },
  start: { kind: 'text', says: 'when it begins, RFC 3339 in UTC' },
  end: { kind: 'text', says: 'when it is over, RFC 3339 in UTC' },
  zone: { kind: 'text', says: 'the zone of whoever planned it' },
  role: { kind: 'text', says: 'control-plane or proxy; empty where nobody has said' },
  domain: { kind: 'text', says: 'the host under which people reach this context' },
  wildcard: { kind: 'text', says: "the host of its workspaces' applications, *.ai.example.com" },
  workspaceCpu: { kind: 'number', says: 'what one workspace asks for, in millicores' },
  workspaceMemory: { kind: 'number', says: 'what one workspace asks for, in bytes' },
  workspaceStorage: { kind: 'number', says: 'the ephemeral storage that one workspace takes, in bytes' },
  workspaceNamespace: { kind: 'text', says: 'where workspaces are made' },
  workspaceImages: { kind: 'list', says: 'the images that workspaces are made of' },
  clock: { kind: 'text', says: 'the time of this machine when the context was asked, RFC 3339; empty for a folder' },
  onlyNamespace: { kind: 'text', says: 'empty: all namespaces' },
  network: { kind: 'text', says: 'yes where hosts, registries and name servers may be asked' },
  unrecorded: {
    kind: 'text',
    says: 'yes for a recording that holds no answer of a host, though nobody forbade asking',
  },
  mirrors: {
    kind: 'list',
    says: 'from where images are copied: from, to (prefixes), every (seconds, 0 where not known)',
  },
  readSecret: { kind: 'text', says: 'empty: no Secret is read' },
};
