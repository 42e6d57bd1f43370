import { Type } from '@fastify/type-provider-typebox';
import { isoShanghai } from '../base/dates.ts';
import { formatFen } from '../base/fen.ts';
import { taxNoOf } from '../clearance/bill.ts';
import type { Bill } from '../clearance/bill-store.ts';
import { billJson, sumsJson } from '../clearance/tax/bill-json.ts';
import { type App, type Parts, viewerOf } from './app.ts';
import { returnJson } from './export-returns.ts';
import type { DeclarationView, ExportPart, VerdictView } from './platform.ts';
import { WindowFault } from './problem.ts';
import { refundJson } from './refunds.ts';
import { COMMON_PROBLEMS, DECLARATION, NOT_FOUND } from './schemas.ts';

/** A list in an address. */
export const LIST_ID = Type.Object({
  listNo: Type.String({
    minLength: 18,
    maxLength: 18,
    pattern: '^[0-9A-Z]+$',
    examples: ['46122026I000000001', 'B20261123000000001'],
  }),
});

const SCHEMA = {
  summary: 'Look up one declaration list',
  description:
    'Status, timeline and verdict with its reasons and tax, by customs number (invtNo) or ' +
    'pre-entry number (preNo), for the enterprises that take part in it.\n\n' +
    '按清单编号或预录入编号查询状态、过程与审核结论。',
  tags: ['declarations'],
  operationId: 'readDeclaration',
  params: LIST_ID,
  response: { 200: DECLARATION, ...COMMON_PROBLEMS, ...NOT_FOUND },
};

function jsonVerdict({ status, decidedAt, profileVersion, findings, tax }: VerdictView) {
  return {
    status,
    decidedAt: isoShanghai(decidedAt),
    profileVersion,
    findings: [...findings],
    tax: tax === null ? null : billJson(tax),
  };
}

function jsonBill({ listNo, serial, state, issuedAt, dutyNo, ...sums }: Bill) {
  return {
    taxNo: taxNoOf(listNo, serial),
    ...{ state, issuedAt: isoShanghai(issuedAt), dutyNo },
    ...sumsJson(sums),
  };
}

function jsonExport({ passage, returns, ...rest }: ExportPart) {
  const back = returns.map(returnJson);
  if (passage === null) return { ...rest, passage, returns: back };
  const { channel, fob, billNo, releasedAt, closedAt } = passage;
  return {
    ...rest,
    returns: back,
    passage: {
      ...{ channel, billNo, fob: fob === null ? null : formatFen(fob) },
      releasedAt: releasedAt === null ? null : isoShanghai(releasedAt),
      closedAt: closedAt === null ? null : isoShanghai(closedAt),
    },
  };
}

/** What is known of one list, as its answer has it. */
export function jsonDeclaration({ timeline, refunds, bills, verdict, ...rest }: DeclarationView) {
  return {
    ...rest,
    timeline: timeline.map((step) => ({ ...step, at: isoShanghai(step.at) })),
    refunds: refunds.map(refundJson),
    bills: bills.map(jsonBill),
    verdict: verdict === null ? null : jsonVerdict(verdict),
    export: rest.export === null ? null : jsonExport(rest.export),
  };
}

/** `GET /v1/declarations/{listNo}`. */
export function declarationRoutes(app: App, { platform }: Parts): void {
  app.get('/v1/declarations/:listNo', { schema: SCHEMA }, async (request, reply) => {
    const view = await platform.declaration(request.params.listNo, viewerOf(request));
    // The same answer for "none" and "not yours": a number must not tell that it is in use.
    if (view === null) throw new WindowFault('not-found');
    return reply.send(jsonDeclaration(view));
  });
}
