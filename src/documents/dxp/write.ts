import { escapeText } from '../../xml/write.ts';
import { DXP_NAMESPACE, type Envelope } from './envelope.ts';

/**
 * An envelope as the gateways of the port read it: with regular expressions, so the tags have no
 * prefix, `SenderId`, `ReceiverId`, `MsgType` and `Data` each stand on one line, and the base64
 * has no line breaks (NOTES section 7).
 */
export function writeEnvelope(envelope: Envelope): string {
  const { copMsgId, senderId, receiverIds, creatTime, msgType, data } = envelope;
  const leaf = (name: string, value: string): string => `<${name}>${escapeText(value)}</${name}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<DxpMsg xmlns="${DXP_NAMESPACE}" ver="1.0">`,
    '<TransInfo>',
    leaf('CopMsgId', copMsgId),
    leaf('SenderId', senderId),
    '<ReceiverIds>',
    ...receiverIds.map((receiver) => leaf('ReceiverId', receiver)),
    '</ReceiverIds>',
    leaf('CreatTime', creatTime),
    leaf('MsgType', msgType),
    '</TransInfo>',
    `<Data>${data.toString('base64')}</Data>`,
    '</DxpMsg>',
    '',
  ].join('\n');
}
