// Faults that cannot be made on a loopback network by an ordinary user: a resolver that knows no name under .invalid
// (RFC 6761), and a file that may not be read. Loaded before the program, in its own process or in that of the tests.
import dns from 'node:dns';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';

const { lookup } = dns;
dns.lookup = (host, ...rest) => {
  if (!String(host).endsWith('.invalid')) return lookup(host, ...rest);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', hostname: host });
  return process.nextTick(rest.at(-1), error);
};

const { readFileSync } = fs;
fs.readFileSync = (file, ...rest) => {
  if (basename(String(file)) !== 'unreadable') return readFileSync(file, ...rest);
  throw Object.assign(new Error(`EACCES: permission denied, open '${file}'`), { code: 'EACCES', syscall: 'open' });
};
syncBuiltinESMExports();
