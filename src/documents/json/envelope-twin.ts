import { withCanonical } from '../../xml/canonical.ts';
import type { XmlDocument } from '../../xml/document.ts';
import { MESSAGE_LIMITS } from '../../xml/limits.ts';
import { firstChild, localName, nextSibling, scan } from '../../xml/scan.ts';
import { readEnvelope } from '../dxp/envelope.ts';
import type { Twin, TwinValue } from './json-text.ts';

/**
 * The twin of a DXP envelope; null when it cannot be read. DxpMsgSv is told as the DxpMsg in it,
 * for that is the transport's own. Data that is no message stays base64.
 */
export function envelopeTwin(
  doc: XmlDocument,
  twinOf: (doc: XmlDocument) => Twin | null,
): Twin | null {
  const read = readEnvelope(doc);
  if (!read.ok) return null;
  const { copMsgId, senderId, receiverIds, creatTime, msgType, data } = read.value;
  const scanned = scan(data, MESSAGE_LIMITS);
  const message = scanned.ok ? twinOf(scanned.doc) : null;
  const content: Record<string, TwinValue> = {
    ver: '1.0',
    TransInfo: {
      CopMsgId: copMsgId,
      SenderId: senderId,
      ReceiverIds: receiverIds,
      CreatTime: creatTime,
      MsgType: msgType,
    },
    Data: message ?? data.toString('base64'),
    ...partsOf(doc),
  };
  return { DxpMsg: content };
}

/** AddInfo and Signature, which nobody here reads, as XML text. */
function partsOf(doc: XmlDocument): Record<string, string> {
  const parts: Record<string, string> = {};
  const at = localName(doc, 0) === 'DxpMsgSv' ? childCalled(doc, 0, 'DxpMsg') : 0;
  for (const name of ['AddInfo', 'Signature']) {
    const node = childCalled(doc, at, name);
    if (node >= 0) parts[name] = withCanonical(doc, node, {}, (bytes) => bytes.toString('utf8'));
  }
  return parts;
}

function childCalled(doc: XmlDocument, node: number, name: string): number {
  for (let child = firstChild(doc, node); child >= 0; child = nextSibling(doc, child)) {
    if (localName(doc, child) === name) return child;
  }
  return -1;
}
