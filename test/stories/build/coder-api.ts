/** What Coder's API answers to a question with a token, as `commands.yaml` of a capture has it. */
export type Answer = Readonly<Record<string, unknown>>;

const BASE = 'https://coder.example.org';

/** The ids of the organisation, a template and its versions, in the form that Coder gives them. */
export const ORGANISATION = '7c60d51f-b44e-4682-87d6-449835ea4de6';
export const SECOND = '1d0f3a52-0c3b-4f0b-9e9b-0a4d5a4c7f10';

/** An answer in JSON to a path of the access URL, asked with the token. */
export function told(path: string, body: unknown, status = 200): Answer {
  return { get: `${BASE}${path}`, with: 'CODER_SESSION_TOKEN', status, body: JSON.stringify(body) };
}

/** What Coder says where it refuses: a message alone. */
export function refusedBy(path: string, status: number, message: string): Answer {
  return told(path, { message }, status);
}

/** Nobody answers there. */
export function silent(path: string): Answer {
  return { get: `${BASE}${path}`, with: 'CODER_SESSION_TOKEN', outcome: 'timeout' };
}

/** The organisations of a server, the first being the default one. */
export function organisations(...names: readonly string[]): Answer {
  const ids = [ORGANISATION, SECOND];
  return told(
    '/api/v2/organizations',
    names.map((name, at) => ({
      id: ids[at] ?? `00000000-0000-4000-8000-00000000000${String(at)}`,
      name,
      display_name: name,
      is_default: at === 0,
    })),
  );
}

/** What is asked of one organisation. */
export function provisionersOf(
  daemons: readonly object[],
  pending: readonly object[] = [],
  id: string = ORGANISATION,
): readonly Answer[] {
  const at = `/api/v2/organizations/${id}`;
  return [told(`${at}/provisionerdaemons`, daemons), told(`${at}/provisionerjobs?status=pending`, pending)];
}

const UNTAGGED = { owner: '', scope: 'organization' };

/** A provisioner that is there and has nothing to do. */
export function daemon(name: string, change: object = {}): object {
  return {
    id: `5c1b6a52-3b4c-4d5e-8f90-0000000000${name.length.toString(16).padStart(2, '0')}`,
    organization_id: ORGANISATION,
    key_id: '00000000-0000-0000-0000-000000000001',
    created_at: '2025-11-15T17:30:02.101Z',
    last_seen_at: '2025-11-15T18:14:40.101Z',
    name,
    version: 'v2.28.1+2e9ee9e',
    api_version: '1.12',
    provisioners: ['echo', 'terraform'],
    tags: UNTAGGED,
    key_name: 'built-in',
    status: 'idle',
    current_job: null,
    previous_job: null,
    ...change,
  };
}

/** A provisioner that is at a job. */
export function busy(name: string): object {
  const job = { id: 'a7d4b2f0-1a52-4c64-9a25-0f2bb4fdf6a1', status: 'running' };
  return daemon(name, { status: 'busy', current_job: job });
}

/** A build of a workspace that waits, since 18:05 where nothing else is said. */
export function waitingJob(workspace: string, change: object = {}): object {
  return {
    id: '0f2bb4fd-1a52-4c64-9a25-a7d4b2f0f6a1',
    created_at: '2025-11-15T18:05:00.101Z',
    status: 'pending',
    file_id: '30b1a1c0-7a52-4c64-9a25-0f2bb4fdf6a1',
    tags: UNTAGGED,
    queue_position: 1,
    queue_size: 1,
    organization_id: ORGANISATION,
    type: 'workspace_build',
    metadata: {
      template_version_name: 'eager_bell4',
      template_id: 'f3a52000-1a52-4c64-9a25-0f2bb4fdf6a1',
      template_name: 'kubernetes',
      template_display_name: 'Kubernetes',
      workspace_name: workspace,
    },
    ...change,
  };
}

/** The workspaces whose last build failed. */
export function failedBuilds(...workspaces: readonly object[]): Answer {
  return told('/api/v2/workspaces?q=status:failed&limit=25', { workspaces, count: workspaces.length });
}

export const BUILD = 'b1a52f00-1a52-4c64-9a25-0f2bb4fdf6a1';

/** A workspace whose last build failed. */
export function failedWorkspace(error: string, change: object = {}): object {
  return {
    id: 'c1a52f00-1a52-4c64-9a25-0f2bb4fdf6a1',
    name: 'dev',
    owner_name: 'alice',
    template_name: 'kubernetes',
    latest_build: {
      id: BUILD,
      created_at: '2025-11-15T18:01:00.101Z',
      transition: 'start',
      status: 'failed',
      job: { id: '0f2bb4fd-1a52-4c64-9a25-a7d4b2f0f6a1', status: 'failed', error, tags: UNTAGGED },
      ...change,
    },
  };
}

/** The log of that build, line by line. */
export function buildLog(...lines: readonly string[]): Answer {
  return told(
    `/api/v2/workspacebuilds/${BUILD}/logs`,
    lines.map((output, id) => ({
      id,
      created_at: '2025-11-15T18:01:05.101Z',
      log_source: 'provisioner',
      log_level: output.startsWith('Error') ? 'error' : 'info',
      stage: 'Starting workspace',
      output,
    })),
  );
}

export const TEMPLATE = 'f3a52000-1a52-4c64-9a25-0f2bb4fdf6a1';
export const VERSION = 'e2b41f00-1a52-4c64-9a25-0f2bb4fdf6a1';

/** A template that is in use. */
export function template(change: object = {}): object {
  return {
    id: TEMPLATE,
    created_at: '2025-11-01T09:00:00Z',
    updated_at: '2025-11-10T09:00:00Z',
    organization_id: ORGANISATION,
    organization_name: 'coder',
    organization_display_name: 'Coder',
    name: 'kubernetes',
    display_name: 'Kubernetes',
    provisioner: 'terraform',
    active_version_id: VERSION,
    active_user_count: 12,
    deprecated: false,
    deprecation_message: '',
    ...change,
  };
}

/** The active version of that template, with what became of its import. */
export function activeVersion(job: object, change: object = {}): Answer {
  return told(`/api/v2/templateversions/${VERSION}`, {
    id: VERSION,
    template_id: TEMPLATE,
    organization_id: ORGANISATION,
    name: 'eager_bell4',
    job: { id: '0a2bb4fd-1a52-4c64-9a25-a7d4b2f0f6a1', tags: UNTAGGED, ...job },
    matched_provisioners: { count: 3, available: 3, most_recently_seen: '2025-11-15T18:14:40.101Z' },
    ...change,
  });
}

/** Who may see that template. */
export function permitted(groups: readonly object[], users: readonly object[] = []): Answer {
  return told(`/api/v2/templates/${TEMPLATE}/acl`, { users, group: groups });
}

/** The group of all members, which bears the id of its organisation. */
export const EVERYONE = { id: ORGANISATION, name: 'Everyone', organization_id: ORGANISATION, role: 'use' };

/** The jobs of an organisation that failed. */
export function failedJobs(jobs: readonly object[] = [], id: string = ORGANISATION): Answer {
  return told(`/api/v2/organizations/${id}/provisionerjobs?status=failed`, jobs);
}

/** What a server answers whose queue is empty and whose template is well. */
export const WELL = {
  queue: [organisations('coder'), ...provisionersOf([daemon('coder-0')]), failedBuilds()],
  templates: [
    told('/api/v2/templates', [template()]),
    activeVersion({ status: 'succeeded' }),
    permitted([EVERYONE]),
    failedJobs(),
  ],
} as const;

/** What its addresses answer to anybody. */
export const ADDRESSES: readonly Answer[] = [
  { get: `${BASE}/healthz`, status: 200, body: 'OK' },
  { get: 'https://kubedoc-asks.coder.example.org/', status: 400, body: '<h1>Invalid Application URL</h1>' },
];
