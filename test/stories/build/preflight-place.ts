import type { Story } from '../story.ts';
import { settled, type App, type AppSketch } from './app.ts';
import { storyOf, type Scene } from './ask.ts';
import { coderGround, SERVING_LOG, workingServer } from './coder-server.ts';
import { NOW } from './expect.ts';
import type { Expected } from '../story.ts';

/** What a preflight gives to every check: a workshop of twenty people that begins in three quarters of an hour. */
export const WORKSHOP: Readonly<Record<string, unknown>> = {
  participants: 20,
  workspaces: 20,
  start: '2025-11-15T19:00:00Z',
  end: '2025-11-15T23:00:00Z',
  zone: 'Europe/Berlin',
  role: 'control-plane',
  domain: '',
  wildcard: '',
  workspaceNamespace: '',
  workspaceImages: [],
  clock: NOW,
  onlyNamespace: '',
  network: 'yes',
  mirrors: [],
  readSecret: '',
};

/** A Coder server that works, with its log and what stands around it. */
export const SERVER = workingServer();
export const SERVER_LOG = { 'coder/coder-5d7f9b8c6-q5w9b/coder': SERVING_LOG };
export const atCoder: Scene = { objects: [...SERVER.all, ...coderGround], logs: SERVER_LOG };

/** A workspace proxy that works, in a cluster of its own. */
export function proxyApp(image = 'ghcr.io/coder/coder:v2.28.1'): App {
  const token = { name: 'CODER_PROXY_SESSION_TOKEN', valueFrom: { secretKeyRef: { name: 'proxy', key: 'token' } } };
  const env = [
    { name: 'CODER_PRIMARY_ACCESS_URL', value: 'https://coder.example.org' },
    { name: 'CODER_ACCESS_URL', value: 'https://emea.example.org' },
    { name: 'CODER_WILDCARD_ACCESS_URL', value: '*.emea.example.org' },
    token,
  ];
  const sketch: AppSketch = { name: 'coder', namespace: 'coder', image, since: '2025-11-15T17:30:00Z' };
  return settled({ ...sketch, container: { command: ['/opt/coder'], args: ['wsproxy', 'server'], env } });
}

/** A story about one check, with inputs in place of those of the usual workshop. `name` is that of the check without `preflight-`. */
export function checkStory(
  name: string,
  folder: string,
  summary: string,
  scene: Scene,
  expected: Expected,
  inputs: Readonly<Record<string, unknown>> = {},
): Story {
  const runbook = `preflight-${name}`;
  return storyOf(`${runbook}/${folder}`, summary, scene, expected, { runbook, inputs: { ...WORKSHOP, ...inputs } });
}
