import { Button } from 'antd';
import { Copy } from '../app/copy.tsx';
import { useLanguage } from '../app/language.tsx';

/** A secret that the platform shows this once, until the person says that it is kept. */
export function Once({
  title,
  secret,
  onKept,
}: {
  readonly title: string;
  readonly secret: string;
  readonly onKept: () => void;
}) {
  const { say } = useLanguage();
  return (
    <section className="once" role="status">
      <h3>
        {title} <span className="soft">{say('firm.once')}</span>
      </h3>
      <p className="soft">{say('firm.once.lead')}</p>
      <input readOnly className="no" aria-label={title} value={secret} />
      <p className="acts">
        <Copy text={secret} />
        <Button size="small" onClick={onKept}>
          {say('firm.once.done')}
        </Button>
      </p>
    </section>
  );
}
