import type { Probe, ProbeResult } from '../model/probe.ts';
import { parseDatabaseAddress } from '../text/database-address.ts';
import { entry, list, named, podSpecOf, text } from './read.ts';

/** Where a database is by a variable whose value is written out in a pod or a template. */
export const databaseAddress: Probe = {
  name: 'database-address',
  computes:
    'Host, port and sslmode of a PostgreSQL database by a variable that is written out; user, password and the name of the database are not in what comes out.',
  params: {
    object: { is: 'object', means: 'a pod, or a workload with a template' },
    container: { is: 'text', means: 'the name of the container' },
    name: { is: 'text', means: 'the variable' },
  },
  returns: {
    form: '`url`, `words` (host=… port=…), or empty where the value is neither or is not written out',
    host: 'the host; empty where none is written, and where it could be a piece of the password',
    port: 'the port as it is written; empty where none is',
    sslmode: 'a word that libpq knows, `other`, or empty where none is written',
    escaped: 'whether user and password are percent-encoded as a URL wants them',
    padded: 'whether blanks or line breaks stand at either end',
  },
  run({ object, container, name }): ProbeResult | undefined {
    const spec = podSpecOf(object);
    const own = named(entry(spec, 'containers'), text(container));
    if (own === undefined) return undefined;
    const variable = list(entry(own, 'env')).findLast((each) => text(entry(each, 'name')) === text(name));
    return { ...parseDatabaseAddress(text(entry(variable, 'value'))) };
  },
};
