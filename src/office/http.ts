import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TSchema, TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import { present } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import type { Office } from '../flows/office.ts';
import { roleFindings } from '../inspection/task.ts';
import type { Officer, OfficerRole } from '../registry/officer.ts';

/** The server that the window has built. */
export type OfficeApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

type Status = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 500 | 503;

/** What the window says for the office: who builds the server passes it in. */
export type Saying = {
  /** Answers that a call may give beside its own, for the description. */
  readonly problems: Readonly<Record<Status, TSchema | object>>;
  /** The error that the server answers with. */
  fault(
    code: 'not-found' | 'wrong-role' | 'task-conflict' | 'refused' | 'bad-request' | 'no-place',
    findings?: readonly Finding[],
  ): Error;
};

/** What the routes share. */
export type OfficeParts = { readonly office: Office; readonly saying: Saying };

/** Who reads what was said of one list or declaration. */
export const CASE_READERS = ['officer', 'supervisor', 'auditor'] as const;

/** The longest body of what an officer says, in bytes: a person types it. */
export const SAID_BYTES = 16_384;

/** The officer of a request; the guard of the server has seen to it. */
export function officerOf(request: FastifyRequest): Officer {
  return present(request.officer, 'the officer of the request');
}

/** The officer, who has one of the roles. @throws fault 403 */
export function officerWith(
  request: FastifyRequest,
  { saying }: Pick<OfficeParts, 'saying'>,
  roles: readonly OfficerRole[],
): Officer {
  const officer = officerOf(request);
  const findings = roleFindings(officer, ...roles);
  if (findings.length > 0) throw saying.fault('wrong-role', findings);
  return officer;
}

/** Whose fault it is: not the right person, the state of the task, or what was said. */
function codeOf(findings: readonly Finding[]): 'wrong-role' | 'task-conflict' | 'refused' {
  const codes = findings.map(({ code }) => code);
  if (codes.some((code) => WRONG_PERSON.includes(code))) return 'wrong-role';
  return codes.some((code) => WRONG_STATE.includes(code)) ? 'task-conflict' : 'refused';
}

const WRONG_PERSON = [
  ...['OFF-ROLE', 'OFF-PAIR', 'OFF-ALONE'],
  ...['RISK-CEILING', 'RISK-EVERYTHING', 'RISK-EMPTY'],
];
const WRONG_STATE = [
  'OFF-CLOSED',
  'OFF-TAKEN',
  'OFF-HOLDER',
  'OFF-STAGE',
  'OFF-SAID',
  'OFF-DETAINED',
  'OFF-ENDED',
  'OFF-END',
  'OFF-NEWER',
  'RISK-STATE',
  ...['TBK-STATE', 'TBK-RETURNED', 'TBK-EXIT', 'BND-FROZEN', 'DEC-HAND', 'DEC-TASK'],
];

/** What was done. @throws fault 404 without such a task, 403, 409 or 422 with the findings */
export function done<T>(
  { saying }: Pick<OfficeParts, 'saying'>,
  result: Result<T | null, Finding[]>,
): T {
  if (!result.ok) throw saying.fault(codeOf(result.error), result.error);
  return found({ saying }, result.value);
}

/** @throws fault 404 */
export function found<T>({ saying }: Pick<OfficeParts, 'saying'>, value: T | null): T {
  if (value === null) throw saying.fault('not-found');
  return value;
}

/** The schema of a call; the first sentence of the English text is its summary. */
export function schemaOf<Own extends Readonly<Record<number, TSchema | object>>>(
  { saying }: Pick<OfficeParts, 'saying'>,
  operationId: string,
  en: string,
  zh: string,
  response: Own,
) {
  const summary = en.split(/[.:;]/, 1)[0] ?? en;
  return {
    ...{ operationId, summary, description: `${en}\n\n${zh}`, tags: ['office'] },
    response: { ...saying.problems, ...response },
  };
}
