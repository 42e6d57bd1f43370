import { useQuery } from '@tanstack/react-query';
import { call, callText } from '../api/call.ts';
import { Copy } from '../app/copy.tsx';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { useMe } from '../app/session.tsx';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';

/** A browser takes seconds to lay out more; the whole message is to be had over the interface. */
const MOST_SHOWN = 200_000;

/** A message byte for byte, and how its signature was made and verified. */
export function Message({ id, record }: { readonly id: string; readonly record: number }) {
  const { say } = useLanguage();
  const { role } = useMe();
  const name = role === 'enterprise' ? 'readMessage' : 'readAnyMessage';
  const path = { messageId: id };
  const asked = useQuery({
    queryKey: [name, id],
    queryFn: async ({ signal }) => {
      const [view, xml] = await Promise.all([
        call(name, { path, signal }),
        callText(name, { path, signal }, 'application/xml'),
      ]);
      return { view, xml };
    },
    // Each look of an officer is noted; going on and back is one look.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (asked.isPending) return <Skeleton lines={6} label={say('loading')} />;
  if (asked.isError) return <Failure error={asked.error} retry={() => void asked.refetch()} />;
  const { view, xml } = asked.data;
  return (
    <section className="message" aria-label={say('msg.title')}>
      <h3>{say('msg.title')}</h3>
      <Facts
        of={[
          [say('doc.message'), `${view.type} ${view.messageId}`],
          [say('msg.sender'), view.sender],
          [say('msg.received'), <Time key="at" at={view.receivedAt} />],
          [say('msg.signature'), view.signature ?? say('msg.unsigned')],
          [say('msg.certificate'), view.certificate],
        ]}
      />
      <p className="soft">
        {say('msg.record', { n: record, m: view.records.length })}{' '}
        {role !== 'enterprise' && say('msg.noted')}
      </p>
      <Copy text={xml} />
      {/* A field, for it takes the keyboard: to scroll, to select, to copy. */}
      <textarea readOnly rows={16} aria-label={say('msg.title')} value={xml.slice(0, MOST_SHOWN)} />
      {xml.length > MOST_SHOWN && <p>{say('msg.long', { n: MOST_SHOWN })}</p>}
    </section>
  );
}
