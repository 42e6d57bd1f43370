// Node reads GBK but does not write it, so the table is turned around once, when it is needed.
let table: ReadonlyMap<string, number> | null = null;

function reversed(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gbk');
  const map = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      if (trail === 0x7f) continue;
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if ([...text].length === 1 && text !== '\ufffd') map.set(text, (lead << 8) | trail);
    }
  }
  return map;
}

/** The text in GBK, as a client with a wrong setting sends it; unknown characters become `?`. */
export function encodeGbk(text: string): Uint8Array {
  table ??= reversed();
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    const pair = code < 0x80 ? code : (table.get(character) ?? 0x3f);
    if (pair > 0xff) bytes.push(pair >> 8);
    bytes.push(pair & 0xff);
  }
  return Uint8Array.from(bytes);
}
