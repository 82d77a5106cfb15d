import type { AppSketch } from './build/app.ts';
import { INSTALLED } from './build/app.ts';
import { workloadStory } from './build/ask.ts';
import { object, type Built, type Change } from './build/build.ts';
import { healthy, problem } from './build/expect.ts';
import { failing, nodes, running } from './build/failing.ts';
import type { Story } from './story.ts';

/** Programs that do not understand a file of their configuration, and where that file comes from. */
function mounted(volume: Change, mountPath: string): AppSketch {
  return {
    container: { volumeMounts: [{ name: 'conf', mountPath, readOnly: true }] },
    spec: { volumes: [{ name: 'conf', ...volume }] },
  };
}

const ofMap: Change = { configMap: { name: 'web-conf', defaultMode: 420 } };
const LABELS = { 'kustomize.toolkit.fluxcd.io/name': 'shop', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' };
const webConf = object(
  { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'web-conf', created: INSTALLED },
  { metadata: { labels: LABELS }, data: { 'default.conf': 'server {\n  proxy_passs http://db;\n}\n' } },
);
const webSecret = object(
  { apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'web-conf', created: INSTALLED },
  { metadata: { labels: LABELS }, type: 'Opaque' },
);
const NGINX = 'nginx: [emerg] unknown directive "proxy_passs" in /etc/nginx/conf.d/default.conf:2\n';

interface Case {
  readonly log: string;
  readonly sketch: AppSketch;
  readonly more?: readonly Built[];
  readonly denied?: readonly string[];
  readonly says: readonly string[];
  readonly never?: readonly string[];
}

function about(name: string, summary: string, { log, sketch, more = [], denied, says, never = [] }: Case): Story {
  const scene = failing('web', log, sketch);
  const all = { objects: [...nodes, ...scene.objects, ...more], logs: scene.logs };
  return workloadStory(
    `configuration-file/${name}`,
    summary,
    denied === undefined ? all : { ...all, denied },
    problem('configuration-wrong', 'confirmed', { says, never }),
  );
}

export const configurationFile: readonly Story[] = [
  about('of-map', 'nginx finds a word that it does not know in a file that comes from a ConfigMap.', {
    log: NGINX,
    sketch: mounted(ofMap, '/etc/nginx/conf.d'),
    more: [webConf],
    says: ['key default.conf of ConfigMap web-conf', 'default.conf: <content>', 'Kustomization flux-system/shop'],
  }),
  about('of-map-denied', 'The same, and ConfigMaps may not be looked at: the pod itself names it.', {
    log: NGINX,
    sketch: mounted(ofMap, '/etc/nginx/conf.d'),
    more: [webConf],
    denied: ['configmaps'],
    says: ['key default.conf of ConfigMap web-conf'],
  }),
  about('of-secret', 'A NATS server finds a field that it does not know in a file that comes from a Secret.', {
    log: 'nats-server: /etc/nats/nats.conf:5:1: unknown field "jetsream"\n',
    sketch: mounted({ secret: { secretName: 'web-conf', defaultMode: 420 } }, '/etc/nats'),
    more: [webSecret],
    says: ['key nats.conf of Secret web-conf', 'kubectl describe secret web-conf'],
  }),
  about('of-image-decoy', 'The file is one of the image, beside a ConfigMap that is mounted elsewhere.', {
    log: 'nginx: [emerg] unknown directive "proxy_passs" in /etc/nginx/nginx.conf:7\n',
    sketch: mounted(ofMap, '/etc/nginx/conf.d'),
    more: [webConf],
    says: ['does not understand its configuration'],
    never: ['of ConfigMap web-conf', '<content>'],
  }),
  workloadStory(
    'configuration-file/healthy',
    'The twin is ready, with the same words in the log of a start of long ago.',
    {
      objects: [...nodes, ...running('web', undefined, mounted(ofMap, '/etc/nginx/conf.d')).all, webConf],
      logs: { 'shop/web-5d7f9b8c6-q5w9b/web': NGINX },
    },
    healthy,
  ),
];
