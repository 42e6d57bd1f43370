/**
 * Generated XML documents, a seed each: everything the scanner's grammar allows, and preferably
 * what canonical form has to change. Also mutations of given documents, most of them broken.
 */

/** Draws from a seeded generator (mulberry32). */
export type Draw = {
  below: (bound: number) => number;
  chance: (percent: number) => boolean;
  pick: <T>(list: readonly T[]) => T;
};

/** A generator whose numbers follow from the seed alone. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound: number) => next() % bound;
  return {
    below,
    chance: (percent) => below(100) < percent,
    pick: (list) => list[below(list.length)]!,
  };
}

const LOCALS = ['a', 'b', 'Order', 'x-1', 'y.2', '_z', '报文', 'é', '𠮷', 'B', 'aa'];
const PREFIXES = ['p', 'q', 'ns1', '前', 'P', '𠮷'];
// No ampersand: libxml2 2.9 forgets to escape it when it writes a declaration canonically.
const URIS = ['urn:a', 'http://x.example/?a=1;b=&#50;', 'urn:b', 'urn:B', 'http://y.example/'];
const TEXTS = [
  'text',
  '中文测试',
  '\u{1F600}𠮷',
  ' ',
  '\n\t',
  '\r\n',
  '\r',
  '&amp;',
  '&lt;',
  '&gt;',
  '&quot;',
  '&apos;',
  '>',
  ']]',
  '&#13;',
  '&#xD;',
  '&#x9;',
  '&#10;',
  '&#x4E2d;',
  '&#128512;',
  '"\'',
  '<![CDATA[<&>"\r\n]]>',
  '<![CDATA[]]>',
  '<!-- note\r\n < & -->',
  '\u00a0\u2028\u007f\u0085',
];
const VALUES = TEXTS.filter((text) => !text.startsWith('<'));

type Scope = ReadonlyMap<string, string>;

/** A well-formed document. `comments` false leaves comments out. */
export function generateDocument(seed: number, comments = true): string {
  const draw = drawFrom(seed);
  const misc = () =>
    Array.from({ length: draw.below(3) }, () =>
      comments && draw.chance(40) ? '<!-- misc -->' : draw.pick([' ', '\n', '\r\n']),
    ).join('');
  const mark = draw.chance(10) ? '\ufeff' : '';
  const declaration = draw.chance(50) ? declarationFrom(draw) : '';
  const lead = declaration === '' ? '' : misc();
  const root = element(draw, new Map([['', '']]), 0, comments);
  return `${mark}${declaration}${lead}${root}${misc()}`;
}

function declarationFrom(draw: Draw): string {
  const version = draw.pick([`version="1.0"`, `version = '1.0'`]);
  const encoding = draw.pick([
    '',
    ' encoding="UTF-8"',
    " encoding='utf-8'",
    '\n encoding ="Utf-8"',
  ]);
  const standalone = draw.pick(['', '', ' standalone="yes"', " standalone = 'no' "]);
  return `<?xml ${version}${encoding}${standalone}?>`;
}

function element(draw: Draw, outer: Scope, depth: number, comments: boolean): string {
  const scope = new Map(outer);
  const parts = declarations(draw, scope);
  const prefixes = [...scope.keys()].filter((prefix) => prefix !== '');
  const qualified = (percent: number) =>
    draw.chance(percent) && prefixes.length > 0
      ? `${draw.pick(prefixes)}:${draw.pick(LOCALS)}`
      : draw.pick(LOCALS);
  const name = qualified(50);
  parts.push(...attributes(draw, scope, qualified));
  const tag = `<${name}${shuffled(draw, parts).join('')}${draw.pick(['', '', ' ', '\n'])}`;
  if (draw.chance(15)) return `${tag}/>`;
  const content = Array.from({ length: draw.below(depth > 4 ? 2 : 5) }, () =>
    draw.chance(45) ? element(draw, scope, depth + 1, comments) : piece(draw, comments),
  );
  return `${tag}>${content.join('')}</${name}${draw.pick(['', '', '', '\t'])}>`;
}

/** A piece of text that cannot end a CDATA section together with its neighbours. */
function piece(draw: Draw, comments: boolean): string {
  const text = draw.pick(TEXTS);
  if (text === ']]') return ']] ';
  return text.startsWith('<!--') && !comments ? '' : text;
}

function declarations(draw: Draw, scope: Map<string, string>): string[] {
  const parts: string[] = [];
  if (draw.chance(25)) {
    const uri = draw.pick([...URIS, '']);
    scope.set('', uri);
    parts.push(`${gap(draw)}xmlns${quoted(draw, uri)}`);
  }
  for (const prefix of PREFIXES) {
    if (!draw.chance(15)) continue;
    const uri = draw.pick(URIS);
    scope.set(prefix, uri);
    parts.push(`${gap(draw)}xmlns:${prefix}${quoted(draw, uri)}`);
  }
  return parts;
}

function attributes(draw: Draw, scope: Scope, qualified: (percent: number) => string): string[] {
  const seen = new Set<string>();
  const parts: string[] = [];
  const add = (name: string, expanded: string, text: string) => {
    if (seen.has(expanded)) return;
    seen.add(expanded);
    parts.push(`${gap(draw)}${name}${quoted(draw, text)}`);
  };
  if (draw.chance(10)) add('xml:lang', 'xml:lang', draw.pick(['zh', 'en']));
  if (draw.chance(10)) add('xml:space', 'xml:space', 'preserve');
  for (let n = draw.below(4); n > 0; n--) {
    const name = qualified(40);
    const [prefix, local] = name.includes(':') ? name.split(':') : ['', name];
    const expanded = prefix === '' ? `{}${local}` : `{${scope.get(prefix!)}}${local}`;
    const text = Array.from({ length: draw.below(4) }, () => draw.pick(VALUES)).join('');
    add(name, expanded, text);
  }
  return parts;
}

function gap(draw: Draw): string {
  return draw.pick([' ', ' ', ' ', '  ', '\n\t', '\r\n']);
}

function quoted(draw: Draw, text: string): string {
  const equals = draw.pick(['=', '=', '=', ' = ']);
  return draw.chance(70)
    ? `${equals}"${text.replaceAll('"', '&#x22;')}"`
    : `${equals}'${text.replaceAll("'", '&apos;')}'`;
}

function shuffled<T>(draw: Draw, list: readonly T[]): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const k = draw.below(i + 1);
    [copy[i], copy[k]] = [copy[k]!, copy[i]!];
  }
  return copy;
}

const SNIPPETS = [
  '<',
  '>',
  '&',
  '&amp;',
  '&lt',
  '&#x;',
  '&#55296;',
  '&foo;',
  '"',
  "'",
  '=',
  '/',
  '</',
  '/>',
  '<a/>',
  '<b>',
  '</b>',
  'xmlns=""',
  ' xmlns:p=""',
  ' xmlns:p="urn:p"',
  ' p:a="1"',
  ' a="1"',
  'p:',
  ':',
  '<!--',
  '-->',
  '<!-- -- -->',
  '<![CDATA[',
  ']]>',
  '\ufffe',
  '\u0001',
  '\ufeff',
  '\r',
  ' ',
  '中',
  '·',
  '\u0300',
].map((snippet) => Buffer.from(snippet, 'utf8'));

/** One to three random injuries to `source`: bytes flipped, cut, doubled, moved, inserted. */
export function mutate(source: Uint8Array, seed: number): Buffer {
  const draw = drawFrom(seed);
  let bytes = Buffer.from(source);
  for (let n = 1 + draw.below(3); n > 0; n--) bytes = injured(draw, bytes);
  return bytes;
}

function injured(draw: Draw, bytes: Buffer): Buffer<ArrayBuffer> {
  const at = draw.below(bytes.length + 1);
  const length = draw.chance(50) ? 1 + draw.below(3) : draw.below(40);
  const head = bytes.subarray(0, at);
  const tail = bytes.subarray(at);
  switch (draw.below(7)) {
    case 0:
      return Buffer.concat([head, Buffer.from([1 + draw.below(255)]), tail.subarray(1)]);
    case 1:
      return Buffer.concat([head, tail.subarray(length)]);
    case 2:
      return Buffer.concat([head, tail.subarray(0, length), tail]);
    case 3:
      return draw.chance(15) ? Buffer.concat([head]) : Buffer.concat([bytes]);
    case 4: {
      const from = draw.below(bytes.length + 1);
      return Buffer.concat([head, bytes.subarray(from, from + length), tail]);
    }
    default:
      return Buffer.concat([head, draw.pick(SNIPPETS), tail]);
  }
}
