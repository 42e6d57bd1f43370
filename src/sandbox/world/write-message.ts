import { escapeText } from '../../xml/write.ts';
import { type Elements, SHAPES, type WorldDocument, type WorldType } from './document.ts';
import type { Party } from './parties.ts';

/** How a sender's program lays out its messages. */
export type Layout = 'compact' | 'indented' | 'tabbed';

/** Programs of different makers write differently; one sender always the same way. */
export function layoutOf(sender: Party): Layout {
  const last = sender.code.charCodeAt(sender.code.length - 1) % 3;
  return last === 0 ? 'compact' : last === 1 ? 'indented' : 'tabbed';
}

const DECLARATIONS: Readonly<Record<Layout, string>> = {
  compact: '<?xml version="1.0" encoding="UTF-8"?>',
  indented: '<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
  tabbed: '<?xml version="1.0" encoding="utf-8"?>',
};

const NAMESPACES =
  'xmlns:ceb="http://www.chinaport.gov.cn/ceb" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/**
 * Writes one message, unsigned. It is written apart from the codec because it must also write what
 * the codec refuses: elements left out, too long, or in a wrong form.
 * @param subscriber who gets the receipts as well
 */
export function writeMessage(
  type: WorldType,
  guid: string,
  sender: Party,
  records: readonly WorldDocument<WorldType>[],
  subscriber?: Party,
): string {
  const layout = layoutOf(sender);
  const body = records.map((record) => writeRecord(layout, type, record)).join('');
  const transfer = group(layout, 1, 'BaseTransfer', {
    copCode: sender.code,
    copName: sender.name,
    dxpMode: 'DXP',
    dxpId: sender.dxpId,
    note: '',
  });
  const subscribe =
    subscriber === undefined
      ? ''
      : group(layout, 1, 'BaseSubscribe', {
          ...{ status: 'RET', dxpMode: 'DXP', dxpAddress: subscriber.dxpId, note: '' },
        });
  const start = `<ceb:${type}Message guid="${guid}" version="1.0" ${NAMESPACES}>`;
  const end = `${breakLine(layout, 0)}</ceb:${type}Message>`;
  return `${DECLARATIONS[layout]}\n${start}${body}${transfer}${subscribe}${end}`;
}

function writeRecord(
  layout: Layout,
  type: WorldType,
  { head, lines }: WorldDocument<WorldType>,
): string {
  const shape = SHAPES[type];
  if (shape.head === null) return group(layout, 1, shape.record, head);
  const inner = [group(layout, 2, shape.head, head)];
  if (shape.line !== null) {
    for (const line of lines) inner.push(group(layout, 2, shape.line, line));
  }
  const open = `${breakLine(layout, 1)}<ceb:${shape.record}>`;
  return `${open}${inner.join('')}${breakLine(layout, 1)}</ceb:${shape.record}>`;
}

function group(layout: Layout, depth: number, name: string, elements: Elements): string {
  const inner = Object.entries(elements).map(
    ([element, value]) => `${breakLine(layout, depth + 1)}${leaf(layout, element, value)}`,
  );
  const open = `${breakLine(layout, depth)}<ceb:${name}>`;
  return `${open}${inner.join('')}${breakLine(layout, depth)}</ceb:${name}>`;
}

function leaf(layout: Layout, name: string, value: string): string {
  if (value === '' && layout === 'indented') return `<ceb:${name}/>`;
  return `<ceb:${name}>${escapeText(value)}</ceb:${name}>`;
}

function breakLine(layout: Layout, depth: number): string {
  if (layout === 'compact') return '';
  return `\n${(layout === 'tabbed' ? '\t' : '    ').repeat(depth)}`;
}
