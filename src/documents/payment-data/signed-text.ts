import { type JsonObject, type JsonReading, writeJson } from '../json/json-text.ts';
import { HEAD } from './fields.ts';

/**
 * The texts that the signature of an answer may be over: its first-level members, each as
 * `"name":"value"`, joined with `||`, the JSON of head and list between quotes without any
 * escaping. First with the JSON as it stands in the answer, then, where that is another text, as
 * compact JSON: some clients sign what they serialise anew.
 */
export function signedTexts(
  { written }: JsonReading,
  root: JsonObject,
  list: string,
): readonly string[] {
  const asWritten = signedText(list, (name) => written.get(name) ?? '');
  const compact = signedText(list, (name) => writeJson(root.get(name) ?? ''));
  return asWritten === compact ? [asWritten] : [asWritten, compact];
}

/** @param json the JSON of a member; a text comes in the quotes that are written anyway */
function signedText(list: string, json: (name: string) => string): string {
  const quoted = (name: string) => {
    const text = json(name);
    return text.startsWith('"') ? text : `"${text}"`;
  };
  return ['sessionID', HEAD, list, 'serviceTime']
    .map((name) => `"${name}":${quoted(name)}`)
    .join('||');
}
