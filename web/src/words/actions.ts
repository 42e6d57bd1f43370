import type { Words } from './words.ts';

/** Words of the audit trail. */
export const ACTIONS = {
  'actions.title': ['审计日志', 'Audit trail'],
  'actions.lead': [
    '经控制台办理或被拒绝的事项；只增不改，不含个人信息。',
    'What was done or refused in the console; never changed, nothing personal.',
  ],
  'actions.none': ['还没有记录。', 'Nothing was done yet.'],
  'actions.at': ['时间', 'Time'],
  'actions.who': ['账号', 'Account'],
  'actions.what': ['事项', 'Action'],
  'actions.outcome': ['结果', 'Outcome'],
  'outcome.done': ['完成', 'done'],
  'outcome.refused': ['拒绝', 'refused'],
  'outcome.failed': ['失败', 'failed'],
  'outcome.open': ['进行中', 'under way'],
  'right.actions': [
    '审计日志仅主管和审计人员可看。',
    'The audit trail is for supervisors and auditors.',
  ],
} as const satisfies Words;
