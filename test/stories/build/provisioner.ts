import { settled, type App, type AppSketch } from './app.ts';

/** The log of the first pod of these provisioners. */
export const PROVISIONER_LOG = 'coder/coder-provisioner-5d7f9b8c6-q5w9b/coder-provisioner';

/** What a provisioner prints until it is connected. */
export const CONNECTED_LOG = [
  '2025-11-15 17:30:02.102 [info]  starting provisioner daemon  tags={}  name=coder-provisioner-5d7f9b8c6-q5w9b',
  '2025-11-15 17:30:02.655 [info]  successfully connected to coderd',
  '',
].join('\n');

/** Provisioners as their chart makes them. */
export function provisioner(rest: AppSketch = {}): App {
  return settled({
    name: 'coder-provisioner',
    namespace: 'coder',
    image: 'ghcr.io/coder/coder:v2.28.1',
    since: '2025-11-15T17:30:00Z',
    container: {
      command: ['/opt/coder'],
      args: ['provisionerd', 'start'],
      env: [
        { name: 'CODER_URL', value: 'http://coder.coder.svc.cluster.local' },
        {
          name: 'CODER_PROVISIONER_DAEMON_KEY',
          valueFrom: { secretKeyRef: { name: 'coder-provisioner-key', key: 'key' } },
        },
      ],
    },
    ...rest,
  });
}
