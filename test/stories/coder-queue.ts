import { storyOf } from './build/ask.ts';
import {
  ADDRESSES,
  BUILD,
  buildLog,
  busy,
  daemon,
  failedBuilds,
  failedJobs,
  failedWorkspace,
  ORGANISATION,
  organisations,
  provisionersOf,
  refusedBy,
  SECOND,
  silent,
  told,
  waitingJob,
  WELL,
  type Answer,
} from './build/coder-api.ts';
import { coderGround, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { openSockets } from './build/coder-outside.ts';
import type { Expected, Story } from './story.ts';

/** What Coder says of the jobs that wait, of its provisioners, and of builds that failed. */
const server = workingServer();
const scene = { objects: [...server.all, ...coderGround], logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG } };
const NETWORK = { onlyNamespace: '', network: 'yes' };

function asked(folder: string, summary: string, answers: readonly Answer[], expected: Expected): Story {
  const commands = [...ADDRESSES, ...openSockets, ...answers, ...WELL.templates, failedJobs([], SECOND)];
  return storyOf(folder, summary, { ...scene, commands }, expected, {
    runbook: 'coder',
    inputs: NETWORK,
  });
}

/** One organisation, with its provisioners and what waits for them. */
const queued = (
  name: string,
  summary: string,
  daemons: readonly object[],
  jobs: readonly object[],
  expected: Expected,
) =>
  asked(
    `coder-queue-organisation/${name}`,
    summary,
    [organisations('coder'), ...provisionersOf(daemons, jobs), failedBuilds()],
    expected,
  );

/** One build that failed, with its log. */
const failed = (name: string, summary: string, lines: readonly string[], expected: Expected) =>
  asked(
    `coder-build/${name}`,
    summary,
    [
      organisations('coder'),
      ...provisionersOf([daemon('coder-0')]),
      failedBuilds(failedWorkspace('terraform apply: exit status 1')),
      buildLog(...lines),
    ],
    expected,
  );

/** Which server there is may not be seen, so nothing is asked. */
const denied = (room: string): Story =>
  storyOf(
    `${room}/denied`,
    'Which server there is may not be seen.',
    { ...scene, denied: ['deployments'] },
    incomplete({ says: ['list deployments'] }),
    { runbook: 'coder', inputs: NETWORK },
  );

const LARGE = { tags: { owner: '', scope: 'organization', size: 'large' } };
const GONE = { status: 'offline', last_seen_at: '2025-11-15T17:50:00.101Z' };
const NO_STATUS = { status: null, last_seen_at: '2025-11-15T18:14:40.101Z' };

/** One story per answer, per way in which a job waits, and per kind of failed build. */
export const coderQueue: readonly Story[] = [
  asked('coder-queue/healthy', 'Nothing waits, and nothing failed.', WELL.queue, healthy),
  storyOf(
    'coder-queue/not-asked',
    'Nobody wants Coder to be asked.',
    scene,
    { ...healthy, says: ['CODER_SESSION_TOKEN'] },
    { runbook: 'coder', inputs: { onlyNamespace: '' } },
  ),
  denied('coder-queue'),
  denied('coder-queue-organisation'),
  denied('coder-builds'),
  denied('coder-build'),
  asked('coder-build/none', 'No build failed.', WELL.queue, healthy),
  asked(
    'coder-queue/token-refused',
    'The token has expired.',
    [refusedBy('/api/v2/organizations', 401, 'Cookie "coder_session_token" or query parameter must be provided.')],
    incomplete({ says: ['refuses the token in CODER_SESSION_TOKEN (401)'] }),
  ),
  asked(
    'coder-queue/silent',
    'Coder does not answer.',
    [silent('/api/v2/organizations')],
    incomplete({ says: ['timeout'] }),
  ),
  asked(
    'coder-queue/forbidden',
    'The user of the token may not see provisioners.',
    [
      organisations('coder'),
      refusedBy(`/api/v2/organizations/${ORGANISATION}/provisionerdaemons`, 403, 'Forbidden.'),
      refusedBy(`/api/v2/organizations/${ORGANISATION}/provisionerjobs?status=pending`, 403, 'Forbidden.'),
      failedBuilds(),
    ],
    incomplete({ says: ['may not see the provisioners of organisation coder'] }),
  ),
  asked(
    'coder-queue/not-json',
    'A login page answers in place of the list.',
    [
      organisations('coder'),
      { ...told(`/api/v2/organizations/${ORGANISATION}/provisionerdaemons`, 0), body: '<!doctype html>' },
      told(`/api/v2/organizations/${ORGANISATION}/provisionerjobs?status=pending`, []),
      failedBuilds(),
    ],
    incomplete({ says: ['Coder did not tell what waits in organisation coder'] }),
  ),
  queued(
    'no-provisioner',
    'No provisioner is there, and two jobs wait.',
    [daemon('coder-0', GONE)],
    [waitingJob('dev', { queue_size: 2 }), waitingJob('test', { queue_size: 2, queue_position: 2 })],
    problem('no-provisioner', 'confirmed', { says: ['coder provisioner list --org coder'] }),
  ),
  queued(
    'no-provisioner-yet',
    'No provisioner is there; the next build would wait.',
    [],
    [],
    problem('no-provisioner', 'confirmed'),
  ),
  asked(
    'coder-queue/second-organisation-without',
    'An organisation in which nobody works has no provisioners.',
    [
      organisations('coder', 'sales'),
      ...provisionersOf([daemon('coder-0')]),
      ...provisionersOf([], [], SECOND),
      failedBuilds(),
    ],
    { ...healthy, says: ['Organisation sales has no provisioner'] },
  ),
  asked(
    'coder-queue/second-organisation',
    'Provisioners of one organisation do not work for another.',
    [
      organisations('coder', 'sales'),
      ...provisionersOf([daemon('coder-0')]),
      ...provisionersOf([], [waitingJob('dev')], SECOND),
      failedBuilds(),
    ],
    problem('no-provisioner', 'confirmed', { says: ['organisation sales'] }),
  ),
  queued(
    'tags',
    'A job wants a tag that nobody has (9234, 15047).',
    [daemon('coder-0')],
    [waitingJob('dev', LARGE)],
    problem('job-without-provisioner', 'confirmed', { says: ['scope=organization size=large', 'no tags'] }),
  ),
  queued(
    'untagged-job',
    'A job without tags is taken by nobody that has some (15428).',
    [daemon('large-0', LARGE)],
    [waitingJob('dev')],
    problem('job-without-provisioner', 'confirmed'),
  ),
  queued(
    'tags-covered',
    'A provisioner has more tags than the job wants.',
    [daemon('large-0', { tags: { ...LARGE.tags, zone: 'a' } })],
    [waitingJob('dev', { ...LARGE, created_at: '2025-11-15T18:14:55Z' })],
    { ...healthy, says: ['none of them for long'] },
  ),
  queued(
    'all-busy',
    'All are busy, and a job waits for ten minutes.',
    [busy('coder-0'), busy('coder-1')],
    [waitingJob('dev', { queue_size: 7 })],
    problem('provisioners-busy', 'confirmed', { says: ['coder.replicaCount', 'jobs wait (7)'] }),
  ),
  queued(
    'busy-just-now',
    'All are busy, and what waits came just now.',
    [busy('coder-0')],
    [waitingJob('dev', { created_at: '2025-11-15T18:14:30Z' })],
    { ...healthy, says: ['none of them for long'] },
  ),
  queued(
    'idle-and-waiting',
    'A provisioner is idle, and a job waits for ten minutes all the same.',
    [daemon('coder-0'), busy('coder-1')],
    [waitingJob('dev')],
    problem('job-not-taken', 'possible'),
  ),
  queued(
    'old-version',
    'A version that tells no status of provisioners.',
    [daemon('coder-0', NO_STATUS), daemon('coder-old', { status: null, last_seen_at: '2025-11-10T10:00:00Z' })],
    [],
    healthy,
  ),
  queued(
    'several-versions',
    'Two versions side by side.',
    [daemon('coder-0'), daemon('coder-prov', { version: 'v2.27.0+1a2b3c4' })],
    [],
    { ...healthy, says: ['are of several versions'] },
  ),
  failed(
    'forbidden',
    'The account of Coder may not make claims in the namespace of workspaces (7195).',
    [
      'kubernetes_persistent_volume_claim.home: Creating...',
      'Error: persistentvolumeclaims is forbidden: User "system:serviceaccount:coder:coder" cannot create resource "persistentvolumeclaims" in API group "" in the namespace "coder-workspaces"',
    ],
    problem('build-forbidden', 'confirmed', {
      says: [
        'workspaceNamespaces',
        '--serviceaccount coder:coder',
        'kubectl auth can-i create persistentvolumeclaims -n coder-workspaces --as system:serviceaccount:coder:coder',
      ],
    }),
  ),
  failed(
    'localhost',
    'The template wants a kubeconfig (14231).',
    [
      'Error: Post "http://localhost/api/v1/namespaces/coder/persistentvolumeclaims": dial tcp [::1]:80: connect: connection refused',
    ],
    problem('build-without-cluster', 'confirmed', { says: ['use_kubeconfig=false'] }),
  ),
  failed(
    'providers',
    'The registry of providers is not reached (25358).',
    ['Error: Failed to query available provider packages'],
    problem('build-without-providers', 'confirmed'),
  ),
  failed(
    'quota',
    'A quota of the namespace is full.',
    [
      'Error: pods "coder-alice-box" is forbidden: exceeded quota: compute, requested: requests.memory=4Gi, used: requests.memory=62Gi, limited: requests.memory=64Gi',
    ],
    problem('build-over-quota', 'confirmed', { says: ['ResourceQuota compute'] }),
  ),
  failed(
    'budget',
    'Its owner has used up what Coder grants.',
    ['insufficient quota'],
    problem('build-over-budget', 'confirmed'),
  ),
  failed(
    'state',
    'The template has a backend of its own.',
    ['Error: Error acquiring the state lock'],
    problem('build-state-locked', 'confirmed'),
  ),
  failed(
    'throttled',
    'The cloud takes no more requests.',
    [
      'Error: reading EC2 Instances: operation error EC2: DescribeInstances, https response error StatusCode: 503, RequestLimitExceeded: Request limit exceeded.',
    ],
    problem('build-throttled', 'likely'),
  ),
  failed(
    'waits',
    'Its pod was not ready in time.',
    ['Error: Waiting for rollout to finish: 1 replicas wanted; 0 replicas Ready'],
    problem('build-waited-for-pods', 'possible'),
  ),
  failed(
    'reaped',
    'It found no provisioner for half an hour.',
    ['Coder: Build has been detected as pending for 30 minutes and will be terminated.'],
    problem('build-reaped', 'likely', { says: ['pending for 30 minutes'] }),
  ),
  failed(
    'other',
    'Terraform says something that nobody wrote down.',
    ['Error: Unsupported argument'],
    problem('build-failed', 'likely', { says: ['Unsupported argument', `workspacebuilds/${BUILD}/logs`] }),
  ),
  asked(
    'coder-builds/long-ago',
    'A build failed weeks ago, and nobody tried again.',
    [
      organisations('coder'),
      ...provisionersOf([daemon('coder-0')]),
      failedBuilds(failedWorkspace('terraform apply: exit status 1', { created_at: '2025-10-20T10:00:00Z' })),
    ],
    { ...healthy, says: ['whose last build failed: 1'] },
  ),
  asked(
    'coder-build/without-log',
    'The log of the build is not told.',
    [
      organisations('coder'),
      ...provisionersOf([daemon('coder-0')]),
      failedBuilds(failedWorkspace('terraform apply: exit status 1')),
      refusedBy(
        `/api/v2/workspacebuilds/${BUILD}/logs`,
        404,
        'Resource not found or you do not have access to this resource',
      ),
    ],
    problem('build-failed', 'likely', { says: ['terraform apply: exit status 1'] }),
  ),
  asked(
    'coder-queue/two-troubles',
    'All are busy, and a job wants a tag that nobody has.',
    [
      organisations('coder'),
      ...provisionersOf([busy('coder-0')], [waitingJob('dev', LARGE), waitingJob('test')]),
      failedBuilds(),
    ],
    problems([
      ['job-without-provisioner', 'confirmed'],
      ['provisioners-busy', 'confirmed'],
    ]),
  ),
];
