/** What stands in place of something that nobody may read. */
export const REDACTED = '***';

/** Names behind which something secret stands, whatever is before or behind them (`db_password`, `apiKeyId`). */
const SECRET_NAME = String.raw`[\w.-]{0,64}(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|session[_-]?id|cookie)[\w.-]{0,64}`;

const RULES: readonly (readonly [pattern: RegExp, by: string])[] = [
  // scheme://user:password@host and //user@host; the password may hold an @ of its own.
  [/(:?\/\/)[^\s/@"'<>]{1,256}(?:@[^\s/@"'<>]{1,256}){0,2}@/g, `$1${REDACTED}@`],
  // An address of a database whose password was not escaped: it may hold / ? and #, and Go repeats its beginning as a port.
  [
    /\b((?:postgres(?:ql)?|mysql|mariadb|mongodb|rediss?|amqps?|nats)(?:\+\w{1,16})?:\/\/)[^\s"'<>]{1,256}@/gi,
    `$1${REDACTED}@`,
  ],
  [/\b(invalid port ")[^"]{1,256}(" after host)/g, `$1${REDACTED}$2`],
  // Keys of the providers of language models, and of the proxies before them.
  [/\bsk-[A-Za-z0-9_-]{8,}/g, REDACTED],
  // What LiteLLM repeats of a key that was none of its own, and what older versions repeat of one without "Bearer".
  [/(\bVirtual Key expected\. Received=|\bprefix\. Passed in: )[^\s,]+/g, `$1${REDACTED}`],
  // The Go driver of MySQL: user:password@tcp(host:3306).
  [/\b[\w.-]{1,64}:[^\s:@]{1,256}@(tcp|unix)\(/g, `${REDACTED}@$1(`],
  [/\b(bearer|basic|digest|negotiate)\s+[A-Za-z0-9+/=._~-]{6,}/gi, `$1 ${REDACTED}`],
  [new RegExp(String.raw`(["']?\b${SECRET_NAME}["']?\s*[=:]\s*)"(?:[^"\\]|\\.){0,4096}"`, 'gi'), `$1"${REDACTED}"`],
  [new RegExp(String.raw`(["']?\b${SECRET_NAME}["']?\s*[=:]\s*)'(?:[^'\\]|\\.){0,4096}'`, 'gi'), `$1'${REDACTED}'`],
  // JSON that stands as a text in JSON.
  [new RegExp(String.raw`(\b${SECRET_NAME}\\+"\s*:\s*\\+")[^"\\]{0,4096}`, 'gi'), `$1${REDACTED}`],
  [new RegExp(String.raw`(\b${SECRET_NAME}["']?(?:=|:\s?))(?!["'\s{[])[^\s&;,)\]}]+`, 'gi'), `$1${REDACTED}`],
  [new RegExp(String.raw`(--${SECRET_NAME}\s+)(?!-)\S+`, 'gi'), `$1${REDACTED}`],
  // JSON Web Tokens, keys of AWS, Google, GitHub, Slack and Stripe by their marks, and what is long and means nothing to people.
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,2}/g, REDACTED],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, REDACTED],
  [/\bAIza[\w-]{35}/g, REDACTED],
  [/\b(?:gh[pousr]_|github_pat_|xox[abprs]-|[sr]k_(?:live|test)_|glpat-)[A-Za-z0-9_-]{8,}/g, REDACTED],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\b(?=[A-Za-z0-9+/_-]*\d)(?=[A-Za-z0-9+/_-]*[A-Za-z])[A-Za-z0-9+_-]{40,}={0,2}(?![\w/-]|\.\w)/g, REDACTED],
  // The same with slashes, as base64 has them: secret keys of AWS, lines of a private key whose beginning is not there.
  [
    /(?<![\w/+.=-])(?!\/)(?=[A-Za-z+/]*\d)(?=[A-Z0-9+/]*[a-z])(?=[a-z0-9+/]*[A-Z])[A-Za-z0-9+/]{40,}={0,2}(?![\w/-]|\.\w)/g,
    REDACTED,
  ],
];

/**
 * A piece of a program's output without what could be a password, a token or a key: user information of addresses, values
 * behind names that sound secret, headers of authorization, tokens by their form, and long texts of letters and digits. It
 * takes away too much rather than too little.
 */
export function redactText(text: string): string {
  return RULES.reduce((left, [pattern, by]) => left.replace(pattern, by), text);
}

/** The beginning of such a piece, of so many characters at the most. Redacted before it is cut: half a secret is not known by its form. */
export function redactedStart(text: string, most: number): string {
  const redacted = redactText(text);
  return redacted.length <= most ? redacted : `${redacted.slice(0, most)}…`;
}
