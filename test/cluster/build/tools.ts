/** One Go module from which programs of the control plane are built. */
export interface Tool {
  /** Folder under `test/cluster/modules` with its go.mod and go.sum; also its name in messages. */
  readonly name: string;
  /** The module that holds the programs; its version stands in that go.mod. */
  readonly module: string;
  /** Program → the package that it is built from. */
  readonly programs: Readonly<Record<string, string>>;
  /** Folders of the module with custom resource definitions that the programs work on. */
  readonly definitions?: readonly string[];
  /** What the linker writes into the programs, beside stripping them; `VERSION` stands for the module's version. */
  readonly stamp?: readonly string[];
  /** Files that the module's sources embed and that the published module lacks; they are laid empty into a copy. */
  readonly lacks?: readonly string[];
}

const COMPONENT = 'k8s.io/component-base/version';
const FLUX = 'github.com/fluxcd';

/** Everything that a plane is made of. Built in this order, so that the longest comes after a quick sign of life. */
export const TOOLS: readonly Tool[] = [
  { name: 'etcd', module: 'go.etcd.io/etcd/server/v3', programs: { etcd: 'go.etcd.io/etcd/server/v3' } },
  {
    name: 'kubernetes',
    module: 'k8s.io/kubernetes',
    programs: {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
      'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
      kubectl: 'k8s.io/kubernetes/cmd/kubectl',
    },
    // Without these the programs call themselves v0.0.0.
    stamp: [`${COMPONENT}.gitVersion=VERSION`, `${COMPONENT}.gitMajor=MAJOR`, `${COMPONENT}.gitMinor=MINOR`],
  },
  {
    name: 'kwok',
    module: 'sigs.k8s.io/kwok',
    programs: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' },
    definitions: ['kustomize/crd/bases'],
  },
  flux('source-controller', 'source-controller'),
  flux('kustomize-controller', 'kustomize-controller'),
  flux('helm-controller-1.4', 'helm-controller'),
  flux('helm-controller-1.6', 'helm-controller'),
  { name: 'helm', module: 'helm.sh/helm/v3', programs: { helm: 'helm.sh/helm/v3/cmd/helm' } },
  {
    name: 'flux',
    module: `${FLUX}/flux2/v2`,
    programs: { flux: `${FLUX}/flux2/v2/cmd/flux` },
    lacks: ['cmd/flux/manifests/none.yaml'],
  },
];

function flux(name: string, controller: string): Tool {
  const module = `${FLUX}/${controller}`;
  return { name, module, programs: { [controller]: module }, definitions: ['config/crd/bases'] };
}
