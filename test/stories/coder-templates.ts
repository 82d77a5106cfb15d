import { storyOf } from './build/ask.ts';
import {
  activeVersion,
  ADDRESSES,
  EVERYONE,
  failedJobs,
  ORGANISATION,
  permitted,
  refusedBy,
  TEMPLATE,
  template,
  told,
  VERSION,
  waitingJob,
  WELL,
  type Answer,
} from './build/coder-api.ts';
import { coderGround, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { healthy, incomplete, inProgress, problem } from './build/expect.ts';
import { openSockets } from './build/coder-outside.ts';
import type { Expected, Story } from './story.ts';

/** What Coder says of its templates. */
const server = workingServer();
const scene = { objects: [...server.all, ...coderGround], logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG } };
const NETWORK = { onlyNamespace: '', network: 'yes' };
const GOOD = activeVersion({ status: 'succeeded' });
const LIST = told('/api/v2/templates', [template()]);

function asked(folder: string, summary: string, answers: readonly Answer[], expected: Expected): Story {
  const commands = [...ADDRESSES, ...openSockets, ...WELL.queue, ...answers];
  return storyOf(folder, summary, { ...scene, commands }, expected, {
    runbook: 'coder',
    inputs: NETWORK,
  });
}

/** Which server there is may not be seen, so nothing is asked. */
const denied = (room: string): Story =>
  storyOf(
    `${room}/denied`,
    'Which server there is may not be seen.',
    { ...scene, denied: ['deployments'] },
    incomplete({ says: ['list deployments'] }),
    { runbook: 'coder', inputs: NETWORK },
  );

/** A push of a template that failed. */
function failedPush(change: object, metadata: object = {}): object {
  return waitingJob('', {
    type: 'template_version_import',
    status: 'failed',
    created_at: '2025-11-15T17:00:00Z',
    error: 'terraform plan: exit status 1',
    metadata: { template_name: 'kubernetes', template_version_name: 'sad_ada3', template_id: TEMPLATE, ...metadata },
    ...change,
  });
}

/** One story per answer. */
export const coderTemplates: readonly Story[] = [
  asked('coder-templates/healthy', 'One template, which all may use.', WELL.templates, healthy),
  storyOf(
    'coder-templates/not-asked',
    'Nobody wants Coder to be asked.',
    scene,
    { ...healthy, says: ['Templates were not asked for'] },
    { runbook: 'coder', inputs: { onlyNamespace: '' } },
  ),
  denied('coder-templates'),
  denied('coder-template'),
  denied('coder-template-pushes'),
  asked(
    'coder-templates/none',
    'Nobody has pushed one.',
    [told('/api/v2/templates', []), failedJobs()],
    problem('no-templates', 'likely', { says: ['is in: coder'] }),
  ),
  asked(
    'coder-templates/none-as-null',
    'A list without elements is written as null.',
    [{ ...LIST, body: 'null' }, failedJobs()],
    problem('no-templates', 'likely'),
  ),
  asked(
    'coder-templates/not-told',
    'The list is refused.',
    [refusedBy('/api/v2/templates', 403, 'Forbidden.'), failedJobs()],
    incomplete({ says: ['answered 403'] }),
  ),
  asked(
    'coder-templates/cut',
    'The list is longer than what is read of it.',
    [{ ...LIST, body: '[{"id":', truncated: true }, failedJobs()],
    incomplete({ says: ['did not tell its templates'] }),
  ),
  asked(
    'coder-template/version-failed',
    'The active version could not be imported.',
    [
      LIST,
      activeVersion({ status: 'failed', error: 'terraform plan: exit status 1' }),
      permitted([EVERYONE]),
      failedJobs(),
    ],
    problem('template-version-failed', 'confirmed', { says: ['terraform plan: exit status 1'] }),
  ),
  asked(
    'coder-template/importing',
    'The active version is being imported.',
    [LIST, activeVersion({ status: 'running' }), permitted([EVERYONE]), failedJobs()],
    inProgress(),
  ),
  asked(
    'coder-template/version-not-told',
    'Of the active version nothing is told.',
    [
      LIST,
      refusedBy(
        `/api/v2/templateversions/${VERSION}`,
        404,
        'Resource not found or you do not have access to this resource',
      ),
      permitted([EVERYONE]),
      failedJobs(),
    ],
    incomplete({ says: ['did not tell of the active version'] }),
  ),
  asked(
    'coder-template/hidden',
    'Everyone was taken out, and nobody put in.',
    [LIST, GOOD, permitted([]), failedJobs()],
    problem('template-hidden', 'confirmed', { says: ['coderd_template'] }),
  ),
  asked(
    'coder-template/for-some',
    'One group alone may use it, as somebody wanted it.',
    [LIST, GOOD, permitted([{ ...EVERYONE, id: TEMPLATE, name: 'data' }]), failedJobs()],
    { ...healthy, says: ['is not for everybody'] },
  ),
  asked(
    'coder-template/without-licence',
    'Without the licence for it there are no permissions, and all may use it.',
    [
      LIST,
      GOOD,
      refusedBy(`/api/v2/templates/${TEMPLATE}/acl`, 403, 'Template RBAC is a Premium feature. Contact sales!'),
      failedJobs(),
    ],
    healthy,
  ),
  asked(
    'coder-template/deprecated',
    'It is deprecated.',
    [
      told('/api/v2/templates', [template({ deprecated: true, deprecation_message: 'use devcontainer' })]),
      GOOD,
      permitted([EVERYONE]),
      failedJobs(),
    ],
    { ...healthy, says: ['use devcontainer'] },
  ),
  asked(
    'coder-template-pushes/import-failed',
    'The last push failed; the version before it is still the active one.',
    [LIST, GOOD, permitted([EVERYONE]), failedJobs([failedPush({})])],
    problem('template-import-failed', 'confirmed', { says: ['sad_ada3', 'terraform plan: exit status 1'] }),
  ),
  asked(
    'coder-template-pushes/first-import-failed',
    'The first push failed, so the template is not there.',
    [LIST, GOOD, permitted([EVERYONE]), failedJobs([failedPush({}, { template_name: '', template_id: undefined })])],
    problem('template-import-failed', 'confirmed', { says: ['a template that is not there yet'] }),
  ),
  asked(
    'coder-template-pushes/import-mended',
    'A push failed and the next one succeeded.',
    [
      told('/api/v2/templates', [template({ updated_at: '2025-11-15T17:10:00Z' })]),
      GOOD,
      permitted([EVERYONE]),
      failedJobs([failedPush({})]),
    ],
    healthy,
  ),
  asked(
    'coder-template-pushes/pushes-not-told',
    'Which pushes failed is not told.',
    [
      LIST,
      GOOD,
      permitted([EVERYONE]),
      refusedBy(`/api/v2/organizations/${ORGANISATION}/provisionerjobs?status=failed`, 403, 'Forbidden.'),
    ],
    incomplete({ says: ['Whether pushes of templates failed'] }),
  ),
];
