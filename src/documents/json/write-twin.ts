import type { Finding } from '../../base/finding.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { escapeAttribute, isWritable } from '../../xml/write.ts';
import { DECLARATION, inNoNamespace } from '../encode.ts';
import { jsonFinding } from './codes.ts';
import { contentOf, type Element, isElement } from './elements.ts';
import { envelopeXml } from './envelope-xml.ts';
import { below, isArray, isObject, type Json, type JsonObject, readJson } from './json-text.ts';
import { isRaw, type Names, namesOfRoot, usualPrefix, zoneNames } from './names.ts';

/**
 * The message that a twin says: always the same bytes for the same content, in whatever order and
 * with whatever white space the JSON is written. Names that the message does not have are written
 * too, so that the reader of messages says what is wrong with them.
 * @returns the XML, or every finding with the JSON pointer of the value
 */
export function messageXml(bytes: Uint8Array): Result<Buffer, Finding[]> {
  const read = readJson(bytes);
  return read.ok ? rootXml(read.value, '') : read;
}

/** The same of JSON that was read already, at `pointer` in a larger text. */
export function rootXml(json: Json, pointer: string): Result<Buffer, Finding[]> {
  const [name, content] = isObject(json) && json.size === 1 ? [...json][0]! : [null, null];
  if (name === 'DxpMsg') return envelopeXml(content, below(pointer, name), rootXml);
  const names = name === null ? null : (namesOfRoot(name) ?? zoneNames(name));
  if (name === null || names === null) return fail([jsonFinding('TWIN-ROOT', pointer)]);
  const place = below(pointer, name);
  if (!isObject(content)) return fail([jsonFinding('TWIN-SHAPE', place, { want: 'an object' })]);
  const whole = content.get('xml');
  if (whole !== undefined) return wholeXml(whole, content, place);
  return new Writer(names).message(name, content, place);
}

/** A message that is told as one text. */
function wholeXml(xml: Json, content: JsonObject, place: string): Result<Buffer, Finding[]> {
  if (content.size > 1) return fail([jsonFinding('TWIN-MEMBER', place, { want: 'xml' })]);
  const fits = typeof xml === 'string' && isElement(xml);
  if (!fits) return fail([jsonFinding('TWIN-XML', below(place, 'xml'))]);
  return ok(Buffer.from(DECLARATION + xml));
}

type Form = {
  readonly prefix: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly spaces: readonly string[] | null;
};

const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
const QUALIFIED = /^[\p{L}_][\p{L}\p{N}_.-]*(:[\p{L}_][\p{L}\p{N}_.-]*)?$/u;

/** Gathers everything that is wrong with one message. */
class Writer {
  readonly findings: Finding[] = [];
  readonly names: Names;

  constructor(names: Names) {
    this.names = names;
  }

  message(root: string, content: JsonObject, place: string): Result<Buffer, Finding[]> {
    const form = this.form(content.get('form'), below(place, 'form'));
    const allowed = [...this.names.attributes, ...this.names.root, 'form'];
    for (const name of content.keys()) {
      if (!allowed.includes(name)) this.note('TWIN-MEMBER', below(place, name), allowed.join(', '));
    }
    const attributes = this.names.attributes.flatMap((name) => {
      const value = content.get(name);
      return value === undefined ? [] : [[name, this.text(value, below(place, name))] as const];
    });
    const children = this.names.root.flatMap((name) => {
      const value = content.get(name);
      return value === undefined ? [] : this.elements(name, value, below(place, name), root);
    });
    if (this.findings.length > 0) return this.refused();
    return this.written({ name: root, children }, form, attributes, place);
  }

  private written(
    element: Element,
    { prefix, attributes, spaces }: Form,
    own: readonly (readonly [string, string])[],
    place: string,
  ): Result<Buffer, Finding[]> {
    let at = 0;
    const { space } = this.names;
    const raw = prefix === '' && space !== null ? inScope(element) : element;
    const content = contentOf(raw, prefix, () => spaces?.[at++] ?? '');
    if (spaces !== null && at !== spaces.length) {
      this.note('TWIN-SPACES', below(below(place, 'form'), 'spaces'));
      return this.refused();
    }
    const declares = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
    const scope = space === null ? [] : [[declares, space] as const];
    const all = [...scope, ...attributes, ...own];
    const written = all.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
    const name = prefix === '' ? element.name : `${prefix}:${element.name}`;
    return ok(Buffer.from(`${DECLARATION}<${name}${written}>${content}</${name}>`));
  }

  private refused(): Result<Buffer, Finding[]> {
    return fail(this.findings);
  }

  private note(code: Parameters<typeof jsonFinding>[0], pointer: string, want = ''): void {
    this.findings.push(jsonFinding(code, pointer, { want }));
  }

  private text(value: Json, pointer: string): string {
    if (typeof value !== 'string') this.note('TWIN-SHAPE', pointer, 'a text in quotes');
    else if (isWritable(value)) return value;
    else this.note('TWIN-CHARACTER', pointer);
    return '';
  }

  private elements(name: string, json: Json, pointer: string, parent: string): Element[] {
    if (isArray(json)) {
      return json.flatMap((item, i) => this.element(name, item, below(pointer, i), parent));
    }
    return this.element(name, json, pointer, parent);
  }

  private element(name: string, json: Json, pointer: string, parent: string): Element[] {
    if (!NAME.test(name)) this.note('TWIN-NAME', pointer);
    if (name === 'Signature' && this.names.root.includes(name) && parent.endsWith('Message')) {
      return [{ name, raw: this.xml(json, pointer) }];
    }
    if (isRaw(name, parent) && this.names.space === null) {
      return [{ name, raw: this.xml(json, pointer) }];
    }
    if (name === 'Message' && parent === 'ExtendMessage') return [this.extension(json, pointer)];
    if (!isObject(json)) return [{ name, text: this.text(json, pointer) }];
    const id = name === 'Object' ? json.get('Id') : undefined;
    const order = this.names.below.get(name) ?? [];
    const members = [...order.filter((each) => json.has(each)), ...json.keys()].filter(
      (member) => member !== 'Id' || id === undefined,
    );
    const children = [...new Set(members)].flatMap((member) =>
      this.elements(member, json.get(member)!, below(pointer, member), name),
    );
    if (id === undefined) return [{ name, children }];
    return [{ name, children, id: this.text(id, below(pointer, 'Id')) }];
  }

  private extension(json: Json, pointer: string): Element {
    if (json === '') return { name: 'Message', text: '' };
    return { name: 'Message', children: [{ name: '', raw: this.xml(json, pointer) }] };
  }

  private xml(json: Json, pointer: string): string {
    const text = this.text(json, pointer);
    if (typeof json === 'string' && !isElement(text)) this.note('TWIN-XML', pointer);
    return text;
  }

  private form(json: Json | undefined, pointer: string): Form {
    const usual: Form = {
      prefix: usualPrefix(this.names.space),
      attributes: new Map(),
      spaces: null,
    };
    if (json === undefined) return usual;
    if (!isObject(json)) {
      this.note('TWIN-SHAPE', pointer, 'an object');
      return usual;
    }
    const known = ['prefix', 'attributes', 'spaces'];
    for (const name of json.keys()) {
      if (!known.includes(name)) this.note('TWIN-MEMBER', below(pointer, name), known.join(', '));
    }
    return {
      prefix: this.prefix(json.get('prefix') ?? usual.prefix, below(pointer, 'prefix')),
      attributes: this.attributes(json.get('attributes'), below(pointer, 'attributes')),
      spaces: this.spaces(json.get('spaces'), below(pointer, 'spaces')),
    };
  }

  private prefix(json: Json, pointer: string): string {
    const prefix = this.text(json, pointer);
    if (prefix !== '' && !NAME.test(prefix)) this.note('TWIN-NAME', pointer);
    return prefix;
  }

  private attributes(json: Json | undefined, pointer: string): ReadonlyMap<string, string> {
    if (json === undefined) return new Map();
    if (!isObject(json)) this.note('TWIN-SHAPE', pointer, 'an object');
    const entries = isObject(json) ? [...json] : [];
    return new Map(
      entries.map(([name, value]) => {
        const place = below(pointer, name);
        if (!QUALIFIED.test(name) || this.names.attributes.includes(name))
          this.note('TWIN-NAME', place);
        return [name, this.text(value, place)];
      }),
    );
  }

  private spaces(json: Json | undefined, pointer: string): readonly string[] | null {
    if (json === undefined) return null;
    const isSpace = (item: Json) => typeof item === 'string' && /^[ \t\n]*$/.test(item);
    if (isArray(json) && json.every(isSpace)) return json as readonly string[];
    this.note('TWIN-SHAPE', pointer, 'an array of white space');
    return null;
  }
}

/** Without a prefix the namespace of the message would take in an element that has none. */
function inScope(element: Element): Element {
  if (element.raw !== undefined) return { ...element, raw: inNoNamespace(element.raw, '') };
  const { children } = element;
  return children === undefined ? element : { ...element, children: children.map(inScope) };
}
