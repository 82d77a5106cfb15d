/** A host of the cluster, and the port, that a text names. */
export interface ServiceAddress {
  readonly host: string;
  /** Null where none is named. */
  readonly port: number | null;
  readonly service: string;
  /** Empty where the name leaves it out: then it is the namespace of whoever asks. */
  readonly namespace: string;
}

/** Variables whose value is an address, by their name; elsewhere a word and a number may be anything. */
const ADDRESSES = /(?:HOST(?:NAME)?|ADDR(?:ESS)?|URL|URI|ENDPOINT|SERVERS?|SERVICE|BROKERS?|DSN|BACKEND|UPSTREAM)S?$/i;
const BARE = /(?:HOST(?:NAME)?|ADDR(?:ESS)?|ENDPOINT|SERVER|SERVICE)$/i;

const URL_FORM = /^(?:jdbc:)?[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]+)/i;
const HOST_FORM = /^([a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)\.?(?::(\d{1,5}))?$/i;

/**
 * The Services of the cluster that the value of a variable names: in a URL, as `host:port` or several of them behind
 * commas, or as a host alone where the variable is called so. Only names that the cluster's DNS can know: `name`,
 * `name.NAMESPACE` of its own namespace, and what has `.svc` in it (Kubernetes documentation, "DNS for Services and Pods").
 * Users and passwords in front of a host are skipped over.
 */
export function serviceAddresses(variable: string, value: string, ownNamespace: string): readonly ServiceAddress[] {
  if (value.length > MAX) return [];
  const url = URL_FORM.exec(value);
  const pairs = url === null ? pairsIn(value) : undefined;
  const hosts = pairs ?? (url?.[1] ?? value).split(',').map((part) => part.trim());
  return hosts.flatMap((host) => {
    const match = HOST_FORM.exec(host);
    if (match === null) return [];
    const [, name = '', portText] = match;
    const found = toService(name.toLowerCase(), ownNamespace);
    if (found === undefined) return [];
    const isFull = name.toLowerCase().includes('.svc');
    const isMeant =
      isFull || url !== null || pairs !== undefined || (portText === undefined ? BARE : ADDRESSES).test(variable);
    return isMeant ? [{ host: name, port: portText === undefined ? null : Number(portText), ...found }] : [];
  });
}

const MAX = 4096;

/**
 * Hosts of a connection string of pairs: `Host=db;Port=5432;Database=shop` (ADO.NET), `host=db port=5432` (libpq),
 * `Server=tcp:db,1433` (SQL Server). Undefined where the value is none.
 */
function pairsIn(value: string): readonly string[] | undefined {
  const pairs = new Map(
    [...value.matchAll(PAIR)].map(([, key = '', said = '']) => [key.toLowerCase().trim(), said.trim()] as const),
  );
  const host = ['host', 'server', 'data source'].map((key) => pairs.get(key) ?? '').find((each) => each !== '');
  if (host === undefined || pairs.size < 2) return undefined;
  const [name = '', own] = host.replace(/^tcp:/i, '').split(/[,:](?=\d+$)/);
  const port = own ?? pairs.get('port');
  return name.split(',').map((each) => (port === undefined ? each.trim() : `${each.trim()}:${port}`));
}

const PAIR = /([A-Za-z][A-Za-z ]*?)\s*=\s*([^;\s']*)/g;

function toService(host: string, own: string): Pick<ServiceAddress, 'service' | 'namespace'> | undefined {
  if (host === 'localhost' || !/[a-z]/.test(host)) return undefined;
  const parts = host.split('.');
  const svc = parts.indexOf('svc');
  if (svc >= 2) return { service: parts[svc - 2] ?? '', namespace: parts[svc - 1] ?? '' };
  if (parts.length === 1) return { service: host, namespace: '' };
  return parts.length === 2 && parts[1] === own ? { service: parts[0] ?? '', namespace: own } : undefined;
}
