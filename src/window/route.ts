import type { TSchema } from '@fastify/type-provider-typebox';
import type { Finding } from '../base/finding.ts';
import type { Result } from '../base/result.ts';
import { WindowFault } from './problem.ts';
import { COMMON_PROBLEMS, PROBLEM_ANSWERS } from './schemas.ts';

/** The answer to what is refused. */
export const REFUSED = { 422: PROBLEM_ANSWERS[422] };

type Answers = Readonly<Record<number, TSchema | object>>;

/**
 * Schemas of routes under one tag; the first sentence of the English text is the summary.
 * @param also answers that any of these routes may give beside the common ones
 */
export function schemasUnder<More extends Answers>(tag: string, also: More = {} as More) {
  return <Own extends Answers>(operationId: string, en: string, zh: string, response: Own) => {
    const summary = en.split(/[.:;]/, 1)[0] ?? en;
    return {
      ...{ operationId, summary, description: `${en}\n\n${zh}`, tags: [tag] },
      response: { ...response, ...COMMON_PROBLEMS, ...also },
    };
  };
}

/** @throws WindowFault 404 */
export function found<T>(value: T | null): T {
  if (value === null) throw new WindowFault('not-found');
  return value;
}

/** @throws WindowFault 422 with all that is wrong */
export function taken<T>(result: Result<T, Finding[]>): T {
  if (!result.ok) throw new WindowFault('refused', result.error);
  return result.value;
}
