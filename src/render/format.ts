import type { Report } from '../model/report.ts';

/** The output formats by name. This file imports no library, so that help and completion can read it cheaply. */
export const OUTPUT_FORMATS = ['table', 'json', 'markdown'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** How a report is to look. */
export interface Look {
  /** Columns of the terminal; 0 (a terminal that does not say) counts as 80. */
  readonly width: number;
  readonly color: boolean;
  /** Whether the walked steps are printed; false where they have already been seen going by. */
  readonly path: boolean;
  /** `short` leaves out what a person in a hurry can do without; json and markdown are always full. */
  readonly mode: 'full' | 'short';
}

/** Makes one text of a report, ending in a newline. Writes nothing; the same report and look give the same text. */
export type Render = (report: Report, look: Look) => string;
