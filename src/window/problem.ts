import type { Finding } from '../base/finding.ts';
import { LIMITS } from '../base/limits.ts';
import { WINDOW_FAULTS, type WindowFaultCode } from './faults.ts';

/** Thrown in a route to answer with a fault; findings say more than the fault alone. */
export class WindowFault extends Error {
  override name = 'WindowFault';
  readonly code: WindowFaultCode;
  readonly findings: readonly Finding[];
  readonly retryAfter: number | null;

  constructor(
    code: WindowFaultCode,
    findings: readonly Finding[] = [],
    retryAfter: number | null = WINDOW_FAULTS[code].retryAfter,
  ) {
    super(WINDOW_FAULTS[code].en);
    this.code = code;
    this.findings = findings;
    this.retryAfter = retryAfter;
  }
}

/** RFC 9457 with our members: `code`, `titleZh`, `retryable`, `requestId`, `findings`. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly titleZh: string;
  readonly status: number;
  readonly code: WindowFaultCode;
  readonly retryable: boolean;
  readonly requestId: string | null;
  readonly findings: readonly Finding[];
  /** How many findings were left off, when there are more than are shown. */
  readonly findingsLeftOff?: number;
};

/** The fault itself as a finding, so that a client needs to look in one place only. */
function ownFinding(code: WindowFaultCode): Finding {
  const { zh, en, hint, hintZh } = WINDOW_FAULTS[code];
  return { code, zh, en, path: null, law: null, hint, hintZh };
}

/**
 * The body of an error answer: at least one finding, at most `LIMITS.findingsShown`.
 * @param requestId as the log has it, or null when the request never became one.
 */
export function problemOf(fault: WindowFault, requestId: string | null): Problem {
  const { status, en, zh } = WINDOW_FAULTS[fault.code];
  const all = fault.findings.length > 0 ? fault.findings : [ownFinding(fault.code)];
  const leftOff = all.length - LIMITS.findingsShown;
  return {
    type: `urn:onestep:fault:${fault.code}`,
    title: en,
    titleZh: zh,
    status,
    code: fault.code,
    retryable: fault.retryAfter !== null,
    requestId,
    findings: all.slice(0, LIMITS.findingsShown),
    ...(leftOff > 0 ? { findingsLeftOff: leftOff } : {}),
  };
}

/** A finding of the window: about the request, not about a document. */
export function requestFinding(
  code: string,
  texts: { readonly zh: string; readonly en: string },
  more: { readonly path?: string; readonly hint?: string; readonly hintZh?: string } = {},
): Finding {
  return {
    code,
    ...texts,
    path: more.path ?? null,
    law: null,
    hint: more.hint ?? null,
    hintZh: more.hintZh ?? null,
  };
}
