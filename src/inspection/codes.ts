import type { Finding } from '../base/finding.ts';
import { type CodeText, codedFinding, type Fill } from '../documents/structure-codes.ts';

type DrawText = CodeText & { readonly step: number; readonly law: string };

const LAW = '国务院办公厅国办发〔2015〕58号 (GO 2015 No.58)';
const RECORD = `${LAW}; RAND-5`;
const AGAIN = 'Take the file as it was published, byte for byte.';
const AGAIN_ZH = '请使用公布的原始文件，一个字节也不改动。';
const ASK = 'Ask who published the draw: it was not made as the file says.';
const ASK_ZH = '请向公布单位查询：抽取并非如文件所述。';

/** What can be wrong with the file of a draw; `step` is the one of docs/verify-draw/README.md. */
export const DRAW_CODES = {
  'DRAW-SIZE': {
    step: 1,
    zh: '文件超过允许的 {most} 字节',
    en: 'the file is larger than the {most} bytes of a draw',
    law: RECORD,
    hint: AGAIN,
    hintZh: AGAIN_ZH,
  },
  'DRAW-JSON': {
    step: 1,
    zh: '文件不是 UTF-8 编码的 JSON',
    en: 'the file is no JSON in UTF-8',
    law: RECORD,
    hint: AGAIN,
    hintZh: AGAIN_ZH,
  },
  'DRAW-SHAPE': {
    step: 1,
    zh: '此处应为：{expected}',
    en: 'expected {expected}',
    law: RECORD,
    hint: AGAIN,
    hintZh: AGAIN_ZH,
  },
  'DRAW-FORM': {
    step: 1,
    zh: '内容相同但字节不同：不是规范形式',
    en: 'the bytes are not the canonical form of what they say',
    law: RECORD,
    hint: AGAIN,
    hintZh: AGAIN_ZH,
  },
  'DRAW-HASH': {
    step: 2,
    zh: '文件内容与其哈希不符：应为 {expected}',
    en: 'the content does not have the hash that the file says, but {expected}',
    law: RECORD,
    hint: AGAIN,
    hintZh: AGAIN_ZH,
  },
  'DRAW-TERMS': {
    step: 3,
    zh: '抽取规则有误：{reasonZh}',
    en: 'the terms do not hold: {reason}',
    law: RECORD,
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-PUBLISHED-HASH': {
    step: 4,
    zh: '与公布的哈希不符：应为 {expected}',
    en: 'this is not what was published: its hash is {expected}',
    law: `${LAW}; RAND-2, RAND-5`,
    hint: 'Compare with the hash that stands where it was published, at that time.',
    hintZh: '请与当时公布处的哈希核对。',
  },
  'DRAW-PUBLISHED-LATE': {
    step: 4,
    zh: '公布时间 {at} 不早于 {latest}：种子可能已知',
    en: 'published at {at}, not before {latest}: the seed could be known by then',
    law: RECORD,
    hint: 'Draw again: publish first, reveal afterwards.',
    hintZh: '请重新抽取：先公布，后揭示。',
  },
  'DRAW-REGISTRY': {
    step: 4,
    zh: '名录有误：{reasonZh}',
    en: 'the registry does not hold: {reason}',
    law: `${LAW}; RAND-2`,
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-PARTIES': {
    step: 5,
    zh: '份额与规则中的各方不一致',
    en: 'the shares are not those of the parties of the terms',
    law: RECORD,
    hint: 'A party that gave nothing stands in the file too, with nothing.',
    hintZh: '未提供份额的一方也应列入文件，内容留空。',
  },
  'DRAW-COMMITMENT': {
    step: 5,
    zh: '{party} 的秘密打不开其承诺',
    en: 'the secret of {party} does not open its commitment',
    law: RECORD,
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-STATE': {
    step: 5,
    zh: '{party} 的份额应为 {expected}，而非 {found}',
    en: 'the share of {party} is {expected}, not {found}',
    law: RECORD,
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-OUTCOME': {
    step: 6,
    zh: '按规则结果应为 {expected}，而非 {found}',
    en: 'by its terms the draw is {expected}, not {found}',
    law: RECORD,
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-BEACON': {
    step: 6,
    zh: '规则未列公共信标，文件却有其数值',
    en: 'the terms name no public beacon, and yet the file has a value of one',
    law: RECORD,
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-ROUND': {
    step: 6,
    zh: '公共信标与所公布的轮次不符：{reasonZh}',
    en: 'the beacon is not the published round that the terms name: {reason}',
    law: RECORD,
    hint: 'Take the round that the terms name from a relay of the chain; then ask who published.',
    hintZh: '请从信标链的任一节点取得规则所列轮次；仍不符的，向公布单位查询。',
  },
  'DRAW-SEED': {
    step: 6,
    zh: '种子应为 {expected}',
    en: 'the seed is {expected}',
    law: RECORD,
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-TIME': {
    step: 6,
    zh: '抽取时间早于 {earliest}:种子其时尚不存在',
    en: 'drawn before {earliest}, when there was no seed yet',
    law: RECORD,
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-TARGETS': {
    step: 7,
    zh: '第 {place} 个抽中对象应为 {expected}，而非 {found}',
    en: 'target {place} of the draw is {expected}, not {found}',
    law: RECORD,
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-PAIR': {
    step: 8,
    zh: '应为两名不同的执法人员，而非 {found}',
    en: 'an inspection has two officers, not {found}',
    law: 'RAND-3',
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-EXCLUDED': {
    step: 8,
    zh: '执法人员 {officer} 不得检查该对象',
    en: 'officer {officer} may not inspect this target',
    law: 'RAND-3',
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-CAPACITY': {
    step: 8,
    zh: '执法人员 {officer} 被抽中 {found} 次，至多 {most} 次',
    en: 'officer {officer} was drawn {found} times; at most {most}',
    law: 'RAND-3',
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-OFFICERS': {
    step: 8,
    zh: '执法人员应为 {expected}，而非 {found}',
    en: 'the officers are {expected}, not {found}',
    law: RECORD,
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-POOL': {
    step: 8,
    zh: '可检查 {target} 的执法人员不足两名',
    en: 'fewer than two officers may inspect {target}',
    law: 'RAND-3',
    hint: 'Two persons assign a pair by an override; the draw stays as it is.',
    hintZh: '由两人共同指派一对执法人员，抽取结果保持不变。',
  },
  'DRAW-REDRAW': {
    step: 9,
    zh: '回避重抽有误：{reasonZh}',
    en: 'the redraw does not hold: {reason}',
    law: 'RAND-3',
    hint: ASK,
    hintZh: ASK_ZH,
  },
  'DRAW-OVERRIDE': {
    step: 10,
    zh: '人工决定有误：{reasonZh}',
    en: 'the override does not hold: {reason}',
    law: 'RAND-4, RAND-5',
    hint: 'Two persons decide, with a reason, and name two officers who may go.',
    hintZh: '须由两人决定并说明理由，指派两名可执法的人员。',
  },
} as const satisfies Record<string, DrawText>;

export type DrawCode = keyof typeof DRAW_CODES;

/** A reason why a draw is not sound, with the step of the verification at which it shows. */
export type DrawFinding = Finding & { readonly step: number };

/** The finding of a code at a member of the file, with the `{name}`s filled in. */
export function drawFinding(code: DrawCode, path: string | null, fill: Fill = {}): DrawFinding {
  const { step, law, ...text } = DRAW_CODES[code];
  return { step, ...codedFinding(code, text, fill, { path, law }) };
}

/** What everybody should see in a draw that is sound. */
const NOTES = {
  share: ['{party} 的份额未计入：{state}', 'the share of {party} did not count: {state}'],
  rest: ['种子由其余来源组成', 'the seed is made of the other sources, as the terms have it'],
  void: ['抽取作废，未抽中任何对象', 'the draw is void: nothing was drawn'],
  beacon: [
    '公共信标 {source} 第 {round} 轮的数值须联网核对（--beacon）',
    'compare the value of round {round} with the public source {source} (--beacon)',
  ],
  redraws: ['{count} 人次回避并重抽', 'officers who stood back and were replaced: {count}'],
  overrides: ['{count} 项人工决定', 'decisions of two persons beside the draw: {count}'],
} as const;

export type DrawNote = { readonly zh: string; readonly en: string };

/** A note with its values. */
export function drawNote(name: keyof typeof NOTES, fill: Fill = {}): DrawNote {
  const [zh, en] = NOTES[name].map((text) =>
    text.replace(/\{(\w+)\}/g, (whole, key: string) => String(fill[key] ?? whole)),
  );
  return { zh: zh!, en: en! };
}
