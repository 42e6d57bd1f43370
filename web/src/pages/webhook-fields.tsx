import type { Answer } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Field } from '../ui/fields.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';

export type Webhook = Answer<'readWebhook'>;

/** What a person types of an endpoint. */
export type HookDraft = {
  readonly url: string;
  readonly description: string;
  readonly types: string;
  readonly batch: string;
};

export const NO_HOOK: HookDraft = { url: '', description: '', types: '', batch: '' };

/** The fields of a call, out of what was typed; an empty number is left to the platform. */
export function fieldsOf({ url, description, types, batch }: HookDraft) {
  const words = types.split(/[\s,;，；、]+/).filter((one) => one !== '');
  return {
    url: url.trim(),
    description: description.trim(),
    types: words.map((one) => one.toUpperCase()),
    ...(batch.trim() !== '' && { batch: Number(batch) }),
  };
}

/** Address, words, types and size of an endpoint. */
export function HookFields({
  draft,
  onDraft,
}: {
  readonly draft: HookDraft;
  readonly onDraft: (draft: HookDraft) => void;
}) {
  const { say } = useLanguage();
  const set = (name: keyof HookDraft) => (value: string) => onDraft({ ...draft, [name]: value });
  return (
    <>
      <Field label={say('hook.url')} value={draft.url} most={2_000} onType={set('url')} />
      <Field
        label={say('hook.description')}
        {...{ value: draft.description, most: 200, isNeeded: false, onType: set('description') }}
      />
      <div className="row">
        <Field
          label={say('hook.types')}
          {...{ value: draft.types, most: 500, isNeeded: false, onType: set('types') }}
        />
        <Field
          label={say('hook.batch')}
          {...{ type: 'number', value: draft.batch, isNeeded: false, onType: set('batch') }}
        />
      </div>
    </>
  );
}

const TONES: Readonly<Record<string, Tone>> = { active: 'good', paused: 'calm', dead: 'bad' };

/** How an endpoint stands; one that fails says so. */
export function HookState({
  of,
}: {
  readonly of: Pick<Webhook, 'state' | 'failures' | 'lastError'>;
}) {
  const { say } = useLanguage();
  const isFailing = of.state === 'active' && of.failures > 0;
  const tone: Tone = isFailing ? 'busy' : (TONES[of.state] ?? 'calm');
  return (
    <>
      <Tag tone={tone}>{wordOr(say, 'hook.state', isFailing ? 'failing' : of.state)}</Tag>
      {(isFailing || of.state === 'dead') && <span className="soft">{of.lastError}</span>}
    </>
  );
}
