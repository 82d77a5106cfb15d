/**
 * A named, pure calculation over facts: what would not fit on one line of a runbook. Facts in, plain data out; the same
 * arguments give the same result.
 */
export interface Probe {
  /** Kebab-case, says what it computes. */
  readonly name: string;
  /** One sentence for the documents. */
  readonly computes: string;
  readonly params: Readonly<Record<string, ProbeParam>>;
  /** Fields of the result, each with its meaning and unit; the checker knows a runbook's typo by them. */
  readonly returns: Readonly<Record<string, string>>;
  /**
   * `args` holds every required parameter; an optional one that is not known is left out.
   * Undefined means that these facts do not settle it: the value is *unknown*.
   */
  run(args: ProbeArgs): ProbeResult | undefined;
}

/** One parameter of a probe. */
export interface ProbeParam {
  readonly is: 'object' | 'list' | 'text' | 'number';
  readonly optional?: boolean;
  /** What it is, for the documents. */
  readonly means: string;
}

/** What a probe is given, by the names of its parameters; the values were known before it is called. */
export type ProbeArgs = Readonly<Record<string, unknown>>;

/** What it gives, by the names of its `returns`: plain data. */
export type ProbeResult = Readonly<Record<string, unknown>>;
