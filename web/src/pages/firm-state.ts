import type { Answer } from '../api/call.ts';
import type { Tone } from '../ui/tag.tsx';

type KeyState = Answer<'listTokens'>['tokens'][number]['state'];

/** How the state of a token or certificate is coloured. */
export const KEY_TONES: Readonly<Record<KeyState, Tone>> = {
  ...{ 'in-force': 'good', 'not-yet': 'busy', expired: 'calm', revoked: 'bad' },
};
