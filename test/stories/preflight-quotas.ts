import { INSTALLED, mediumNode } from './build/app.ts';
import { storyOf, type Scene } from './build/ask.ts';
import { object, type Built, type Change } from './build/build.ts';
import { workspace } from './build/coder-workspace.ts';
import { healthy, incomplete, problem } from './build/expect.ts';
import { namespaceObject } from './build/namespace.ts';
import type { Expected, Story, StoryInput } from './story.ts';

/** Quotas and bounds of the namespace of workspaces against twenty more, of two cores and 8Gi each. */
const GI = 1024 ** 3;
const one = workspace('6a1f2b3c', 'node-1', 'registry.example/workspace:1').all;
const ground = [mediumNode('node-1'), namespaceObject('workspaces'), ...one];

function quota(hard: Change, used: Change, spec: Change = {}): Built {
  return object(
    { apiVersion: 'v1', kind: 'ResourceQuota', namespace: 'workspaces', name: 'workspaces', created: INSTALLED },
    { spec: { hard, ...spec }, status: { hard, used } },
  );
}

function bounds(limit: Change): Built {
  return object(
    { apiVersion: 'v1', kind: 'LimitRange', namespace: 'workspaces', name: 'bounds', created: INSTALLED },
    { spec: { limits: [limit] } },
  );
}

function about(
  name: string,
  summary: string,
  objects: readonly Built[],
  expected: Expected,
  more: Partial<Scene> = {},
  inputs: Readonly<Record<string, StoryInput>> = {},
): Story {
  const folder = name.includes('/') ? name : `preflight-quotas/${name}`;
  return storyOf(folder, summary, { objects, ...more }, expected, {
    runbook: 'preflight-quotas',
    inputs: {
      workspaces: 20,
      role: '',
      workspaceCpu: 2000,
      workspaceMemory: 8 * GI,
      workspaceNamespace: '',
      ...inputs,
    },
  });
}

const SHORT = quota({ 'requests.cpu': '30', pods: '50' }, { 'requests.cpu': '250m', pods: '1' });

export const preflightQuotas: readonly Story[] = [
  about('none', 'Neither a quota nor a LimitRange is there.', ground, {
    ...healthy,
    says: ['neither a ResourceQuota nor a LimitRange'],
  }),
  about(
    'fits',
    'The quota has room for all of them.',
    [...ground, quota({ 'requests.cpu': '50', pods: '30' }, { 'requests.cpu': '250m', pods: '1' })],
    {
      ...healthy,
      says: ['requests.cpu: 40 needed, 250m of 50 used'],
    },
  ),
  about(
    'short',
    'The quota has too little cpu.',
    [...ground, SHORT],
    problem('workshop-beyond-quota', 'confirmed', {
      says: ['requests.cpu: 40 needed, 250m of 30 used', 'hard: { requests.cpu: \\"40250m\\" }'],
    }),
  ),
  about(
    'raised',
    'The same with the limit that it should have.',
    [...ground, quota({ 'requests.cpu': '40250m', pods: '50' }, { 'requests.cpu': '250m', pods: '1' })],
    healthy,
  ),
  about(
    'too-few-pods',
    'The quota lets ten pods be made, and ten Deployments.',
    [...ground, quota({ pods: '10', 'count/deployments.apps': '10' }, { pods: '1', 'count/deployments.apps': '1' })],
    problem('workshop-beyond-quota', 'confirmed', { says: ['pods: \\"21\\", count/deployments.apps: \\"21\\"'] }),
  ),
  about(
    'other-scope',
    'The quota counts only pods of no requests.',
    [...ground, quota({ pods: '2' }, { pods: '0' }, { scopes: ['BestEffort'] })],
    { ...healthy, says: ['counts others'] },
  ),
  about(
    'bounded',
    'A LimitRange allows for less memory than one workspace takes.',
    [...ground, bounds({ type: 'Container', max: { memory: '4Gi' } })],
    problem('workshop-beyond-bounds', 'likely', { says: ['at most 4Gi per Container'] }),
  ),
  about(
    'workspace-bounds/within',
    'One workspace is within the bounds.',
    [...ground, bounds({ type: 'Container', max: { memory: '16Gi' } })],
    {
      ...healthy,
      says: ['workspaces/bounds'],
    },
  ),
  about(
    'workspace-bounds/denied',
    'LimitRanges may not be listed.',
    [...ground, bounds({ type: 'Container', max: { memory: '4Gi' } })],
    incomplete({ says: ['list limitranges'] }),
    { denied: ['limitranges'] },
  ),
  about('workspace-quota/fits', 'The quota has room.', [...ground, quota({ pods: '30' }, { pods: '1' })], healthy),
  about('workspace-quota/denied', 'Quotas may not be listed.', [...ground, SHORT], incomplete(), {
    denied: ['resourcequotas'],
  }),
  about(
    'workspace-quota/claims-denied',
    'What claims a workspace has may not be looked at.',
    [...ground, SHORT],
    incomplete({ says: ['list persistentvolumeclaims'] }),
    { denied: ['persistentvolumeclaims'] },
  ),
  about(
    'elsewhere',
    'No workspace is made here.',
    [mediumNode('node-1')],
    { ...healthy, says: ['not-applicable'] },
    {},
    { role: 'proxy' },
  ),
  about(
    'no-place',
    'It is the control plane, no workspace runs, and nobody says where they are made.',
    [mediumNode('node-1'), SHORT],
    incomplete({ says: ['--workspace-namespace'] }),
    {},
    { role: 'control-plane' },
  ),
  about('denied', 'Quotas may not be listed.', [...ground, SHORT], incomplete({ says: ['list resourcequotas'] }), {
    denied: ['resourcequotas'],
  }),
];
