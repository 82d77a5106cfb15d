import { describe, expect, it } from 'vitest';
import { podSecurityViolations } from '../../src/probes/pod-security-violations.ts';

const read = (detail: string) => podSecurityViolations.run({ detail });

describe('pod-security-violations', () => {
  it('tells controls apart by the commas outside their parentheses', () => {
    const detail =
      'host namespaces (hostNetwork=true, hostPID=true), privileged (containers "a", "b" must not set securityContext.privileged=true), seccompProfile (pod or containers "a", "b" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';
    expect(read(detail)).toMatchObject({
      count: 3,
      names: 'host namespaces, privileged, seccompProfile',
      controls: [
        { detail: 'hostNetwork=true, hostPID=true', field: 'no hostNetwork, hostPID or hostIPC: true' },
        { field: 'no securityContext.privileged: true' },
        { field: 'securityContext.seccompProfile.type: RuntimeDefault on the pod or every container' },
      ],
    });
  });

  it.each([
    ['allowPrivilegeEscalation != false (container "a" must set …)', 'allowPrivilegeEscalation: false'],
    ['unrestricted capabilities (container "a" must set …)', 'drop: ["ALL"]'],
    ['non-default capabilities (container "a" must not include "SYS_ADMIN" in …)', 'capabilities.add'],
    ['runAsNonRoot != true (pod or container "a" must set …)', 'runAsNonRoot: true'],
    ['runAsUser=0 (container "a" must not set runAsUser=0)', 'other than 0'],
    ['hostPath volumes (volume "v")', 'hostPath'],
    ['hostPort (container "a" uses hostPort 80)', 'hostPort'],
    ['restricted volume types (volume "v" uses restricted volume type "nfs")', 'persistentVolumeClaim'],
    ['forbidden sysctls (kernel.msgmax)', 'sysctls'],
  ])('knows what meets %s', (detail, field) => {
    expect(read(detail)).toMatchObject({ text: expect.stringContaining(field) as unknown });
  });

  it('quotes a control that it does not know, and one that is cut off', () => {
    expect(read('newControl (container "a" must be good)')).toMatchObject({
      text: 'newControl: container "a" must be good',
    });
    expect(read('newControl')).toMatchObject({
      controls: [{ control: 'newControl', detail: '', field: 'newControl' }],
    });
    expect(read('privileged (containers "a", "b" must no')).toMatchObject({ count: 1 });
  });

  it('has nothing to say about nothing', () => {
    expect(read('')).toBeUndefined();
  });
});
