import { SSL_MODES, type DatabaseAddress } from '../model/secret-address.ts';

/** What is said of a text that is no address. */
export const NO_ADDRESS: DatabaseAddress = {
  form: '',
  host: '',
  port: '',
  sslmode: '',
  escaped: true,
  padded: false,
};

/**
 * Reads host, port and sslmode out of the address of a PostgreSQL database, as URL or as key=value words (PostgreSQL
 * documentation, "Connection Strings"). User, password and the name of the database are not in what comes out. Where an
 * unescaped password makes it doubtful which part is the host, none is given: it could be a piece of the password.
 */
export function parseDatabaseAddress(text: string): DatabaseAddress {
  const trimmed = text.trim();
  const padded = trimmed !== text;
  const rest = /^postgres(?:ql)?:\/\/(?<rest>[^]*)$/.exec(trimmed)?.groups?.['rest'];
  const read = rest === undefined ? fromWords(trimmed) : fromUrl(rest);
  return { ...read, padded };
}

/** What a URL may hold in its user information without `%` (RFC 3986, userinfo); Go also takes an @ there. */
const USER_INFORMATION = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})*$/;
const HOST =
  /^(?<host>[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9.])?|\[[0-9A-Fa-f:.]{2,45}\])?(?::(?<port>\d{1,5}))?$/;

function fromUrl(rest: string): DatabaseAddress {
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const beyond = rest.slice(authority.length);
  // A / ? or # in the password ends the authority too early, and its @ comes later.
  if (beyond.includes('@')) return { ...NO_ADDRESS, form: 'url', escaped: false };
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  const escaped = USER_INFORMATION.test(user) && !/\s/.test(rest);
  const place = HOST.exec(authority.slice(at + 1))?.groups;
  if (place === undefined) return at < 0 ? NO_ADDRESS : { ...NO_ADDRESS, form: 'url', escaped };
  const { host = '', port = '' } = place;
  return { ...NO_ADDRESS, form: 'url', host, port, sslmode: modeOf(queryOf(beyond)), escaped };
}

/** The last word of that name counts, as in the driver. */
function queryOf(beyond: string): string | undefined {
  const query = /\?([^#]*)/.exec(beyond)?.[1] ?? '';
  return query
    .split('&')
    .findLast((each) => each.startsWith('sslmode='))
    ?.slice('sslmode='.length);
}

function modeOf(word: string | undefined): string {
  if (word === undefined) return '';
  return SSL_MODES.find((mode) => mode === word) ?? 'other';
}

/** `key = value` with blanks between, a value in quotes where it holds blanks; `\` takes the next character as it is. */
const WORD = /\s*([a-z_]+)\s*=\s*(?:'((?:[^'\\]|\\[^])*)'|((?:[^\s\\']|\\[^])*))(?=\s|$)/gy;

function fromWords(text: string): DatabaseAddress {
  const words = [...text.matchAll(WORD)];
  const read = words.reduce((sum, [whole]) => sum + whole.length, 0);
  const names = words.map(([, name]) => name);
  // What is said twice, or not read to the end, may be a password with blanks.
  const clear = read === text.length && new Set(names).size === names.length;
  if (!clear || !names.some((name) => name === 'host' || name === 'hostaddr')) return NO_ADDRESS;
  const valueOf = (name: string): string | undefined => {
    const [, , quoted, bare] = words.find((word) => word[1] === name) ?? [];
    return quoted ?? bare;
  };
  const place = HOST.exec(valueOf('host') ?? valueOf('hostaddr') ?? '')?.groups;
  if (place?.['host'] === undefined) return NO_ADDRESS;
  const port = /^\d{1,5}$/.exec(valueOf('port') ?? '')?.[0] ?? '';
  return { ...NO_ADDRESS, form: 'words', host: place['host'], port, sslmode: modeOf(valueOf('sslmode')) };
}
