import { rootOf, type ServedKind } from '../kinds.ts';
import { ACCEPT, type Question, read } from '../question.ts';

/** Selections of pods by label, well and badly written; of every kind by field; of custom resources by both. */
export function selectorQuestions(kinds: readonly ServedKind[]): readonly Question[] {
  const preferred = kinds.filter((kind) => kind.preferred);
  return [
    ...LABELS.map((selector) => read(`${PODS}?labelSelector=${encodeURIComponent(selector)}`)),
    ...LABELS.map((selector) => read(`${WIDGETS}?labelSelector=${encodeURIComponent(selector)}`)),
    ...preferred.flatMap((kind) =>
      FIELDS_OF_ALL.map((selector) => byField(`${rootOf(kind)}/${kind.plural}`, selector)),
    ),
    ...Object.entries(FIELDS).flatMap(([path, selectors]) => selectors.map((selector) => byField(path, selector))),
    read(`${PODS}?labelSelector=app%3Dweb&fieldSelector=status.phase%3DRunning`),
    read(`${PODS}?labelSelector=app%3Dweb`, ACCEPT.table),
    read(`${PODS}/talker?fieldSelector=status.phase%3DPending&labelSelector=((`),
  ];
}

const PODS = '/api/v1/namespaces/shop/pods';
const WIDGETS = '/apis/example.com/v1/widgets';

function byField(path: string, selector: string): Question {
  return read(`${path}?fieldSelector=${encodeURIComponent(selector)}`);
}

const LABELS = [
  'app=web',
  'app==web',
  'app = web',
  'app!=web',
  'app in (web,talker)',
  'app in ( web , talker )',
  'app in (web)',
  'app in ()',
  'app notin (web, talker)',
  'app',
  '!app',
  '! app',
  'app,tier',
  'app=web,tier!=back',
  'app=web,!empty,tier in (front,back)',
  'empty=',
  'empty',
  'empty in (,x)',
  'app=',
  'app!=',
  'app.kubernetes.io/name=coder',
  'tier>1',
  'tier>x',
  'tier gt 1',
  ',',
  'app=web,',
  'app=web,,tier',
  '=web',
  'app=we b',
  'app=web)',
  'app in web',
  'app in (web',
  'app notin',
  'app in (web))',
  'a/b/c=d',
  'app=-web',
  'app=web!',
  '-app=web',
  '!app=web',
  'app===web',
  'in in (in)',
  `app=${'x'.repeat(64)}`,
];

const FIELDS_OF_ALL = ['metadata.name=web', 'metadata.namespace=shop', 'metadata.uid=1', 'status.phase!=Running'];

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/pods': [
    'status.phase=Running',
    'status.phase==Pending',
    'status.phase!=Running,spec.nodeName=kyrion',
    'status.phase=Running,spec.nodeName=',
    'spec.nodeName!=kyrion',
    'spec.host=kyrion',
    'spec.restartPolicy=Never',
    'spec.schedulerName=default-scheduler',
    'spec.serviceAccountName=worker',
    'spec.hostNetwork=false',
    'spec.hostNetwork=true',
    'status.podIP=',
    'status.podIPs=10.0.0.1',
    'status.nominatedNodeName=',
    'spec.nodename=kyrion',
    'metadata.labels.app=web',
    'metadata.name=web\\,x',
    'metadata.name=a\\=b',
    'metadata.name',
    'metadata.name in (a,b)',
    '=web',
    'metadata.name=talker,',
    ',metadata.name=talker',
    'metadata.name=talker,metadata.name=two',
    'metadata.name!=talker,nothing=1',
    'metadata.name=a\\b',
  ],
  '/api/v1/nodes': ['spec.unschedulable=false', 'spec.unschedulable=true', 'spec.unschedulable='],
  '/api/v1/namespaces': ['status.phase=Active', 'metadata.name=shop', 'metadata.namespace='],
  '/api/v1/secrets': ['type=Opaque', 'type!=kubernetes.io/dockerconfigjson', 'type='],
  '/api/v1/services': ['spec.clusterIP=None', 'spec.type=NodePort', 'spec.type!=ClusterIP'],
  '/api/v1/replicationcontrollers': ['status.replicas=1', 'status.replicas=0'],
  '/api/v1/events': [
    'involvedObject.kind=Pod',
    'involvedObject.name=crasher,involvedObject.namespace=shop',
    'involvedObject.uid=',
    'involvedObject.apiVersion=v1',
    'involvedObject.resourceVersion=',
    'involvedObject.fieldPath=',
    'reason=FailedScheduling',
    'reportingComponent=default-scheduler',
    'source=default-scheduler',
    'source=helm-controller',
    'type=Warning',
    'type!=Normal',
    'message=x',
  ],
  '/apis/batch/v1/jobs': ['status.successful=0', 'status.successful=2', 'status.successful!=2', 'status.succeeded=2'],
  '/apis/apps/v1/replicasets': ['status.replicas=0', 'status.replicas=2', 'spec.replicas=2'],
  '/apis/apps/v1/deployments': ['status.replicas=2', 'metadata.name=web'],
  '/apis/certificates.k8s.io/v1/certificatesigningrequests': ['spec.signerName=example.com/staff'],
  '/apis/example.com/v1/widgets': ['spec.colour=red', 'spec.colour!=red', 'spec.colour=', 'spec.size=3'],
  '/apis/example.com/v1beta1/widgets': ['spec.colour=red', 'metadata.name=red'],
  '/apis/example.com/v1/planets': ['metadata.name=mars', 'metadata.namespace='],
};
