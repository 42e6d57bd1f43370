import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { call } from '../api/call.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage, wordOr } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Barred } from '../ui/barred.tsx';
import { Choices } from '../ui/choices.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { type Column, Table } from '../ui/table.tsx';
import './desk.css';
import { Rule } from './risk-rule.tsx';
import { RuleState, type RuleView } from './risk-state.tsx';
import { WatchLists } from './risk-watch.tsx';
import { WriteRule } from './risk-write.tsx';

const TABS = ['rules', 'lists'] as const;

/** Risk rules: what is in force, how it was tried, and how another one is written. */
export function RiskPage() {
  const { say } = useLanguage();
  useTitle(say('risk.title'));
  const [search] = useSearchParams();
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'rules';
  return (
    <>
      <h1>{say('risk.title')}</h1>
      <p className="soft">{say('risk.lead')}</p>
      <div className="filters">
        <Choices label={say('risk.tabs')}>
          {TABS.map((one) => (
            <Link
              key={one}
              to={one === 'rules' ? '?' : `?tab=${one}`}
              aria-current={one === tab ? 'page' : undefined}
            >
              {say(`risk.tab.${one}`)}
            </Link>
          ))}
        </Choices>
      </div>
      {tab === 'rules' ? <Rules /> : <WatchLists />}
    </>
  );
}

function Rules() {
  const { say } = useLanguage();
  const mayWrite = useRight('risk.write');
  const [search] = useSearchParams();
  const ended = search.get('ended') === '1';
  const write = search.get('write');
  const asked = useQuery({
    queryKey: ['readRiskRules', ended],
    queryFn: ({ signal }) => call('readRiskRules', { query: ended ? { ended } : {}, signal }),
    placeholderData: (before) => before,
  });
  const columns = useColumns(ended);
  if (asked.isPending) return <Skeleton lines={8} label={say('loading')} />;
  if (asked.data === undefined) {
    return <Failure error={asked.error} retry={() => void asked.refetch()} />;
  }
  const { rules } = asked.data;
  const chosen = rules.find(({ rule }) => rule === search.get('rule'));
  const before = rules.find(({ rule }) => rule === write) ?? null;
  return (
    <>
      <div className="filters">
        <Choices label={say('risk.which')}>
          {([false, true] as const).map((one) => (
            <Link
              key={String(one)}
              to={one ? '?ended=1' : '?'}
              aria-current={one === ended ? 'page' : undefined}
            >
              {say(one ? 'risk.which.ended' : 'risk.which.standing')}
            </Link>
          ))}
        </Choices>
        <Choices label={say('risk.new')}>
          {mayWrite ? (
            <Link to="?write=new">{say('risk.new')}</Link>
          ) : (
            <Barred why={say('right.risk.write')}>{say('risk.new')}</Barred>
          )}
        </Choices>
      </div>
      {mayWrite && (write === 'new' || before !== null) && (
        <WriteRule key={write} before={before} />
      )}
      {chosen !== undefined && <Rule key={chosen.rule} rule={chosen} />}
      {rules.length === 0 ? (
        <p className="empty">{say('risk.none')}</p>
      ) : (
        <Table
          label={say('risk.title')}
          columns={columns}
          rows={rules}
          keyOf={({ rule }) => rule}
        />
      )}
    </>
  );
}

function useColumns(ended: boolean): readonly Column<RuleView>[] {
  const { say } = useLanguage();
  return [
    {
      ...{ key: 'rule', title: say('risk.rule') },
      cell: ({ rule, action }) => (
        <>
          <Link className="no" to={`?rule=${rule}${ended ? '&ended=1' : ''}`}>
            {rule}
          </Link>
          {action !== null && <span className="soft">{wordOr(say, 'risk.action', action)}</span>}
        </>
      ),
    },
    {
      ...{ key: 'text', title: say('risk.text') },
      cell: ({ text, reason }) => (
        <>
          <code>{text}</code>
          <span className="soft">{reason}</span>
        </>
      ),
    },
    {
      ...{ key: 'state', title: say('risk.state') },
      cell: ({ state }) => <RuleState of={state} />,
    },
    {
      ...{ key: 'trial', title: say('risk.trial') },
      cell: ({ trial }) =>
        trial === null ? (
          <span className="soft">–</span>
        ) : (
          <>
            <span>{say('risk.trial.short', { n: trial.selected, m: trial.looked })}</span>
            <span className="soft">{trial.share}</span>
          </>
        ),
    },
    {
      ...{ key: 'by', title: say('risk.by') },
      cell: ({ madeBy, approvedBy }) => (
        <>
          <span>{madeBy}</span>
          {approvedBy !== null && (
            <span className="soft">
              {say('risk.approvedBy')} {approvedBy}
            </span>
          )}
        </>
      ),
    },
  ];
}
