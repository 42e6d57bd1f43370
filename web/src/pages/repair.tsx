import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Bars } from '../ui/bars.tsx';
import { Facts } from '../ui/facts.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Tag } from '../ui/tag.tsx';
import { Time } from '../ui/time.tsx';
import type { Repair } from './repair-fields.ts';
import { Examples, Reasons, trialWord } from './repair-parts.tsx';
import { JOB_TONES } from './repairs.tsx';
import './repairs.css';

/** Milliseconds between two looks at a repair that moves. */
const LOOK = 1_000;
const SENT = ['pass', 'hold', 'wait'] as const;
const OUTCOMES = ['pass', 'hold', 'wait', 'fail', 'bad', 'same', 'moved', 'open'] as const;
const RESULTS = [
  ...(['passed', 'held', 'sent', 'queued', 'refused', 'closed'] as const),
  ...(['left', 'moved', 'taken', 'rejected', 'canceled'] as const),
];
const ENDED = RESULTS.filter((one) => !['held', 'sent', 'queued'].includes(one));

/** One repair, from its trial to the end of its last document. */
export function RepairPage() {
  const { say } = useLanguage();
  const may = useRight('repairs.write');
  const { id = '' } = useParams();
  useTitle(say('repair.title'));
  const asked = useQuery({
    queryKey: ['readRepair', id],
    queryFn: ({ signal }) => call('readRepair', { path: { id }, signal }),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || ['ready', 'done'].includes(data.state) ? false : LOOK,
    enabled: may,
  });
  if (!may) return <p className="empty">{say('right.repairs')}</p>;
  return (
    <>
      <p className="crumb">
        <Link to="/repairs">{say('repairs.back')}</Link>
      </p>
      {asked.isPending && <Skeleton lines={8} label={say('loading')} />}
      {asked.isError && <Failure error={asked.error} retry={() => void asked.refetch()} />}
      {asked.data !== undefined && <Whole repair={asked.data} />}
    </>
  );
}

function Whole({ repair }: { readonly repair: Repair }) {
  const { say } = useLanguage();
  const { state, cause, lists, beyond, createdAt, sentAt, canceledAt, endedAt } = repair;
  const timeOf = (at: string | null) => at && <Time at={at} />;
  return (
    <>
      <h1>
        {say('repair.title')} <span className="soft">{say('repair.of', { n: lists })}</span>
      </h1>
      <p className="standing" aria-live="polite">
        <Tag tone={JOB_TONES[state]}>{say(`job.${state}`)}</Tag>
      </p>
      {beyond > 0 && <Alert type="info" showIcon title={say('repair.beyond', { n: beyond })} />}
      <section>
        <h2>{say('repair.what')}</h2>
        <Rules of={repair.corrections} />
        <Facts
          of={[
            [say('lists.ways'), say(`way.${cause.direction}`)],
            [say('repairs.documents'), say(`document.${cause.document}`)],
            [say('repairs.cause'), `${cause.code} ${cause.field} ${cause.value}`],
            [say('repairs.begun'), timeOf(createdAt)],
            [say('repair.at.sent'), timeOf(sentAt)],
            [say('repair.at.canceled'), timeOf(canceledAt)],
            [say('repair.at.ended'), timeOf(endedAt)],
          ]}
        />
      </section>
      <Trial repair={repair} />
      {sentAt !== null && <Sending repair={repair} />}
    </>
  );
}

function Rules({ of }: { readonly of: Repair['corrections'] }) {
  const { say } = useLanguage();
  return (
    <ul>
      {of.map(({ field, from, to = '', table }) => (
        <li key={field}>
          {table !== undefined ? (
            say('repair.rule.table', { n: field, m: Object.keys(table).length })
          ) : (
            <>
              <code>{field}</code>{' '}
              {from !== undefined && <code className="was">{from || say('repair.absent')}</code>}
              {' → '}
              <code className="becomes">{to || say('repair.absent')}</code>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Trial({ repair }: { readonly repair: Repair }) {
  const { say } = useLanguage();
  const { cause, lists, outcomes, wouldFail } = repair;
  const tried = lists - (outcomes.open ?? 0);
  return (
    <section>
      <h2>{say('repair.trial')}</h2>
      <Meter label={say('repair.tried', { n: tried, m: lists })} value={tried} most={lists} />
      <Bars
        label={say('repair.trial')}
        of={OUTCOMES.map((one) => ({
          name: say(trialWord(one, cause.document)),
          value: outcomes[one] ?? 0,
        })).filter(({ value }) => value > 0)}
      />
      <Reasons title={say('repair.would')} of={wouldFail} />
      <Examples repair={repair} />
      <Acts repair={repair} />
    </section>
  );
}

function Sending({ repair }: { readonly repair: Repair }) {
  const { say } = useLanguage();
  const { cause, lists, results, refusedAgain } = repair;
  const wordOf = (one: (typeof RESULTS)[number]) =>
    one === 'passed' && cause.document !== 'list' ? 'result.filed' : (`result.${one}` as const);
  const ended = ENDED.reduce((sum, one) => sum + (results[one] ?? 0), 0);
  return (
    <section>
      <h2>{say('repair.sent')}</h2>
      <Meter label={say('repair.ended', { n: ended, m: lists })} value={ended} most={lists} />
      <Bars
        label={say('repair.sent')}
        of={RESULTS.map((one) => ({
          name: say(wordOf(one)),
          value: results[one] ?? 0,
        })).filter(({ value }) => value > 0)}
      />
      <Reasons title={say('repair.again')} of={refusedAgain} />
    </section>
  );
}

function Meter({ label, value, most }: { label: string; value: number; most: number }) {
  return (
    <p>
      <span>{label}</span>
      <progress className="meter" aria-label={label} value={value} max={most} />
    </p>
  );
}

/** What may be done with it now. */
function Acts({ repair }: { readonly repair: Repair }) {
  const { say } = useLanguage();
  const queries = useQueryClient();
  const [isSure, setSure] = useState(false);
  const { id, state, outcomes, maySend } = repair;
  const act = useMutation({
    mutationFn: (name: 'sendRepair' | 'cancelRepair') => call(name, { path: { id } }),
    onSuccess: (told) => {
      setSure(false);
      queries.setQueryData(['readRepair', id], told);
      void queries.invalidateQueries({ queryKey: ['readRepair', id] });
      void queries.invalidateQueries({ queryKey: ['listRefusalCauses'] });
    },
  });
  const n = SENT.reduce((sum, one) => sum + (outcomes[one] ?? 0), 0);
  const isOpen = ['checking', 'ready', 'sending'].includes(state);
  return (
    <>
      {act.isError && <Failure error={act.error} retry={() => act.reset()} />}
      {state === 'ready' && !maySend && (
        <Alert type="info" showIcon title={say('repair.unsigned')} />
      )}
      {isSure && <Alert type="warning" showIcon title={say('repair.send.sure', { n })} />}
      <p className="acts">
        {state === 'ready' && maySend && !isSure && (
          <Button type="primary" disabled={n === 0} onClick={() => setSure(true)}>
            {n === 0 ? say('repair.send.none') : say('repair.send', { n })}
          </Button>
        )}
        {isSure && (
          <>
            <Button type="primary" loading={act.isPending} onClick={() => act.mutate('sendRepair')}>
              {say('repair.send.yes')}
            </Button>
            <Button onClick={() => setSure(false)}>{say('repair.send.no')}</Button>
          </>
        )}
        {isOpen && !isSure && (
          <Button onClick={() => act.mutate('cancelRepair')}>{say('repair.cancel')}</Button>
        )}
      </p>
      {state === 'ready' && n > 0 && <Parts id={id} parts={repair.parts} />}
    </>
  );
}

/** The corrected documents for those who sign themselves. */
function Parts({ id, parts }: { readonly id: string; readonly parts: number }) {
  const { say } = useLanguage();
  return (
    <details>
      <summary>{say('repair.download')}</summary>
      <ul className="parts">
        {Array.from({ length: parts }, (_, i) => i + 1).map((part) => (
          <li key={part}>
            <a href={`/v1/repairs/${id}/documents/${part}`} download={`repair-${part}.xml`}>
              {say('repair.part', { n: part })}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
