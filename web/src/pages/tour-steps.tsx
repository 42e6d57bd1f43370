import { Button } from 'antd';
import { useLanguage } from '../app/language.tsx';
import { Tag, type Tone } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import type { Word } from '../words/all.ts';
import { Findings } from './list-findings.tsx';
import type { TourView } from './tour-view.ts';

type Message = TourView['messages'][number];

/** The documents of the parcel; each may be sent at any time. */
export function TourSteps({
  view,
  next,
  isBusy,
  send,
}: {
  readonly view: TourView;
  /** The one that trade would send next. */
  readonly next: Message['document'] | undefined;
  readonly isBusy: boolean;
  send(document: Message['document']): void;
}) {
  const { say } = useLanguage();
  return (
    <ol className="steps">
      {view.messages.map((message, i) => {
        const { document, type, sender, senderName, sentAt, findings, xml } = message;
        return (
          <li key={document} className={message.state === 'filed' ? 'done' : ''}>
            <h3>
              {i + 1}. {say(`tour.${document}`)} <span className="soft no">{type}</span>
            </h3>
            <p>{say(`tour.${document}.why`)}</p>
            <p className="soft">
              {say('tour.by')} {senderName} <span className="no">{sender}</span>
            </p>
            <p role="status">
              <Stands of={message} /> {sentAt !== null && <Time at={sentAt} />}
            </p>
            {findings.length > 0 && <Findings of={findings} />}
            <details>
              <summary>{say('tour.xml')}</summary>
              <textarea readOnly rows={10} aria-label={`${say('tour.xml')}: ${type}`} value={xml} />
            </details>
            {sentAt === null && (
              <Button
                type={document === next ? 'primary' : 'default'}
                disabled={isBusy}
                onClick={() => send(document)}
              >
                {say('tour.send', { n: say(`tour.${document}`) })}
              </Button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Stands({ of: { sentAt, state, findings } }: { readonly of: Message }) {
  const { say } = useLanguage();
  const [tone, word] = ((): readonly [Tone, Word] => {
    if (sentAt === null) return ['calm', 'tour.notSent'];
    if (findings.length > 0 || state === 'refused') return ['bad', 'tour.refused'];
    return state === 'filed' ? ['good', 'tour.filed'] : ['busy', 'tour.sending'];
  })();
  return <Tag tone={tone}>{say(word)}</Tag>;
}
