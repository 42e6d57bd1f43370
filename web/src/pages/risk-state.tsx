import type { Answer } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';

/** A version of a rule as the interface gives it. */
export type RuleView = Answer<'readRiskRules'>['rules'][number];

const TONES: Readonly<Record<string, Tone>> = { active: 'good', tried: 'busy', ended: 'calm' };

/** The state of a version as a word. */
export function RuleState({ of }: { readonly of: string }) {
  const { say } = useLanguage();
  return <Tag tone={TONES[of] ?? 'calm'}>{wordOr(say, 'risk.state', of)}</Tag>;
}
