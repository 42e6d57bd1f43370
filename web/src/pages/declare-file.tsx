import { Alert, Button } from 'antd';
import { type DragEvent, useState, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Barred } from '../ui/barred.tsx';
import './declare.css';
import { Errors, FiledLists } from './declare-errors.tsx';
import { PART_PARCELS } from './declare-rows.ts';
import { openRun, type Run, type RunState, Stopped } from './declare-run.ts';
import { DeclareWays, useDeclareChoices } from './declare-ways.tsx';

/** Declaring many parcels from a file; who may not is told why. */
export function DeclareFilePage() {
  const { say } = useLanguage();
  const mayDeclare = useRight('lists.declare');
  useTitle(say('file.title'));
  return (
    <>
      <h1>{say('file.title')}</h1>
      {mayDeclare ? (
        <>
          <DeclareWays at="file" />
          <Begun />
        </>
      ) : (
        <Alert type="warning" showIcon role="alert" title={say('right.declare')} />
      )}
    </>
  );
}

/** A file at a time: it is chosen, checked, sent. */
function Begun() {
  const { say, language } = useLanguage();
  const [, setSearch] = useSearchParams();
  const [chosen, choose] = useState<{ readonly run: Run; readonly name: string } | null>(null);
  return (
    <>
      <p className="soft">{say('file.lead')}</p>
      {chosen === null ? (
        <>
          <Chooser onFile={(file) => choose({ run: openRun(file), name: file.name })} />
          <section>
            <h2>{say('file.template')}</h2>
            <p className="deeds">
              {(['csv', 'xlsx'] as const).map((form) => (
                <a
                  key={form}
                  href={`/v1/declarations/template.${form}?lang=${language}`}
                  download={`declarations.${form}`}
                >
                  {say(`file.template.${form}`)}
                </a>
              ))}
            </p>
          </section>
        </>
      ) : (
        <Running
          run={chosen.run}
          name={chosen.name}
          onOther={() => {
            chosen.run.stop();
            choose(null);
            // What was looked for in one file says nothing of another.
            setSearch({}, { replace: true });
          }}
        />
      )}
    </>
  );
}

function Chooser({ onFile }: { readonly onFile: (file: File) => void }) {
  const { say } = useLanguage();
  const [isOver, setOver] = useState(false);
  const most = useDeclareChoices().data?.uploadDeclarations ?? '';
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) onFile(file);
  };
  return (
    <section
      className="dropzone"
      aria-label={say('file.choose')}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        id="file"
        type="file"
        accept=".csv,.txt,.tsv,.xlsx"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) onFile(file);
        }}
      />
      <label htmlFor="file">{say('file.choose')}</label>
      <p>{say('file.drop')}</p>
      <p className="soft">{say('file.bounds', { n: PART_PARCELS, m: most })}</p>
    </section>
  );
}

type RunProps = { readonly run: Run; readonly name: string; readonly onOther: () => void };

function Running({ run, name, onOther }: RunProps) {
  const { say } = useLanguage();
  const state = useSyncExternalStore(run.subscribe, run.state);
  const { stage, error, errors, filed, parcels, done } = state;
  const isBusy = (stage === 'checking' || stage === 'sending') && error === null;
  return (
    <>
      <section aria-label={name}>
        <h2 className="no">{name}</h2>
        <Counts state={state} />
        <div aria-live="polite">
          {stage === 'reading' && error === null && <p>{say('file.reading')}</p>}
          {isBusy && (
            <p className="deeds">
              <progress
                className="progress"
                aria-label={say(`file.${stage}`, { n: '', m: '' })}
                value={done}
                max={Math.max(1, parcels)}
              />
              <span>{say(`file.${stage}`, { n: done, m: parcels || '?' })}</span>
              <Button onClick={run.stop}>{say('file.stop')}</Button>
            </p>
          )}
        </div>
        {error instanceof Stopped ? (
          <p className="deeds" role="status">
            {say('file.stopped')} <Button onClick={run.resume}>{say('file.continue')}</Button>
          </p>
        ) : (
          error !== null && <Failure error={error} retry={run.resume} />
        )}
        {stage === 'checked' && <SendRight state={state} run={run} />}
        <p className="deeds">
          <Button onClick={onOther}>{say('file.other')}</Button>
        </p>
      </section>
      {(stage === 'sent' || filed.length > 0) && (
        <section>
          <h2>{say('file.sent')}</h2>
          <FiledLists filed={filed} />
        </section>
      )}
      {(errors.length > 0 || stage === 'checked') && (
        <section>
          <h2>{say('file.errors')}</h2>
          <Errors state={state} name={name} />
        </section>
      )}
    </>
  );
}

function Counts({ state }: { readonly state: RunState }) {
  const { say } = useLanguage();
  const { rows, parcels, done, right, filed, stage, seconds } = state;
  const isSent = stage === 'sending' || stage === 'sent';
  const of: readonly (readonly [string, number | string])[] = [
    ...(rows === null ? [] : [[say('file.rows'), rows.numbers.length] as const]),
    [say('file.parcels'), parcels],
    isSent ? [say('file.filed'), filed.length] : [say('file.right'), right],
    [say('file.wrong'), done - right],
    [say('file.seconds'), seconds],
  ];
  return (
    <dl className="counts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value.toLocaleString()}</dd>
        </div>
      ))}
    </dl>
  );
}

function SendRight({ state, run }: { readonly state: RunState; readonly run: Run }) {
  const { say } = useLanguage();
  const [isTogether, setTogether] = useState(false);
  const { right, done, parts } = state;
  const mayTogether = parts === 1 && right === done;
  if (right === 0) return <p>{say('file.none')}</p>;
  return (
    <p className="deeds">
      <Button type="primary" onClick={() => run.send(isTogether && mayTogether)}>
        {say('file.send', { n: right })}
      </Button>
      {mayTogether ? (
        <label>
          <input
            type="checkbox"
            checked={isTogether}
            onChange={({ target }) => setTogether(target.checked)}
          />{' '}
          {say('file.together')}
        </label>
      ) : (
        <Barred why={say('file.together.why')}>{say('file.together')}</Barred>
      )}
    </p>
  );
}
