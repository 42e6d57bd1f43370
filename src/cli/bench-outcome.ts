import type { Terminal, Values } from './command.ts';

/** How one benchmark was called. */
export type BenchCall = {
  readonly values: Values;
  readonly files: readonly string[];
  readonly terminal: Terminal;
};

/** One line of a comparison. */
export type Case = Readonly<Record<string, string | number | null>>;

export type Figure = string | number | boolean | null | readonly Case[];

/** What one benchmark found. */
export type Outcome = {
  readonly figures: Readonly<Record<string, Figure>>;
  /** Whether all was done and nothing was wrong. */
  readonly ok: boolean;
  /** Version and settings of the database; null when none was used. */
  readonly postgres: Readonly<Record<string, string>> | null;
  readonly samples: {
    readonly columns: readonly string[];
    readonly rows: Iterable<readonly (number | string)[]>;
  };
};
