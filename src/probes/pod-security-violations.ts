import type { Probe } from '../model/probe.ts';
import { text } from './read.ts';

/** Reads what Pod Security says it refuses a pod for (`ForbiddenDetail`, k8s.io/pod-security-admission/policy). */
export const podSecurityViolations: Probe = {
  name: 'pod-security-violations',
  computes: 'The controls of the Pod Security Standards that a pod violates, each with the field that meets it.',
  params: { detail: { is: 'text', means: 'What follows the level in `violates PodSecurity "LEVEL": …`.' } },
  returns: {
    controls: 'Each as `{control, detail, field}`.',
    count: 'Number of controls.',
    names: 'The controls as one line.',
    text: 'One line per control: what it is and what meets it.',
  },
  run({ detail }) {
    const controls = split(text(detail)).map(readControl);
    if (controls.length === 0) return undefined;
    return {
      controls,
      count: controls.length,
      names: controls.map(({ control }) => control).join(', '),
      text: controls.map(({ control, field }) => `${control}: ${field}`).join('\n'),
    };
  },
};

interface Control {
  readonly control: string;
  readonly detail: string;
  readonly field: string;
}

/** Controls are separated by commas, and so are the containers inside their parentheses. */
function split(detail: string): readonly string[] {
  const parts = detail.match(/(?:[^,(]|\([^)]*\)?)+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function readControl(part: string): Control {
  const [, control = part, detail = ''] = /^([^(]+?)\s*\((.*)\)$/s.exec(part) ?? [];
  return { control, detail, field: fieldFor(control) ?? (detail === '' ? part : detail) };
}

/**
 * The field that meets a control, by the reason that its check gives (`ForbiddenReason` in
 * k8s.io/pod-security-admission/policy/check_*.go; Kubernetes documentation, "Pod Security Standards").
 */
const FIELDS: readonly (readonly [reason: RegExp, field: string])[] = [
  [/^allowPrivilegeEscalation/, 'securityContext.allowPrivilegeEscalation: false on every container'],
  [/^unrestricted capabilities/, 'securityContext.capabilities.drop: ["ALL"] on every container'],
  [/^non-default capabilities/, 'nothing beyond the default set in securityContext.capabilities.add'],
  [/^runAsNonRoot/, 'securityContext.runAsNonRoot: true on the pod or every container'],
  [/^runAsUser=0/, 'a securityContext.runAsUser other than 0'],
  [/^seccompProfile/, 'securityContext.seccompProfile.type: RuntimeDefault on the pod or every container'],
  [/^privileged/, 'no securityContext.privileged: true'],
  [/^host namespaces/, 'no hostNetwork, hostPID or hostIPC: true'],
  [/^hostPort/, 'no hostPort in the ports of a container'],
  [/^hostPath volumes/, 'no volume of type hostPath'],
  [
    /^restricted volume types/,
    'only configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected and secret volumes',
  ],
  [/^hostProcess/, 'no securityContext.windowsOptions.hostProcess: true'],
  [/^procMount/, 'no securityContext.procMount other than Default'],
  [/^forbidden sysctls/, 'only the safe sysctls in securityContext.sysctls'],
  [/^seLinuxOptions/, 'no user or role, and only a container type, in securityContext.seLinuxOptions'],
  [/^forbidden AppArmor/, 'an AppArmor profile of type RuntimeDefault or Localhost, or none'],
];

function fieldFor(control: string): string | undefined {
  return FIELDS.find(([reason]) => reason.test(control))?.[1];
}
