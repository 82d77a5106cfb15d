/** What the `aws` program says of a call that did not succeed. */
export interface AwsError {
  /** The code of the service, such as `AccessDeniedException`; empty where the program itself gave up. */
  readonly code: string;
  /** The operation as the API has it, such as `DescribeCluster`; empty where it is not said. */
  readonly operation: string;
  /** One line. */
  readonly message: string;
}

/** How both versions of the program word an error of a service (botocore exceptions.py, ClientError). */
const SERVICE_ERROR =
  /An error occurred \((?<code>[^)\s]+)\)(?: when calling the (?<operation>\S+) operation)?(?: \(reached max retries: \d+\))?: (?<message>.*)/;

/** Since 2.34 the program begins its lines so. */
const PREFIX = /^aws: \[ERROR\]: /;

/** The longest message that is kept; some carry an encoded one of many hundred characters. */
const MOST = 300;

/**
 * Reads what the `aws` program wrote to stderr: the JSON that later versions print where AWS_CLI_ERROR_FORMAT asks for it,
 * the words of the earlier ones, or whatever line stands last.
 */
export function errorOf(stderr: string): AwsError {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim().replace(PREFIX, ''))
    .filter((line) => line !== '');
  return fromJson(stderr) ?? fromWords(lines) ?? { code: '', operation: '', message: cut(telling(lines)) };
}

function fromJson(stderr: string): AwsError | undefined {
  const [begin, end] = [stderr.indexOf('{'), stderr.lastIndexOf('}')];
  if (begin < 0 || end < begin) return undefined;
  try {
    const value = JSON.parse(stderr.slice(begin, end + 1)) as Readonly<Record<string, unknown>>;
    const { Code: code, Message: message } = value;
    if (typeof code !== 'string' || typeof message !== 'string') return undefined;
    return { operation: '', ...fromWords([message]), code, message: cut(message.replaceAll('\n', ' ')) };
  } catch {
    return undefined;
  }
}

function fromWords(lines: readonly string[]): AwsError | undefined {
  const found = lines.map((line) => SERVICE_ERROR.exec(line)?.groups).find((groups) => groups !== undefined);
  if (found === undefined) return undefined;
  const { code = '', operation = '', message = '' } = found;
  return { code, operation, message: cut(message) };
}

/**
 * Lines that say what is wrong and do not stand last: behind a question that nobody answers comes the end of the input, and
 * behind a word that this version does not know the list of all that it knows.
 */
const TELLING = /Enter MFA code|Invalid choice|Found invalid choice/;

/** Of several lines the one that says what is wrong; mostly the last, for a usage stands before it. */
function telling(lines: readonly string[]): string {
  return lines.find((line) => TELLING.test(line)) ?? lines.at(-1) ?? '';
}

function cut(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)} …` : text;
}
