/** Messages as trees, changed here and there, and written in every layout XML allows. */
import { type SeededRandom, seededRandom } from '../../src/base/random.ts';
import { BASE_SUBSCRIBE, transferIn } from '../../src/documents/ceb/base-transfer.ts';
import { CATALOGUE } from '../../src/documents/ceb/catalogue.ts';
import {
  type Edition,
  type Field,
  fieldIn,
  type Group,
  lineCountIn,
  type MessageTable,
} from '../../src/documents/ceb/fields.ts';
import { generateMessage, generateText, generateValue } from './generated-messages.ts';

/** An element; `field` is its table row when it has one. `raw` is written as it stands. */
export type Tree = {
  name: string;
  space: 'ceb' | 'ds' | 'other' | 'none';
  attributes: [string, string][];
  children: Tree[];
  text: string;
  raw: string | null;
  field: Field | null;
};

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const SIGNATURE =
  '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>' +
  '<ds:CanonicalizationMethod Algorithm="a"/><ds:SignatureMethod Algorithm="b"/>' +
  '<ds:Reference URI=""><ds:DigestMethod Algorithm="c"/><ds:DigestValue>AAAA</ds:DigestValue>' +
  '</ds:Reference></ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>';

/** A mutant with the seeds of its message and of its changes; one in eight is left valid. */
export function mutant(table: MessageTable, seed: number, edition: Edition): string {
  const random = seededRandom(BigInt(seed));
  const root = treeOf(table, BigInt(seed), edition);
  const changes = random.below(8) === 0 ? 0 : 1 + random.below(2);
  for (let i = 0; i < changes && root.children.length > 0; i++) {
    // The first change goes by the seed, so that each kind meets each of the messages.
    const turn = Math.floor(seed / CATALOGUE.size) % CHANGES.length;
    const change = i === 0 ? CHANGES[turn]! : random.pick(CHANGES);
    change(root, random, edition);
  }
  return write(root, random);
}

/** Messages in which one leaf is empty, then blank; each leaf that the table names in turn. */
export function emptied(table: MessageTable, edition: Edition): string[] {
  const leaves = (root: Tree) => pairs(root).filter(({ child }) => child.field !== null);
  const count = leaves(treeOf(table, 0n, edition)).length;
  return Array.from({ length: count * 2 }, (_, at) => {
    const root = treeOf(table, 0n, edition);
    setText(leaves(root)[at >> 1]!.child, at % 2 === 0 ? '' : ' ');
    return write(root, seededRandom(BigInt(at)));
  });
}

/** A message as a tree. */
export function treeOf(table: MessageTable, seed: bigint, edition: Edition): Tree {
  const message = generateMessage(table, seed, edition);
  const root = node(`${table.type}Message`);
  root.attributes.push(['guid', message.guid], ['version', message.version ?? '1.0']);
  for (const record of message.records) {
    const head = groupTree(table.head, record.head, edition);
    const lines = (record.lines ?? []).map((line) => groupTree(table.lines!, line, edition));
    const flat = table.head.element === table.record;
    root.children.push(flat ? head : node(table.record, [head, ...lines]));
  }
  if (!table.sent) return root;
  root.children.push(groupTree(transferIn(table), message.transfer ?? {}, edition));
  for (const values of message.subscribers ?? []) {
    root.children.push(groupTree(BASE_SUBSCRIBE, values, edition));
  }
  const last = [
    ...(seed % 4n === 0n ? [extension()] : []),
    ...(table.signature === 'required' || seed % 3n === 0n ? [signature()] : []),
  ];
  root.children.push(...(table.direction === 'import' ? last : last.reverse()));
  return root;
}

function node(name: string, children: Tree[] = []): Tree {
  return { name, space: 'ceb', attributes: [], children, text: '', raw: null, field: null };
}

function groupTree(group: Group, values: Record<string, string>, edition: Edition): Tree {
  const children = group.fields
    .filter((field) => values[field.element] !== undefined)
    .map((field) => ({
      ...node(field.element),
      text: values[field.element]!,
      field: fieldIn(field, edition),
    }));
  return node(group.element, children);
}

function extension(): Tree {
  const body = node('Message', [{ ...node('anything'), space: 'other', text: 'x' }]);
  return node('ExtendMessage', [
    { ...node('name'), text: 'n' },
    { ...node('version'), text: 'v' },
    body,
  ]);
}

function signature(): Tree {
  return { ...node('Signature'), space: 'ds', raw: SIGNATURE };
}

type Change = (root: Tree, random: SeededRandom, edition: Edition) => void;

/** Every element that a change may touch, with its parent. */
function pairs(root: Tree): { parent: Tree; child: Tree; at: number }[] {
  return root.children.flatMap((child, at) => [
    { parent: root, child, at },
    ...(child.raw === null ? pairs(child) : []),
  ]);
}

/** Any element below the root; children of the root are few, so they get a third of the turns. */
function somewhere(root: Tree, random: SeededRandom) {
  const all = pairs(root);
  return random.pick(random.chance(1, 3) ? all.filter(({ parent }) => parent === root) : all);
}

const KINDS: readonly Field['kind'][] = ['text', 'token', 'decimal', 'integer'];

function leaf(root: Tree, random: SeededRandom, kinds = KINDS): Tree {
  const leaves = pairs(root)
    .map(({ child }) => child)
    .filter(({ field }) => field !== null && kinds.includes(field.kind));
  return leaves.length === 0 ? root : random.pick(leaves);
}

const NUMBERS = [
  ...['', '0', '-0', '+1', '.5', '5.', '.', '-', '+', '1e3', 'NaN', '1,0', '１', '++1', '1.2.3'],
  ...['12345678901234.12345', '123456789012345.12345', '1234567890123456789', '1 2', '- 1'],
  ...['12345678901234567890', '1.000001', '1.000010', '000000000000000000001', '0.00001', '1.0'],
  ...['999999999', '1000000000', '2147483647', '2147483648', '-2147483648', '-2147483649'],
  ...['0.123456', '-1.1234567', '5.000009', '12.3456789', '9.999999', '1.0000001'],
  ...['12345678901234.1234500', '99999999999', '\u00a01', '0x1', 'INF', '-.0', '00.000001'],
];

function setText(tree: Tree, text: string): void {
  tree.text = text;
}

const CHANGES: readonly Change[] = [
  (root, random) => {
    const { parent, at } = somewhere(root, random);
    parent.children.splice(at, 1);
  },
  (root, random) => {
    const { parent, child, at } = somewhere(root, random);
    parent.children.splice(at, 0, structuredClone(child));
  },
  (root, random) => {
    const { parent } = somewhere(root, random);
    parent.children = random.shuffle(parent.children);
  },
  (root, random) => {
    const { parent, child, at } = somewhere(root, random);
    const { parent: target } = somewhere(root, random);
    parent.children.splice(at, 1);
    if (target.raw === null && target !== child) {
      target.children.splice(random.below(target.children.length + 1), 0, child);
    }
  },
  (root, random) => {
    const { child } = somewhere(root, random);
    child.name = random.pick(['note', 'Note', 'unknown', 'qty2', 'guid', 'Order', 'Signature']);
  },
  (root, random) => {
    somewhere(root, random).child.space = random.pick(['other', 'none', 'ds']);
  },
  (root, random) => {
    const tree = leaf(root, random, ['text', 'token']);
    if (tree.field === null) return;
    const { min } = tree.field.size;
    const max = Math.min(tree.field.size.max, 9_000);
    const lengths = [min - 1, min, max, max + 1, 0].filter((length) => length >= 0);
    setText(tree, generateText(random.pick(lengths), random));
  },
  (root, random) => setText(leaf(root, random, ['decimal']), random.pick(NUMBERS)),
  (root, random) => setText(leaf(root, random, ['integer']), random.pick(NUMBERS)),
  (root, random) => {
    const tree = leaf(root, random, ['decimal', 'token']);
    tree.text = `${random.pick([' ', '\n\t', '\r\n'])}${tree.text}${random.pick(['', ' '])}`;
  },
  (root, random) => {
    const fixed = pairs(root).filter(({ child }) => child.field?.fixed != null);
    if (fixed.length === 0) return;
    setText(random.pick(fixed).child, random.pick(['', '142', '3', ' 142', '143', '14', '1420']));
  },
  (root, random) => {
    const { child } = somewhere(root, random);
    if (child.raw === null) child.attributes.push(random.pick(ATTRIBUTES));
  },
  (root, random) => {
    const [guid, version] = root.attributes;
    if (guid === undefined || version === undefined) return;
    const lengths = [0, 1, 10, 11, 35, 36, 37];
    root.attributes = random.pick<[string, string][]>([
      [guid],
      [version],
      [guid, version, ['extra', '1']],
      [guid, version, ['ceb:guid', guid[1]]],
      [['guid', generateText(random.pick(lengths), random)], version],
      [guid, ['version', generateText(random.pick(lengths), random)]],
    ]);
  },
  (root, random) => {
    const { child } = somewhere(root, random);
    if (child.raw === null && child.children.length > 0) {
      child.text = random.pick(['x', '\u00a0', '.', '中']);
    }
  },
  (root, random) => {
    const tree = leaf(root, random);
    if (tree.field !== null) tree.children.push(node('inner'));
  },
  (root, random) => {
    const tree = leaf(root, random);
    if (tree.field !== null) setText(tree, generateValue(tree.field, random));
  },
  (root, random, edition) => {
    const lines = CATALOGUE.get(root.name.replace(/Message$/, ''))?.lines ?? null;
    const groups = lines === null ? [] : [lines.element, lines.element];
    const wanted = random.pick([...groups, 'BaseSubscribe', 'BaseTransfer']);
    const found = pairs(root).find(({ child }) => child.name === wanted);
    if (found === undefined) return;
    const most = wanted === lines?.element ? Math.min(120, lineCountIn(lines, edition).max) : 5;
    const copies = random.pick([0, most - 1, most]);
    const clones = Array.from({ length: copies }, () => structuredClone(found.child));
    found.parent.children.splice(found.at, 0, ...clones);
  },
  (root, random) => {
    if (random.chance(3, 4)) return;
    const first = root.children[0];
    if (first === undefined) return;
    const copies = random.pick([0, 97, 98, 99, 100]);
    const clones = Array.from({ length: copies }, () => structuredClone(first));
    root.children.unshift(...clones);
  },
  (root, random) => {
    const at = random.below(root.children.length + 1);
    root.children.splice(at, 0, random.pick([signature, extension, () => node('BaseTransfer')])());
  },
  (root, random) => {
    const parts = pairs(root).filter(({ child }) => child.name === 'ExtendMessage');
    const body = parts[0]?.child.children[2];
    if (body === undefined) return;
    random.pick<() => void>([
      () => body.children.push(node('second')),
      () => body.children.splice(0),
      () => setText(body, 'stray'),
      () => body.attributes.push(['a', '1']),
      () => parts[0]!.child.children.splice(1, 1),
    ])();
  },
];

const ATTRIBUTES: readonly [string, string][] = [
  ['a', '1'],
  ['xml:lang', 'zh'],
  ['ceb:guid', '1'],
  ['xsi:schemaLocation', 'urn:a b'],
  ['xsi:noNamespaceSchemaLocation', 'b'],
  ['xsi:nil', 'false'],
  ['xsi:other', '1'],
];

/** The tree as a document: prefix or default namespace, with or without white space. */
export function write(root: Tree, random: SeededRandom): string {
  const prefix = random.pick(['ceb', '', 'p']);
  const gap = random.pick(['', '', '\n\t', '\r\n  ', ' <!-- note --> ', '\n&#x20;']);
  const declared = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  const scope = [
    `${declared}="http://www.chinaport.gov.cn/ceb"`,
    prefix === 'ceb' ? '' : 'xmlns:ceb="http://www.chinaport.gov.cn/ceb"',
    'xmlns:o="urn:other" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
    XSI,
  ];
  return writeTree(root, { prefix, gap, random }, ` ${scope.join(' ')}`);
}

type Style = { prefix: string; gap: string; random: SeededRandom };

function writeTree(tree: Tree, style: Style, scope = ''): string {
  if (tree.raw !== null && tree.space === 'ds' && tree.name === 'Signature') return tree.raw;
  const prefix = prefixOf(tree, style);
  const undeclared = tree.space === 'none' && style.prefix === '' ? ' xmlns=""' : '';
  const attributes = tree.attributes.map(([name, value]) => ` ${name}="${escapeValue(value)}"`);
  const tag = `${prefix}${tree.name}`;
  const open = `<${tag}${scope}${undeclared}${attributes.join('')}`;
  const inner = tree.children.map((child) => `${style.gap}${writeTree(child, style)}`);
  const last = inner.length > 0 ? style.gap : '';
  const content = `${writeText(tree, style.random)}${inner.join('')}${last}`;
  return content === '' && style.random.chance(1, 2) ? `${open}/>` : `${open}>${content}</${tag}>`;
}

function prefixOf(tree: Tree, style: Style): string {
  if (tree.space === 'none') return '';
  const prefix = { ceb: style.prefix, ds: 'ds', other: 'o' }[tree.space];
  return prefix === '' ? '' : `${prefix}:`;
}

/** Numbers and stray text plainly, other texts with CDATA and comments now and then. */
function writeText(tree: Tree, random: SeededRandom): string {
  const { text } = tree;
  const isPlain = tree.field?.kind !== 'text' || tree.children.length > 0 || text === '';
  if (isPlain || random.chance(9, 10)) return escapeText(text);
  const points = [...text];
  const half = random.below(points.length + 1);
  const [first, second] = [points.slice(0, half).join(''), points.slice(half).join('')];
  if (random.chance(1, 2) || second === '' || /[\r\]>]/.test(second)) {
    return `${escapeText(first)}<!-- - -->${escapeText(second)}`;
  }
  return `${escapeText(first)}<![CDATA[${second}]]>`;
}

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

function escapeValue(text: string): string {
  return escapeText(text)
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}
