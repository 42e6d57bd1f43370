import { describe, expect, it } from 'vitest';
import { elementOf, filledOf, readRaw } from './xml-text.ts';

const read = (text: string) => readRaw(Buffer.from(text));
const message = (body: string, tail = '') =>
  `<?xml version="1.0"?><ceb:CEB311Message guid="x" xmlns:ceb="urn:c">${body}` +
  '<ceb:BaseTransfer><ceb:copCode>4101W6</ceb:copCode></ceb:BaseTransfer>' +
  `${tail}</ceb:CEB311Message>`;
const order = (head: string, lines = '') =>
  `<ceb:Order><ceb:OrderHead>${head}</ceb:OrderHead>${lines}</ceb:Order>`;

describe('reading a message by regular expressions', () => {
  it('finds type, sender and records', () => {
    const raw = read(message(order('<ceb:guid>1</ceb:guid>') + order('<ceb:guid>2</ceb:guid>')));
    expect([raw.type, raw.copCode, raw.subscribed]).toEqual(['CEB311', '4101W6', false]);
    expect(raw.records.map(({ head }) => elementOf(head, 'guid'))).toEqual(['1', '2']);
  });

  it('does not care for the prefix, or none', () => {
    const text = message(order('<ceb:orderNo>7</ceb:orderNo>'));
    for (const other of [text.replaceAll('ceb:', ''), text.replaceAll('ceb:', 'x-1.y:')]) {
      expect(elementOf(read(other).records[0]?.head ?? '', 'orderNo')).toBe('7');
    }
  });

  it('keeps head and lines apart', () => {
    const line = (price: string) =>
      `<ceb:OrderList><ceb:price>${price}</ceb:price></ceb:OrderList>`;
    const raw = read(message(order('<ceb:note/>', line('1') + line('2'))));
    const record = raw.records[0];
    expect(record?.lines.map((part) => elementOf(part, 'price'))).toEqual(['1', '2']);
    expect(elementOf(record?.head ?? '', 'price')).toBeNull();
    expect(elementOf(record?.head ?? '', 'note')).toBe('');
  });

  it('is not taken in by comments, sections, attributes or longer names', () => {
    const tricks =
      '<!-- <ceb:Order> --><ceb:orderNoOld>1</ceb:orderNoOld>' +
      '<ceb:orderNo a="x>y" b=\'<\'><![CDATA[<ceb:Order>&amp;]]></ceb:orderNo >';
    const raw = read(message(order(tricks)));
    expect(raw.records).toHaveLength(1);
    expect(elementOf(raw.records[0]?.head ?? '', 'orderNo')).toBe('<ceb:Order>&amp;');
  });

  it('does not count what stands behind the records', () => {
    const tail = '<ceb:ExtendMessage><ceb:Message><ceb:Order/></ceb:Message></ceb:ExtendMessage>';
    expect(read(message(order('<ceb:guid>1</ceb:guid>'), tail)).records).toHaveLength(1);
    const subscribed = '<ceb:BaseSubscribe><ceb:status>ALL</ceb:status></ceb:BaseSubscribe>';
    expect(read(message(order(''), subscribed)).subscribed).toBe(true);
  });

  it('resolves references and line ends', () => {
    const value = 'a &amp; b &lt;c&gt; &quot;&apos; &#65;&#x4E2D;\r\n&amp;lt;';
    const raw = read(message(order(`<ceb:buyerName>${value}</ceb:buyerName>`)));
    const text = elementOf(raw.records[0]?.head ?? '', 'buyerName');
    expect(text).toBe('a & b <c> "\' A中\n&lt;');
  });

  it('takes an empty option for none', () => {
    const raw = read(message(order('<ceb:a> 5 </ceb:a><ceb:b></ceb:b><ceb:c/>')));
    const head = raw.records[0]?.head ?? '';
    expect(['a', 'b', 'c', 'd'].map((name) => filledOf(head, name))).toEqual([
      '5',
      null,
      null,
      null,
    ]);
  });

  it('comes to an end for a message that is cut off anywhere', () => {
    const text = message(order('<ceb:guid>1</ceb:guid>', '<ceb:OrderList/>') + order(''));
    for (let length = 0; length < text.length; length += 1) {
      const { records } = read(text.slice(0, length));
      expect(records.flatMap(({ lines }) => lines).length).toBeLessThanOrEqual(1);
    }
  });

  it('gives no records of a type it does not know', () => {
    expect(read('<CEB626Message><InvtRefundReturn/></CEB626Message>').records).toEqual([]);
    expect(read('nothing').type).toBeNull();
  });
});
