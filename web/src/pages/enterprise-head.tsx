import type { Answer } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { Facts } from '../ui/facts.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';

const TONES: Readonly<Record<string, Tone>> = {
  ...{ active: 'good', suspended: 'busy', revoked: 'bad' },
};

/** How the registration of an enterprise stands. */
export function Status({ of }: { readonly of: string }) {
  const { say } = useLanguage();
  return <Tag tone={TONES[of] ?? 'calm'}>{wordOr(say, 'firms.status', of)}</Tag>;
}

/** As what an enterprise acts, in words. */
export function Roles({ of }: { readonly of: readonly string[] }) {
  const { say, pick } = useLanguage();
  return of.map((one) => wordOr(say, 'firms.role', one)).join(pick('、', ', '));
}

/** What is on file of an enterprise. */
export function Head({ of }: { readonly of: Answer<'readEnterprise'>['enterprise'] }) {
  const { say } = useLanguage();
  return (
    <section>
      <Facts
        of={[
          [
            say('firms.code'),
            <span key="code" className="no">
              {of.code}
            </span>,
          ],
          [say('key.state'), <Status key="status" of={of.status} />],
          [say('firms.roles'), <Roles key="roles" of={of.roles} />],
          [say('firms.until'), of.validUntil ?? say('firms.until.none')],
          [say('firms.overseas'), of.overseas ? say('firms.overseas.yes') : null],
        ]}
      />
    </section>
  );
}
