import type { Finding } from '../base/finding.ts';
import { type CodeText, codedFinding, type Fill } from '../documents/structure-codes.ts';

type OfficeText = CodeText & { readonly law: string | null };

const PAIR_LAW = 'RAND-3';

/** Why an officer cannot do what was asked; `{name}` is filled in. */
export const OFFICE_CODES = {
  'OFF-ROLE': {
    zh: '需要角色：{rolesZh}',
    en: 'this takes one of the roles {roles}',
    law: null,
    hint: 'Ask a colleague who has it, or have the role registered.',
    hintZh: '请由具备该角色的人员办理，或登记相应角色。',
  },
  'OFF-CLOSED': {
    zh: '任务已办结',
    en: 'the task is closed',
    law: null,
    hint: 'Read it again: what became of it stands in its trail.',
    hintZh: '请重新读取任务，办理过程见其记录。',
  },
  'OFF-TAKEN': {
    zh: '任务正由 {holder} 办理',
    en: '{holder} works on this task',
    law: null,
    hint: 'Take another one, or have it handed over.',
    hintZh: '请领取其他任务，或请其移交。',
  },
  'OFF-HOLDER': {
    zh: '任务不在您手中',
    en: 'you do not hold this task',
    law: null,
    hint: 'Claim it first.',
    hintZh: '请先领取任务。',
  },
  'OFF-TAKER': {
    zh: '{officer} 不能办理此任务：{reasonZh}',
    en: '{officer} cannot take this task: {reason}',
    law: PAIR_LAW,
    hint: 'Name somebody who may work on it.',
    hintZh: '请指定有权办理的人员。',
  },
  'OFF-PAIR': {
    zh: '您不是抽中的两名执法人员之一',
    en: 'you are not one of the two officers who were drawn',
    law: PAIR_LAW,
    hint: 'Only the pair that was drawn, or assigned by two persons, says the result.',
    hintZh: '结果须由抽中或由两人指派的一对执法人员填报。',
  },
  'OFF-STAGE': {
    zh: '任务处于 {stage} 阶段，不能进行此操作',
    en: 'the task is at {stage}, where this cannot be done',
    law: null,
    hint: 'Read the task again; it says what comes next.',
    hintZh: '请重新读取任务，查看下一步骤。',
  },
  'OFF-KIND': {
    zh: '此操作不适用于 {kind} 任务',
    en: 'this cannot be done with a task of the kind {kind}',
    law: null,
    hint: 'Use the call that belongs to the kind of the task.',
    hintZh: '请使用与任务类型对应的操作。',
  },
  'OFF-ALONE': {
    zh: '一名执法人员不能独自作出结果',
    en: 'one officer alone makes no result',
    law: `${PAIR_LAW}, LINE-9`,
    hint: 'The other one of the pair confirms, or says otherwise.',
    hintZh: '请由另一名执法人员确认或提出不同意见。',
  },
  'OFF-NOTHING': {
    zh: '尚无结论可确认或填报',
    en: 'nothing was said of the parcel',
    law: 'LINE-2',
    hint: 'Say customs, quarantine or both; there is nothing to confirm before both are said.',
    hintZh: '请填报海关结论、检疫结论或两者；两者均填报后方可确认。',
  },
  'OFF-CHANGED': {
    zh: '已填报的结论不能更改：{part}',
    en: 'what was said cannot be changed: {part}',
    law: 'LINE-9',
    hint: 'Say only what was left open; the second officer may differ.',
    hintZh: '只能补填未填部分；另一名执法人员可提出不同意见。',
  },
  'OFF-TEXT': {
    zh: '须写明情况(结论不是放行、退单或处理报警时)',
    en: 'this takes a text of what was found, as all but a release does',
    law: 'LINE-9, RAND-6',
    hint: 'Describe what was found, without names or numbers of persons.',
    hintZh: '请说明查验情况，不得包含个人姓名和号码。',
  },
  'OFF-SAID': {
    zh: '结果已填报',
    en: 'the result has been said',
    law: PAIR_LAW,
    hint: 'Nobody stands back after that.',
    hintZh: '填报结果后不能再回避。',
  },
  'OFF-PROPOSAL': {
    zh: '没有待批准的指派',
    en: 'there is no assignment to approve',
    law: 'RAND-5',
    hint: 'One person proposes a pair with grounds, another approves it.',
    hintZh: '由一人提出指派并说明理由，另一人批准。',
  },
  'OFF-SAME': {
    zh: '须由不同的人员办理：{officer}',
    en: '{officer} cannot be both',
    law: 'RAND-3, RAND-5',
    hint: 'Two persons decide, two others go.',
    hintZh: '由两人决定，指派另外两人。',
  },
  'OFF-WEIGHT': {
    zh: '{officer} 在本次抽取的名录中不可检查该对象',
    en: '{officer} may not inspect this target by the registry of its draw',
    law: PAIR_LAW,
    hint: 'Name officers whose weight for it is above zero: no conflict, licensed, on duty.',
    hintZh: '请指派权重大于零的执法人员：无利害关系、具备资质、在岗。',
  },
  'OFF-DETAINED': {
    zh: '清单 {listNo} 不处于扣留或移送缉私状态（当前 {status}）',
    en: 'the list {listNo} is neither detained nor handed over: it is {status}',
    law: 'LINE-5',
    hint: 'Only lists at 501 and 502 are ended so; others have their task or document.',
    hintZh: '仅 501、502 状态的清单可如此办结，其他清单请通过其任务或单证办理。',
  },
  'OFF-ENDED': {
    zh: '已由两人决定：{outcome}',
    en: 'two persons have decided it: {outcome}',
    law: 'RAND-5',
    hint: 'What was decided stays; the list moves within seconds.',
    hintZh: '决定不再更改，清单将在数秒内变更状态。',
  },
  'OFF-END': {
    zh: '没有待批准的处理意见：{outcome}',
    en: 'no end of this kind is proposed: {outcome}',
    law: 'RAND-5',
    hint: 'Read what was proposed last; approve that, or propose another end.',
    hintZh: '请查看最近提出的处理意见后批准，或另行提出。',
  },
  'OFF-NEWER': {
    zh: '第 {proposal} 号处理意见不是最近提出的，最近的是第 {last} 号',
    en: 'the proposal {proposal} is not the last one, which is {last}',
    law: 'RAND-5',
    hint: 'Read the last proposal with its reason, and approve it by its number.',
    hintZh: '请阅读最近提出的处理意见及其理由，并按其序号批准。',
  },
  'OFF-GROUNDS': {
    zh: '须说明理由',
    en: 'this takes a reason',
    law: 'LINE-9',
    hint: 'Say why the parcel ends so, without names or numbers of persons.',
    hintZh: '请说明处理理由，不得包含个人姓名和号码。',
  },
  'OFF-PERIOD': {
    zh: '期间无效：起止日期有误、超过 {days} 天或尚未结束',
    en: 'no period to look at: no days, more than {days} of them, or not over yet',
    law: null,
    hint: 'Write days as 2026-11-28, the last one yesterday or before.',
    hintZh: '日期写作 2026-11-28，截止日期不得晚于昨天。',
  },
  'OFF-PHOTO': {
    zh: '照片不可用：{reasonZh}',
    en: 'the photograph is not taken: {reason}',
    law: 'LINE-9',
    hint: 'Send a whole JPEG or PNG under a name of its own.',
    hintZh: '请发送完整的 JPEG 或 PNG，并使用新的名称。',
  },
} as const satisfies Record<string, OfficeText>;

export type OfficeCode = keyof typeof OFFICE_CODES;

/** The finding of a code, with the `{name}`s filled in. */
export function officeFinding(
  code: OfficeCode,
  path: string | null = null,
  fill: Fill = {},
): Finding {
  const { law, ...text } = OFFICE_CODES[code];
  return codedFinding(code, text, fill, { path, law });
}
