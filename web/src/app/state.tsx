import { Tag, type Tone } from '../ui/tag.tsx';
import { useLanguage, wordOr } from './language.tsx';

const TONES: Readonly<Record<string, Tone>> = {
  '800': 'good',
  '899': 'good',
  '100': 'bad',
  '501': 'bad',
  '502': 'bad',
  '599': 'bad',
  '700': 'bad',
  '300': 'busy',
  '400': 'busy',
  '500': 'busy',
  '600': 'busy',
  waiting: 'busy',
  aside: 'busy',
};

/** The state of a list as a word, with the number that the trade knows it by. */
export function State({ of }: { readonly of: string }) {
  const { say } = useLanguage();
  const word = wordOr(say, 'state', of);
  const number = /^\d+$/.test(of) && word !== of ? ` ${of}` : '';
  return <Tag tone={TONES[of] ?? 'calm'}>{word + number}</Tag>;
}
