import { Type } from '@fastify/type-provider-typebox';
import type { Finding } from '../base/finding.ts';
import { twinOf } from '../documents/json/twin.ts';
import { messageXml } from '../documents/json/write-twin.ts';
import { MESSAGE_LIMITS } from '../xml/limits.ts';
import { scan } from '../xml/scan.ts';
import { WindowFault } from './problem.ts';

/** Messages as JSON: the twin of the XML (docs/JSON.md), to be told from JSON about messages. */
export const TWIN_TYPE = 'application/vnd.onestep.ceb+json';
/** What is sent under these is a twin. */
export const TWIN_TYPES: readonly string[] = ['application/json', TWIN_TYPE];

/** Whether the content of a request is JSON, by its header. */
export function isTwin(contentType: string | undefined): boolean {
  return TWIN_TYPES.includes((contentType ?? '').split(';')[0]!.trim().toLowerCase());
}

/**
 * The message that a twin says.
 * @throws WindowFault 400 for what is no JSON, 422 for what is no twin
 */
export function messageOfTwin(json: Buffer): Buffer {
  const written = messageXml(json);
  if (written.ok) return written.value;
  const isText = written.error.some(({ code }) => code.startsWith('JSON-'));
  throw new WindowFault(isText ? 'bad-request' : 'refused', written.error);
}

/** The twin of XML that the platform keeps or wrote itself; null when it is no message. */
export function twinText(xml: Uint8Array | string): string | null {
  const scanned = scan(typeof xml === 'string' ? Buffer.from(xml) : xml, MESSAGE_LIMITS);
  const twin = scanned.ok ? twinOf(scanned.doc) : null;
  return twin === null ? null : JSON.stringify(twin);
}

/** Findings on the XML of a twin: its lines are none that the sender has. */
export function withoutLines(findings: readonly Finding[]): Finding[] {
  return findings.map(({ line: _line, ...finding }) => finding);
}

/** For the reader of the description only. */
export const TWIN_SCHEMA = Type.Object(
  {},
  {
    additionalProperties: true,
    description: 'The message as JSON, element by element (docs/JSON.md)',
    examples: [
      {
        CEB311Message: {
          guid: '36 characters',
          version: '1.0',
          Order: [{ OrderHead: { orderNo: 'SO20261123001' }, OrderList: [{ gnum: '1' }] }],
          BaseTransfer: { copCode: '4101W60001' },
          Signature: '<ds:Signature xmlns:ds="...">...</ds:Signature>',
        },
      },
    ],
  },
);
