import { type DestinationStream, pino } from 'pino';

/** What a line says beside its sentence: codes, counts, numbers; never what a document says. */
export type LogFields = Readonly<Record<string, unknown>>;

export type Log = {
  debug(fields: LogFields, sentence: string): void;
  info(fields: LogFields, sentence: string): void;
  warn(fields: LogFields, sentence: string): void;
  error(fields: LogFields, sentence: string): void;
  /** A log whose lines all carry these fields. */
  child(fields: LogFields): Log;
};

export type LogOptions = {
  /** `debug`, `info`, `warn`, `error` or `silent`; default `info`. */
  readonly level?: string;
  /** Where the lines go, as JSON; default standard error. */
  readonly to?: DestinationStream;
};

/** Fields that are personal or secret wherever they stand. */
const PRIVATE = [
  /^(buyer|payer|consignee|purchaser)/i,
  /telephone|phone|mobile|address|idnumber|idno$/i,
  /^(authorization|cookie|password|token|secret|privatekey|body|xml|json|params)$/i,
];

/** Keyed hashes stand for a person without naming one. */
const ALLOWED = /(key|hash)$/i;

/** Identity numbers and mobile numbers, wherever they turn up in a text. */
const NUMBERS = /(?<![0-9A-Za-z])(\d{17}[0-9Xx]|1[3-9]\d{9})(?![0-9A-Za-z])/g;

/** The text without identity and mobile numbers. */
export function maskNumbers(text: string): string {
  return text.replace(NUMBERS, '***');
}

const DEEPEST = 6;

function masked(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskNumbers(value);
  if (typeof value === 'bigint') return maskNumbers(String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST || value instanceof Uint8Array) return '***';
  if (value instanceof Error) return maskedError(value, depth);
  if (Array.isArray(value)) return value.map((item) => masked(item, depth + 1));
  return maskedFields(value, depth);
}

function maskedFields(fields: object, depth: number): Record<string, unknown> {
  const pairs = Object.entries(fields).map(([name, value]) => {
    const hidden = PRIVATE.some((pattern) => pattern.test(name)) && !ALLOWED.test(name);
    return [name, hidden ? '***' : masked(value, depth + 1)] as const;
  });
  return Object.fromEntries(pairs);
}

function maskedError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack = '' } = error;
  const where = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const text = (masked(message, depth) as string).slice(0, 500);
  return { type: name, ...maskedFields(error, depth), message: text, stack: where };
}

/**
 * Lines of JSON for machines and people to search. Whatever is passed in, identity numbers, phone
 * numbers, names, addresses, tokens and bodies do not come out.
 */
export function createLog(options: LogOptions = {}): Log {
  const log = pino(
    {
      level: options.level ?? 'info',
      base: null,
      serializers: { err: (error) => error },
      formatters: {
        level: (level) => ({ level }),
        log: (fields) => maskedFields(fields, 0),
      },
      hooks: {
        logMethod(args, method) {
          method.apply(this, args.map((arg) => masked(arg, 0)) as Parameters<typeof method>);
        },
      },
    },
    options.to ?? pino.destination({ dest: 2, sync: true }),
  );
  // The fields of a child are written as they come; children inherit this method.
  const { child } = log;
  log.child = function maskingChild(this: typeof log, fields: object) {
    return child.call(this, maskedFields(fields, 0));
  } as typeof child;
  return log;
}
