import { storyOf } from './build/ask.ts';
import {
  activeVersion,
  ADDRESSES,
  EVERYONE,
  failedJobs,
  ORGANISATION,
  organisations,
  permitted,
  provisionersOf,
  refusedBy,
  SECOND,
  TEMPLATE,
  template,
  told,
  WELL,
  type Answer,
} from './build/coder-api.ts';
import { coderGround, SERVING_LOG, workingServer } from './build/coder-server.ts';
import { openSockets } from './build/coder-outside.ts';
import { healthy, incomplete, problem, problems } from './build/expect.ts';
import { declared, FOLDER, NO_PROGRAM, SECRET, showFails, shows, stateOf, version } from './build/terraform.ts';
import type { Expected, Story } from './story.ts';

/** What Terraform's state says of Coder's templates, beside what Coder says. */
const server = workingServer();
const scene = { objects: [...server.all, ...coderGround], logs: { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG } };
const NAMED = { onlyNamespace: '', network: 'yes', terraform: FOLDER };
const GOOD = activeVersion({ status: 'succeeded' });
const GONE = 'Resource not found or you do not have access to this resource';

const OTHER = '2c9a1e00-1a52-4c64-9a25-0f2bb4fdf6a1';
const OTHER_VERSION = '3d8b2f00-1a52-4c64-9a25-0f2bb4fdf6a1';
const TEAM = { ...EVERYONE, id: '4e7c3a00-1a52-4c64-9a25-0f2bb4fdf6a1', name: 'data' };
const ALICE = { id: '5f6d4b00-1a52-4c64-9a25-0f2bb4fdf6a1', username: 'alice', role: 'admin' };

/** A second template, which is well, and what is asked about it. */
function another(
  change: object = {},
  organisation = ORGANISATION,
): { readonly row: object; readonly answers: Answer[] } {
  const row = template({
    id: OTHER,
    name: 'docker',
    active_version_id: OTHER_VERSION,
    organization_id: organisation,
    ...change,
  });
  const active = { id: OTHER_VERSION, template_id: OTHER, name: 'x', job: { status: 'succeeded' } };
  const everyone = { ...EVERYONE, id: organisation };
  return {
    row,
    answers: [
      told(`/api/v2/templateversions/${OTHER_VERSION}`, active),
      told(`/api/v2/templates/${OTHER}/acl`, { users: [], group: [everyone] }),
    ],
  };
}

/** Who asks, by the roles that hold for the whole server. */
const signedIn = (...roles: readonly string[]): Answer =>
  told('/api/v2/users/me', {
    username: 'oncall',
    email: SECRET,
    roles: roles.map((name) => ({ name, display_name: name })),
  });

function asked(
  folder: string,
  summary: string,
  answers: readonly Answer[],
  expected: Expected,
  inputs: object = NAMED,
): Story {
  const commands = [...ADDRESSES, ...openSockets, ...WELL.queue, ...answers];
  const never = [SECRET, ...(expected.never ?? [])];
  return storyOf(
    folder,
    summary,
    { ...scene, commands },
    { ...expected, never },
    { runbook: 'coder', inputs: { ...inputs } },
  );
}

/** Which server there is may not be seen, so nothing is asked. */
const denied = (room: string): Story =>
  storyOf(
    `${room}/denied`,
    'Which server there is may not be seen.',
    { ...scene, denied: ['deployments'] },
    incomplete({ says: ['list deployments'] }),
    { runbook: 'coder', inputs: NAMED },
  );

const says = (...words: readonly string[]): Expected => ({ ...healthy, says: words });

/** The template that is in the state is not in the list; another one is. */
function gone(name: string, summary: string, one: Answer, me: Answer, expected: Expected, change: object = {}): Story {
  const { row, answers } = another(change);
  const list = told('/api/v2/templates', [row]);
  return asked(
    `coder-template-declared/${name}`,
    summary,
    [list, ...answers, failedJobs(), stateOf([declared()]), one, me],
    expected,
  );
}

const MISSING = refusedBy(`/api/v2/templates/${TEMPLATE}`, 404, GONE);

/** One template that is well in Coder, and a state that says something of it. */
function compared(
  name: string,
  summary: string,
  state: Answer,
  expected: Expected,
  acl = permitted([EVERYONE]),
): Story {
  const list = told('/api/v2/templates', [template()]);
  return asked(`coder-template-declared/${name}`, summary, [list, GOOD, acl, failedJobs(), state], expected);
}

const ofState: readonly Story[] = [
  asked(
    'coder-template-state/healthy',
    'The state and Coder agree.',
    [...WELL.templates, stateOf([declared()])],
    says('has templates: 1'),
  ),
  asked(
    'coder-template-state/no-folder',
    'Nobody named a folder.',
    WELL.templates,
    says('kubedoc diagnose coder --network --terraform FOLDER'),
    { onlyNamespace: '', network: 'yes', terraform: '' },
  ),
  denied('coder-template-state'),
  denied('coder-template-declared'),
  asked(
    'coder-template-state/without-token',
    'There is no token for Coder, so the state is shown and held against nothing.',
    [stateOf([declared()])],
    incomplete({ says: ['has templates: 1', 'there is no token for', 'coderd_template.kubernetes'] }),
  ),
  storyOf(
    'coder-template-state/not-asked',
    'A folder is named, and nobody wants Coder to be asked.',
    { ...scene, commands: [stateOf([declared()])] },
    incomplete({ says: ['has templates: 1', 'add --network'], never: [SECRET] }),
    { runbook: 'coder', inputs: { onlyNamespace: '', terraform: FOLDER } },
  ),
  asked(
    'coder-template-state/empty',
    'Nothing was applied in the folder yet: the state is empty, which is known.',
    [...WELL.templates, shows({ format_version: '1.0' })],
    says('has no template', 'coder/kubernetes'),
  ),
  asked(
    'coder-template-state/undeclared',
    'Coder has a template more, which somebody pushes by hand.',
    (() => {
      const { row, answers } = another();
      const list = told('/api/v2/templates', [template(), row]);
      return [list, GOOD, permitted([EVERYONE]), ...answers, failedJobs(), stateOf([declared()])];
    })(),
    says('in another way: 1 (coder/docker)'),
  ),
  asked(
    'coder-template-state/another-server',
    'The state is that of another Coder server: nothing of it is here, and nothing is called deleted.',
    [
      ...WELL.templates,
      stateOf([
        declared({ id: OTHER, organization_id: SECOND }),
        declared({ id: OTHER_VERSION, organization_id: SECOND }),
      ]),
      signedIn('owner'),
    ],
    incomplete({ says: ['It belongs to another Coder server'] }),
  ),
  asked(
    'coder-template-state/not-told',
    'Coder refuses the list.',
    [refusedBy('/api/v2/templates', 403, 'Forbidden.'), failedJobs(), stateOf([declared()])],
    incomplete({ says: ['did not tell its templates or its organisations'] }),
  ),
  ...(
    [
      [
        'not-initialised',
        'The folder was not initialised.',
        showFails(`│ Error: Backend initialization required, please run "terraform\n│ init"\n│ ${SECRET}`),
        'was not initialised for its backend',
      ],
      [
        'no-plugins',
        'The providers are not installed.',
        showFails(`Error: Required plugins are not installed\n${SECRET}`),
        'the providers of the folder are not installed',
      ],
      ['locked', 'Somebody applies.', showFails('Error: Error acquiring the state lock'), 'the state is locked'],
      [
        'no-credentials',
        'The backend lets nobody in.',
        showFails(`Error: No valid credential sources found\n${SECRET}`),
        'there are no credentials for it',
      ],
      ['fails', 'It fails in a way that nobody knows.', showFails(SECRET), 'ended with 1'],
      ['not-installed', 'Neither program is on this machine.', NO_PROGRAM, 'neither terraform nor tofu'],
      ['no-json', 'What it prints is no JSON.', shows(`{"x": ${SECRET}`), 'is no JSON object'],
      ['new-format', 'The format has another major.', shows({ format_version: '2.0', values: SECRET }), 'format 2.0'],
    ] as const
  ).map(([name, summary, answer, words]) =>
    asked(`coder-template-state/${name}`, summary, [...WELL.templates, answer], incomplete({ says: [words] })),
  ),
];

const ofTemplate: readonly Story[] = [
  gone(
    'gone',
    'Somebody deleted the template by hand.',
    MISSING,
    signedIn('owner'),
    problem('template-not-in-coder', 'confirmed', { says: [`terraform -chdir=${FOLDER} plan -lock=false`] }),
  ),
  gone(
    'made-anew',
    'It was deleted and pushed anew under the same name.',
    MISSING,
    signedIn('template-admin'),
    problem('template-not-in-coder', 'confirmed', { says: ['it was made anew, not by this state'] }),
    { name: 'kubernetes' },
  ),
  gone(
    'not-seen',
    'Whoever asks may not see all templates, so nothing is called deleted.',
    MISSING,
    signedIn('member'),
    incomplete({ says: ['is not seen with this token'] }),
  ),
  gone(
    'roles-denied',
    'Who asks is not told.',
    MISSING,
    refusedBy('/api/v2/users/me', 403, 'Forbidden.'),
    incomplete({ says: ['is not seen with this token'] }),
  ),
  gone(
    'deprecated',
    'The list leaves out what is deprecated; by its id it is there.',
    told(`/api/v2/templates/${TEMPLATE}`, template({ deprecated: true, deprecation_message: 'use docker' })),
    signedIn('owner'),
    says('has templates: 1'),
  ),
  gone(
    'one-not-told',
    'Asked for by its id, Coder fails.',
    refusedBy(`/api/v2/templates/${TEMPLATE}`, 500, 'Internal error.'),
    signedIn('owner'),
    incomplete({ says: ['was not told: it answered 500'] }),
  ),
  asked(
    'coder-template-declared/name-elsewhere',
    'It is gone, and one of the same name is in another organisation.',
    (() => {
      const { row, answers } = another({ name: 'kubernetes', organization_name: 'research' }, SECOND);
      return [
        told('/api/v2/templates', [row]),
        ...answers,
        failedJobs(),
        stateOf([declared()]),
        MISSING,
        signedIn('owner'),
      ];
    })(),
    problem('template-not-in-coder', 'confirmed', { says: ['in another organisation (research)'] }),
  ),
  compared(
    'other-organisation',
    'By the state it is in another organisation than the one in which Coder has it.',
    stateOf([declared({ organization_id: SECOND })]),
    problem('template-in-other-organisation', 'confirmed', { says: [`and by the state of Terraform in ${SECOND}`] }),
  ),
  compared(
    'version-drift',
    'Somebody pushed a version by hand.',
    stateOf([declared({ versions: [version(OTHER_VERSION, 'sad_ada3', true)] })]),
    problem('template-version-drift', 'confirmed', {
      says: ['By the state (coderd_template.kubernetes) it is sad_ada3'],
    }),
  ),
  compared(
    'no-active',
    'The state leaves it to others which version is active.',
    stateOf([declared({ versions: [version(OTHER_VERSION, 'sad_ada3', false)] })]),
    says('has templates: 1'),
  ),
  compared(
    'versions-unmanaged',
    'The state leaves the versions to others, who push them.',
    stateOf([declared({ versions: null })]),
    says('has templates: 1'),
  ),
  compared(
    'versions-hidden',
    'All versions are sensitive.',
    stateOf([declared({}, { versions: true })]),
    incomplete({ says: ['hides or does not tell some of'] }),
  ),
  compared(
    'permissions-drift',
    'A group was taken out by hand, a user put in, and a role changed.',
    stateOf([declared({ acl: { groups: [EVERYONE, TEAM], users: [{ ...ALICE, role: 'use' }] } })]),
    problem('template-permissions-drift', 'confirmed', {
      says: ['groups 1, users 1. In Coder and not so in the state: groups 0, users 1'],
    }),
    permitted([EVERYONE], [ALICE]),
  ),
  compared(
    'permissions-in-another-order',
    'The same groups and users stand there in another order.',
    stateOf([declared({ acl: { groups: [TEAM, EVERYONE].map(({ id, role }) => ({ id, role })), users: [ALICE] } })]),
    says('has templates: 1'),
    permitted([EVERYONE, TEAM], [ALICE]),
  ),
  compared(
    'permissions-not-told',
    'Coder does not tell who may use it, and the state does.',
    stateOf([declared({ acl: { groups: [EVERYONE], users: [] } })]),
    incomplete({ says: ['Who may use template kubernetes was not held against'] }),
    refusedBy(`/api/v2/templates/${TEMPLATE}/acl`, 403, 'Template RBAC is a Premium feature. Contact sales!'),
  ),
  compared(
    'permissions-hidden',
    'A group of the state is sensitive, so none of the permissions are compared.',
    stateOf([
      declared(
        { acl: { groups: [{ ...TEAM, id: SECRET }], users: [] } },
        { acl: { groups: [{ id: true }], users: [] } },
      ),
    ]),
    incomplete({ says: ['hides or does not tell some of'] }),
  ),
  compared(
    'id-hidden',
    'All of the template is sensitive.',
    stateOf([declared({}, { id: true, name: true })]),
    incomplete({ says: ['hides its id'] }),
  ),
  compared(
    'two-drifts',
    'Version and permissions were both changed by hand.',
    stateOf([declared({ acl: { groups: [], users: [] }, versions: [version(OTHER_VERSION, 'sad_ada3', true)] })]),
    problems([
      ['template-permissions-drift', 'confirmed'],
      ['template-version-drift', 'confirmed'],
    ]),
  ),
  asked(
    'coder-template-declared/equal-names',
    'Two organisations have a template of the same name each, one of them declared in a module of a module.',
    (() => {
      const { row, answers } = another({ name: 'kubernetes', organization_name: 'research' }, SECOND);
      const inModule = declared({ id: OTHER, organization_id: SECOND, versions: [version(OTHER_VERSION, 'x', true)] });
      return [
        organisations('coder', 'research'),
        ...provisionersOf([], [], SECOND),
        told('/api/v2/templates', [row, template()]),
        GOOD,
        permitted([EVERYONE]),
        ...answers,
        failedJobs(),
        failedJobs([], SECOND),
        stateOf([declared()], [{ ...inModule, address: 'module.a.module.b.coderd_template.kubernetes' }]),
      ];
    })(),
    says('has templates: 2'),
  ),
];

/** One story per answer. */
export const coderTemplateState: readonly Story[] = [...ofState, ...ofTemplate];
