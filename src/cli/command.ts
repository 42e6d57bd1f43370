import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** Where a command writes: results to `out`, everything else to `err`. One line a call. */
export type Terminal = {
  out(line: string): void;
  err(line: string): void;
  /** Whether a person watches: progress bars and live tables only then. */
  readonly interactive: boolean;
  /** Whether `out` may carry colours; never for a file, a pipe or under NO_COLOR. */
  readonly colours?: boolean;
  /** Replaces the last `lines` lines of `err`; only when interactive. */
  redraw(lines: readonly string[], previous: number): void;
};

export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** One command: its help by hand, its long options, and what it does. */
export type Command = {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  /** The whole help of the command. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  /**
   * Names of the positional arguments, for messages; a last one with `...` takes many, one in
   * brackets may be left out.
   */
  readonly positionals: readonly string[];
  /** @returns the exit code: 0 only when it did what was asked. */
  run(values: Values, positionals: readonly string[], terminal: Terminal): Promise<number>;
};

/** The command was called wrongly; one sentence that says how. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The call was right but could not be done; one sentence that says why. Exit code 1. */
export class NotDone extends Error {
  override name = 'NotDone';
}

/** Parses and runs one command. */
export async function runCommand(
  command: Command,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  if (args.includes('--help')) {
    terminal.out(command.help.trim());
    return 0;
  }
  const { values, positionals } = parse(command, args);
  checkPositionals(command, positionals);
  return command.run(values, positionals, terminal);
}

function parse(command: Command, args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: command.options,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new UsageError(`${reason}. See: onestep ${command.name} --help`);
  }
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const names = command.positionals;
  const many = /\.\.\.\]?$/.test(names.at(-1) ?? '');
  const missing = names[given.length];
  if (missing !== undefined && !missing.startsWith('[')) {
    throw new UsageError(
      `${missing.replace('...', '')} is missing. See: onestep ${command.name} --help`,
    );
  }
  if (!many && given.length > names.length) {
    const surplus = given.slice(names.length).join(' ');
    throw new UsageError(`Too many arguments: ${surplus}. See: onestep ${command.name} --help`);
  }
}

/** A text option, or undefined. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A whole number option within bounds, or the default. @throws UsageError */
export function numberOf(
  values: Values,
  name: string,
  fallback: number,
  least = 0,
  most = Number.MAX_SAFE_INTEGER,
): number {
  const text = textOf(values, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not ${text}.`);
  }
  return value;
}
