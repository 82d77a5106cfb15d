import { firstStart, mediumNode, SINCE } from './build/app.ts';
import { storyOf } from './build/ask.ts';
import { unschedulable, type Built } from './build/build.ts';
import { problem } from './build/expect.ts';
import { controller } from './build/flux.ts';
import { named } from './build/refused-release.ts';
import { noNode, NOT_HELPFUL } from './build/waiting.ts';
import { appliedBy, chartOf, flux, ready } from './build/web-release.ts';
import type { Story } from './story.ts';

/** A patch of spec.postRenderers helps a release that is Ready, and not every helm-controller sees that it changed. */
const node = mediumNode('node-1', {
  spec: { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] },
});
const TAINTED = noNode(1, '1 node(s) had untolerated taint(s)', `1 ${NOT_HELPFUL}`);
const waiting = firstStart({ labels: appliedBy() }, { node: null, change: unschedulable(TAINTED, SINCE) });

function scene(helmController: Built): { readonly objects: readonly Built[] } {
  return { objects: [node, ready(), helmController, ...flux.slice(1), chartOf(), ...waiting.all] };
}

/** What kubedoc prints beside such a patch, by the version of helm-controller. */
export const releasePatch: readonly Story[] = [
  storyOf(
    'room/patch-while-ready',
    'The pod of a release that is Ready finds no node; helm-controller 1.4.0 does not see the patch that helps.',
    scene(controller('helm-controller', '1.4.0')),
    problem('taint-not-tolerated', 'confirmed', {
      says: ['path: /spec/template/spec/tolerations', 'flux reconcile helmrelease web -n shop --force'],
    }),
    named,
  ),
  storyOf(
    'room/patch-while-ready-decoy',
    'The same on helm-controller 1.4.1, which upgrades by itself.',
    scene(controller('helm-controller', '1.4.1')),
    problem('taint-not-tolerated', 'confirmed', {
      says: ['path: /spec/template/spec/tolerations'],
      never: ['--force'],
    }),
    named,
  ),
];
