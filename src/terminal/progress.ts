import type { PathStep } from '../model/report.ts';
import type { Progress } from '../model/world.ts';
import { print, say } from './chatter.ts';
import { inkFor } from '../layout/ink.ts';
import { showCursor } from './interrupts.ts';
import { stepLine, stepLines } from '../layout/step-lines.ts';
import type { StartSpinner } from './spinner.ts';
import { widthOf, type Output, type Streams } from './streams.ts';
import { Waiting, type SetTimer } from './waiting.ts';

/** Where a walk tells how it goes. */
export interface ProgressSink {
  tell(event: Progress): void;
  /** Takes the spinner away for something else on the screen, such as a question; `resume` lets it come back. */
  pause(): void;
  resume(): void;
  /** Forgets what was being waited for, and resumes, as before another walk. */
  restart(): void;
  /** Ends it for good: the spinner is gone, the cursor shown, and later events change nothing. */
  stop(): void;
}

/** How progress is to look. */
export interface ProgressLook {
  readonly color: boolean;
  /** Without a terminal nothing is told unless this is set. */
  readonly verbose: boolean;
}

/** What a test replaces: the clock and the spinner. */
export interface ProgressParts {
  readonly setTimer: SetTimer;
  readonly loadSpinner: () => Promise<StartSpinner>;
}

/** The system's timer. */
const systemTimer: SetTimer = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  return () => {
    clearTimeout(timer);
  };
};

const REAL_PARTS: ProgressParts = {
  setTimer: systemTimer,
  loadSpinner: async () => (await import('./spinner.ts')).startSpinner,
};

/**
 * Tells a walk on stderr. On a terminal every step goes by as it is answered, and a spinner names what is being waited
 * for; elsewhere there is silence, or one plain line per step where that was asked for.
 */
export function createProgress({ stderr }: Streams, look: ProgressLook, parts = REAL_PARTS): ProgressSink {
  if (stderr.isTTY === true) return onTerminal(stderr, look, parts);
  const tellStep = (step: PathStep) => {
    if (look.verbose) print(stderr, [stepLine(step)]);
  };
  return {
    tell(event) {
      if (event.event === 'step') tellStep(event.step);
      if (event.event === 'signed-in' && look.verbose) saySignedIn(stderr, event);
    },
    pause: nothing,
    resume: nothing,
    restart: nothing,
    stop: nothing,
  };
}

type SignedIn = Extract<Progress, { event: 'signed-in' }>;

/** Like the line that says which cluster is looked at; an ARN fills a line of its own. */
function saySignedIn(stderr: Output, { account, region, arn }: SignedIn): void {
  say(stderr, `  aws ${account} · ${region} · reading only, as`);
  say(stderr, `      ${arn}`);
}

function onTerminal(stderr: Output, { color }: ProgressLook, parts: ProgressParts): ProgressSink {
  const ink = inkFor(color);
  const waiting = new Waiting({ stderr, color, ...parts });
  let stopped = false;
  const tellStep = (step: PathStep) => {
    waiting.pause();
    print(stderr, stepLines(step, widthOf(stderr), ink));
    waiting.resume();
  };
  const tellSignedIn = (event: SignedIn) => {
    waiting.pause();
    saySignedIn(stderr, event);
    waiting.resume();
  };
  return {
    tell(event) {
      if (stopped) return;
      if (event.event === 'waiting') waiting.add(event.lookup);
      if (event.event === 'arrived') waiting.remove(event.lookup);
      if (event.event === 'step') tellStep(event.step);
      if (event.event === 'signed-in') tellSignedIn(event);
    },
    pause: () => {
      waiting.pause();
    },
    resume: () => {
      if (!stopped) waiting.resume();
    },
    restart: () => {
      waiting.restart();
    },
    stop: () => {
      stopped = true;
      waiting.pause();
      showCursor(stderr);
    },
  };
}

function nothing(): void {
  // Without a terminal there is no spinner to take away.
}
