import { dirname, join } from 'node:path/posix';
import { parseSync } from 'vite';

/** One broken house rule. */
export type Finding = {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
};

/** A node of the syntax tree (ESTree with TypeScript's additions). */
export type Node = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
};

export type Comment = { readonly value: string; readonly start: number };

/** A file of code, parsed. Paths are relative to the project, with slashes. */
export type Source = {
  readonly path: string;
  readonly text: string;
  readonly body: readonly Node[];
  readonly comments: readonly Comment[];
  /** Every node, parents before children, with its parent. */
  readonly nodes: readonly (readonly [Node, Node | null])[];
  /** Project files that it names in imports, exports from, `import()` and `new URL`. */
  readonly imports: readonly { readonly target: string; readonly line: number }[];
  readonly errors: readonly string[];
  lineOf(offset: number): number;
};

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The node under a key of another node, when there is one of that type. */
export function child(node: Node, key: string, type: string): Node | null {
  const value = node[key];
  return isNode(value) && value.type === type ? value : null;
}

/** The name of an identifier under a key, else an empty text. */
export function nameAt(node: Node, key: string): string {
  return String(child(node, key, 'Identifier')?.name ?? '');
}

function collect(node: Node, parent: Node | null, into: [Node, Node | null][]): void {
  into.push([node, parent]);
  for (const value of Object.values(node)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (isNode(item)) collect(item, node, into);
    }
  }
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const after = starts.findIndex((start) => start > offset);
    return after < 0 ? starts.length : after;
  };
}

const literal = (node: unknown): string | null =>
  isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : null;

/** What a node names: import, export from, import(), new URL(x, import.meta.url). */
function requested(node: Node): string | null {
  if (node.type === 'NewExpression' && nameAt(node, 'callee') === 'URL') {
    const [first, base] = node.arguments as unknown[];
    return isNode(base) ? literal(first) : null;
  }
  const named = /^(Import(Declaration|Expression)|TSImportType|Export(All|Named)Declaration)$/;
  return named.test(node.type) ? literal(node.source) : null;
}

/** Parses one file. */
export function readSource(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path, text);
  const root = program as unknown as Node;
  const nodes: [Node, Node | null][] = [];
  collect(root, null, nodes);
  const lineOf = lineFinder(text);
  const imports = nodes.flatMap(([node]) => {
    const name = requested(node);
    if (name === null || !name.startsWith('.')) return [];
    return [{ target: join(dirname(path), name), line: lineOf(node.start) }];
  });
  return {
    path,
    text,
    body: root.body as Node[],
    comments,
    nodes,
    imports,
    errors: errors.map((error) => error.message),
    lineOf,
  };
}

/** Whether the file is a test or lies among the tests. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('test/');
}
