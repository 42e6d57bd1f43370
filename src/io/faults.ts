/**
 * Faults: the world failing (database, disk, network), as opposed to findings (a refusal in the
 * domain) and bugs. One table says what HTTP answers and whether trying again can help.
 */
export const FAULTS = {
  'database-unreachable': { status: 503, retryable: true, text: 'The database cannot be reached.' },
  'database-busy': { status: 503, retryable: true, text: 'The database has no free connection.' },
  'database-conflict': {
    status: 503,
    retryable: true,
    text: 'Two transactions met and the database undid this one.',
  },
  'commit-unknown': {
    status: 503,
    retryable: true,
    text: 'The connection was lost while committing; sending again tells whether it was kept.',
  },
  'duplicate-key': { status: 409, retryable: false, text: 'A row with this key exists already.' },
  'database-timeout': { status: 503, retryable: true, text: 'A statement took too long.' },
  'disk-full': { status: 507, retryable: true, text: 'The disk of the database is full.' },
  'database-refused': {
    status: 500,
    retryable: false,
    text: 'The database refused the user, the password or the database name.',
  },
  'database-start': { status: 500, retryable: false, text: 'The database did not start.' },
  'schema-mismatch': {
    status: 500,
    retryable: false,
    text: 'The database has another schema than this program.',
  },
  'archive-missing': {
    status: 503,
    retryable: true,
    text: 'The day is archived and its file is not where the archive is looked for.',
  },
  'archive-damaged': {
    status: 500,
    retryable: false,
    text: 'The file of an archived day is damaged.',
  },
  'archive-expired': {
    status: 410,
    retryable: false,
    text: 'The day is past its retention and its file was deleted.',
  },
  'draw-parties': {
    status: 503,
    retryable: true,
    text: 'Fewer than two parties commit to a share of the seed; nothing can be drawn.',
  },
  overload: { status: 429, retryable: true, text: 'More arrives than can be worked off.' },
} as const satisfies Record<string, { status: number; retryable: boolean; text: string }>;

export type FaultCode = keyof typeof FAULTS;

/** What the database said, without any value from a row (those may be personal). */
export type FaultOrigin = {
  readonly reason?: string;
  readonly sqlState?: string;
  readonly constraint?: string;
};

/** The world failed. `code` is a key of `FAULTS`; `message` is one sentence for people. */
export class Fault extends Error {
  override name = 'Fault';
  readonly code: FaultCode;
  readonly origin: FaultOrigin;

  constructor(code: FaultCode, message: string = FAULTS[code].text, origin: FaultOrigin = {}) {
    super(message);
    this.code = code;
    this.origin = origin;
  }

  /** HTTP status to answer with. */
  get status(): number {
    return FAULTS[this.code].status;
  }

  /** Whether the same work may succeed when tried again. */
  get retryable(): boolean {
    return FAULTS[this.code].retryable;
  }
}

/** Whether the error is a fault (with the given code, if one is given). */
export function isFault(error: unknown, code?: FaultCode): error is Fault {
  return error instanceof Fault && (code === undefined || error.code === code);
}
