import { Bug } from '../base/assert.ts';
import { Fault, type FaultCode } from './faults.ts';

const BY_STATE: Readonly<Record<string, FaultCode>> = {
  '23505': 'duplicate-key',
  '40001': 'database-conflict',
  '40P01': 'database-conflict',
  '55P03': 'database-conflict',
  '57014': 'database-timeout',
  '25P03': 'database-timeout',
  '53100': 'disk-full',
  '53300': 'database-busy',
  '28000': 'database-refused',
  '28P01': 'database-refused',
  '3D000': 'database-refused',
};

const LOST_CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

type DriverError = Error & { code?: string; constraint?: string };

function codeOf(error: DriverError): FaultCode | null {
  const state = error.code ?? '';
  const known = BY_STATE[state];
  if (known !== undefined) return known;
  // A row on its way to the default partition of a table whose partition for that day was attached
  // meanwhile; it names no constraint, as a check would. Tried again it goes to the new one.
  if (state === '23514' && error.constraint === undefined) return 'database-conflict';
  // Class 08: connection exceptions. 57P01..57P05: the server is stopping, starting or crashed.
  if (/^(08...|57P0.)$/.test(state) || LOST_CONNECTION.has(state)) return 'database-unreachable';
  if (/timeout exceeded when trying to connect/.test(error.message)) return 'database-busy';
  const lost = /Connection terminated|Client was closed|not queryable|Connection ended/;
  return lost.test(error.message) ? 'database-unreachable' : null;
}

/** Server messages quote values (`invalid input syntax for type date: "..."`); those stay out. */
function withoutValues(message: string): string {
  return message.replace(/: ".*"/s, ': "…"');
}

/**
 * Turns an error of the driver into a `Fault`, or into a `Bug` when the statement itself is wrong
 * (syntax, missing table, broken check). Neither carries a value of a row.
 */
export function explainDriverError(error: unknown): Error {
  if (!(error instanceof Error)) return new Bug(String(error));
  if (error instanceof Fault || error instanceof Bug) return error;
  const { code: sqlState, constraint } = error as DriverError;
  const fault = codeOf(error);
  if (fault !== null) {
    return new Fault(fault, undefined, {
      reason: withoutValues(error.message),
      ...(sqlState === undefined ? {} : { sqlState }),
      ...(constraint === undefined ? {} : { constraint }),
    });
  }
  if (sqlState === undefined) return error;
  return new Bug(`${withoutValues(error.message)} (SQLSTATE ${sqlState})`);
}
