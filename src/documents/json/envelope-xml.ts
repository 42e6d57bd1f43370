import type { Finding } from '../../base/finding.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { isWritable } from '../../xml/write.ts';
import { writeEnvelope } from '../dxp/write.ts';
import { jsonFinding } from './codes.ts';
import { isElement } from './elements.ts';
import { below, isArray, isObject, type Json } from './json-text.ts';

const INFO = ['CopMsgId', 'SenderId', 'ReceiverIds', 'CreatTime', 'MsgType'];
const MEMBERS = ['ver', 'TransInfo', 'Data', 'AddInfo', 'Signature'];

type Xml = Result<Buffer, Finding[]>;

/**
 * The envelope that a twin says. What its schema asks of the values is said by its reader.
 * @param messageOf the bytes of the message in Data
 */
export function envelopeXml(
  json: Json,
  pointer: string,
  messageOf: (json: Json, pointer: string) => Xml,
): Xml {
  const found: Finding[] = [];
  const info = isObject(json) ? json.get('TransInfo') : undefined;
  if (!isObject(json) || !isObject(info)) {
    const place = isObject(json) ? below(pointer, 'TransInfo') : pointer;
    return fail([jsonFinding('TWIN-SHAPE', place, { want: 'an object' })]);
  }
  const place = below(pointer, 'TransInfo');
  found.push(...unknown([...json.keys()], MEMBERS, pointer));
  found.push(...unknown([...info.keys()], INFO, place));
  const text = (name: string) => textOf(info.get(name), below(place, name), found);
  const receivers = info.get('ReceiverIds') ?? [];
  const listed = isArray(receivers) ? receivers : [receivers];
  const receiverIds = listed.map((one, i) =>
    textOf(one, below(below(place, 'ReceiverIds'), i), found),
  );
  const data = dataOf(json.get('Data'), below(pointer, 'Data'), messageOf, found);
  const parts = ['AddInfo', 'Signature'].map((name) => {
    const part = json.get(name);
    return part === undefined ? '' : `${elementIn(part, below(pointer, name), found)}\n`;
  });
  const version = json.get('ver') ?? '1.0';
  if (version !== '1.0') found.push(shape(below(pointer, 'ver'), '"1.0"'));
  const [copMsgId, senderId, creatTime] = [text('CopMsgId'), text('SenderId'), text('CreatTime')];
  const msgType = text('MsgType');
  if (found.length > 0) return fail(found);
  const xml = writeEnvelope({ copMsgId, senderId, receiverIds, creatTime, msgType, data });
  return ok(Buffer.from(xml.replace('</DxpMsg>', () => `${parts.join('')}</DxpMsg>`)));
}

const shape = (pointer: string, want: string) => jsonFinding('TWIN-SHAPE', pointer, { want });

function unknown(names: readonly string[], known: readonly string[], pointer: string): Finding[] {
  const want = known.join(', ');
  return names
    .filter((name) => !known.includes(name))
    .map((name) => jsonFinding('TWIN-MEMBER', below(pointer, name), { want }));
}

function textOf(json: Json | undefined, pointer: string, found: Finding[]): string {
  if (typeof json !== 'string') found.push(shape(pointer, 'a text in quotes'));
  else if (isWritable(json)) return json;
  else found.push(jsonFinding('TWIN-CHARACTER', pointer));
  return '';
}

/** A message as its twin, or anything in base64. */
function dataOf(
  json: Json | undefined,
  pointer: string,
  messageOf: (json: Json, pointer: string) => Xml,
  found: Finding[],
): Buffer {
  if (!isObject(json)) {
    const text = textOf(json, pointer, found);
    const data = Buffer.from(text, 'base64');
    if (data.toString('base64') !== text) found.push(shape(pointer, 'a message, or base64'));
    return data;
  }
  const message = messageOf(json, pointer);
  if (message.ok) return message.value;
  found.push(...message.error);
  return Buffer.alloc(0);
}

function elementIn(json: Json, pointer: string, found: Finding[]): string {
  const text = textOf(json, pointer, found);
  if (!isElement(text)) found.push(jsonFinding('TWIN-XML', pointer));
  return text;
}
