import * as pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** How big the terminal is and what the program finds in its environment. */
export interface TerminalOptions {
  readonly cols?: number;
  readonly rows?: number;
  /** Added to a small environment of our own; nothing of the one that runs the tests gets in, except PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A program in a pseudo-terminal, seen as a person sees it. */
export interface OpenTerminal {
  readonly pid: number;
  /** Everything that is on the screen and scrolled off it, lines without trailing spaces. */
  screen(): string;
  /** Only the lines that are in sight now. */
  visible(): string;
  /** The bytes as they came, escape sequences included. */
  raw(): string;
  /** Whether the cursor can be seen. */
  cursorVisible(): boolean;
  /** Waits until the text is on the screen. Rejects with the screen when the program ends without it. */
  waitFor(text: string | RegExp): Promise<void>;
  /**
   * Waits until a menu with this text in its question was drawn after the last `press`, and so takes keys. A key that is
   * pressed before its menu is drawn is lost, as it is for a person.
   */
  waitForPrompt(question: string): Promise<void>;
  press(keys: string): void;
  /** How the program ended; `signal` is 0 unless a signal killed it. The screen is complete by then. */
  readonly exit: Promise<{ readonly exitCode: number; readonly signal: number }>;
  kill(signal?: string): void;
}

/** What keys send. */
export const KEYS = {
  up: '\u001b[A',
  down: '\u001b[B',
  enter: '\r',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
} as const;

const SCROLLBACK = 10_000;

/** Starts a program in a pseudo-terminal of 80 columns and 24 lines, unless told otherwise. */
export function openTerminal(file: string, args: readonly string[], options: TerminalOptions = {}): OpenTerminal {
  const { cols = 80, rows = 24, env = {}, cwd = process.cwd() } = options;
  const { PATH = '', HOME = '' } = process.env;
  const child = pty.spawn(file, [...args], {
    name: 'xterm-256color',
    cols,
    rows,
    cwd,
    env: { PATH, HOME, LANG: 'C.UTF-8', TERM: 'xterm-256color', ...env },
  });
  const emulator = new xterm.Terminal({ cols, rows, scrollback: SCROLLBACK, allowProposedApi: true });
  const waiters = new Set<() => void>();
  let raw = '';
  let mark = 0;
  let ended = false;
  const wake = () => {
    for (const waiter of waiters) waiter();
  };
  child.onData((data) => {
    raw += data;
    emulator.write(data, wake);
  });
  // The emulator answers queries such as "where is the cursor".
  emulator.onData((data) => {
    child.write(data);
  });
  const exit = new Promise<{ exitCode: number; signal: number }>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      emulator.write('', () => {
        ended = true;
        wake();
        resolve({ exitCode, signal: signal ?? 0 });
      });
    });
  });
  const until = (holds: () => boolean, what: string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        const done = holds();
        if (!done && !ended) return;
        waiters.delete(check);
        if (done) resolve();
        else reject(new Error(`the program ended without ${what} on its screen:\n${screen()}`));
      };
      waiters.add(check);
      check();
    });
  const screen = () => linesOf(emulator, 0);
  return {
    pid: child.pid,
    screen,
    visible: () => linesOf(emulator, emulator.buffer.active.baseY),
    raw: () => raw,
    cursorVisible: () => raw.lastIndexOf('\u001b[?25h') >= raw.lastIndexOf('\u001b[?25l'),
    waitFor: (text) => until(() => has(screen(), text), String(text)),
    waitForPrompt: (question) => until(() => hasMenu(raw.slice(mark), question), `a menu with ${question}`),
    press(keys) {
      mark = raw.length;
      child.write(keys);
    },
    exit,
    kill: (signal = 'SIGKILL') => {
      if (!ended) child.kill(signal);
    },
  };
}

function has(screen: string, text: string | RegExp): boolean {
  return typeof text === 'string' ? screen.includes(text) : text.test(screen);
}

/** A menu hides the cursor at its end. Colours are left out, for they stand between words. */
function hasMenu(output: string, question: string): boolean {
  const plain = withoutPaint(output);
  const start = plain.indexOf(question);
  return start >= 0 && plain.includes('\u001b[?25l', start);
}

/** The output without its colours; other escape sequences stay. */
export function withoutPaint(output: string): string {
  const [first = '', ...rest] = output.split('\u001b[');
  return (
    first + rest.map((part) => (/^[0-9;]*m/.test(part) ? part.replace(/^[0-9;]*m/, '') : `\u001b[${part}`)).join('')
  );
}

function linesOf(emulator: InstanceType<typeof xterm.Terminal>, from: number): string {
  const { active } = emulator.buffer;
  const lines = Array.from({ length: active.length - from }, (_, row) =>
    (active.getLine(from + row)?.translateToString(true) ?? '').trimEnd(),
  );
  return lines.join('\n').trimEnd();
}
