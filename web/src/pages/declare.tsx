import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { CallError, call } from '../api/call.ts';
import type { Finding } from '../api/generated.ts';
import { Failure } from '../app/failure.tsx';
import { useLanguage } from '../app/language.tsx';
import { useMe, useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import './declare.css';
import { Beside, taxOf, useLive } from './declare-beside.tsx';
import { Done } from './declare-done.tsx';
import {
  beginning,
  bodyOf,
  type Choices,
  type Draft,
  type Pattern,
  patternOf,
  pointerOf,
} from './declare-draft.ts';
import { Sections } from './declare-sections.tsx';
import { Begin } from './declare-templates.tsx';
import { DeclareWays, useDeclareChoices } from './declare-ways.tsx';

/** Declaring one parcel in one form; who may not is told why. */
export function DeclarePage() {
  const { say } = useLanguage();
  const mayDeclare = useRight('lists.declare');
  useTitle(say('declare.title'));
  return (
    <>
      <h1>{say('declare.title')}</h1>
      {mayDeclare ? (
        <>
          <DeclareWays at="form" />
          <WithChoices />
        </>
      ) : (
        <Alert type="warning" showIcon role="alert" title={say('right.declare')} />
      )}
    </>
  );
}

function WithChoices() {
  const { say } = useLanguage();
  const [search, setSearch] = useSearchParams();
  const listNo = (search.get('copy') ?? '').slice(0, 18);
  const choices = useDeclareChoices();
  const copied = useRef('');
  const copy = useQuery({
    queryKey: ['copyDeclaration', listNo],
    queryFn: ({ signal }) => call('copyDeclaration', { path: { listNo }, signal }),
    enabled: listNo !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  // Once they are there they stay, and the form with them, whatever a later look says.
  if (choices.data === undefined) {
    return choices.isError ? (
      <Failure error={choices.error} retry={() => void choices.refetch()} />
    ) : (
      <Skeleton lines={12} label={say('loading')} />
    );
  }
  if (copy.isSuccess) copied.current = listNo;
  return (
    <>
      {copy.isError && <Failure error={copy.error} retry={() => void copy.refetch()} />}
      {copy.isLoading && <Skeleton lines={1} label={say('loading')} />}
      {copy.isSuccess && (
        <Alert type="info" showIcon title={say('declare.copied', { n: listNo })} />
      )}
      <Form
        // Another list begins the form anew once it is there; until then nothing typed is lost.
        key={copied.current}
        choices={choices.data}
        pattern={copy.data}
        onCopy={(no) => setSearch({ copy: no })}
        onBlank={() => setSearch({})}
      />
    </>
  );
}

type FormProps = {
  readonly choices: Choices;
  readonly pattern: Pattern | undefined;
  readonly onCopy: (listNo: string) => void;
  readonly onBlank: () => void;
};

function Form({ choices, pattern, onCopy, onBlank }: FormProps) {
  const { say } = useLanguage();
  const { party } = useMe();
  const start = (from?: Pattern): Draft => beginning(choices, party, from);
  const [draft, setDraft] = useState(() => start(pattern));
  const live = useLive(draft);
  const tax = taxOf(live);
  const form = useRef<HTMLFormElement>(null);
  const { sending, findingsAt } = useSending(draft, tax);
  useFirstWrong(form, sending.failureCount > 0 ? sending.submittedAt : 0);
  const begin = (from?: Pattern): void => {
    sending.reset();
    setDraft(start(from));
  };
  if (sending.isSuccess) {
    return (
      <Done
        answer={sending.data}
        onNext={() => begin(patternOf(draft, choices))}
        onBlank={() => {
          begin();
          onBlank();
        }}
      />
    );
  }
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!sending.isPending) sending.mutate();
  };
  return (
    <>
      <p className="soft">
        {say('declare.lead')} {say('declare.required')}
      </p>
      <Begin
        party={party}
        draft={draft}
        choices={choices}
        onBegin={(from) => begin(from)}
        onCopy={onCopy}
      />
      <form className="declare" ref={form} noValidate onSubmit={send} autoComplete="off">
        <div>
          <Sections
            draft={draft}
            choices={choices}
            tax={tax}
            findingsAt={findingsAt}
            onDraft={setDraft}
          />
          {sending.isError && !isOver(sending.error) && (
            <Refusal
              error={sending.error}
              draft={draft}
              choices={choices}
              onRetry={sending.mutate}
            />
          )}
          <p className="deeds">
            <Button type="primary" size="large" htmlType="submit" aria-busy={sending.isPending}>
              {say('declare.send')}
            </Button>
          </p>
        </div>
        <Beside live={live} choices={choices} withheld={draft.head.tax?.trim() ?? ''} />
      </form>
    </>
  );
}

/** Sending a draft, and what the platform found at a place of it. */
function useSending(draft: Draft, tax: string | null) {
  const sending = useMutation({
    mutationFn: () => call('declare', { body: bodyOf(draft, tax) }),
  });
  const problem = sending.error instanceof CallError ? sending.error.problem : null;
  const findings = problem?.findings ?? [];
  const findingsAt = (pointer: string): readonly Finding[] =>
    findings.filter(({ path }) => path === pointer);
  return { sending, findingsAt };
}

/** A session that ended is said by the dialog over the page. */
const isOver = (error: Error): boolean => error instanceof CallError && error.isOver;

/** The first field with something wrong gets the keyboard, each time the platform has said so. */
function useFirstWrong(form: { readonly current: HTMLFormElement | null }, at: number): void {
  useEffect(() => {
    if (at > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [form, at]);
}

/** What the platform refused: how much of it stands at fields, and the rest in full. */
function Refusal({
  error,
  draft,
  choices,
  onRetry,
}: {
  readonly error: Error;
  readonly draft: Draft;
  readonly choices: Choices;
  readonly onRetry: () => void;
}) {
  const { say, pick } = useLanguage();
  const problem = error instanceof CallError ? error.problem : null;
  const findings = problem?.findings ?? [];
  const places = new Set([
    ...choices.head.map(({ path }) => pointerOf(path, null)),
    ...draft.goods.flatMap((_, i) => choices.goods.map(({ path }) => pointerOf(path, i))),
  ]);
  const atFields = findings.filter(({ path }) => places.has(path ?? ''));
  if (atFields.length === 0) return <Failure error={error} retry={onRetry} />;
  const others = findings.filter(({ path }) => !places.has(path ?? ''));
  const leftOff = problem?.findingsLeftOff ?? 0;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={say(leftOff === 0 ? 'declare.wrong' : 'declare.wrong.more', {
        n: findings.length + leftOff,
        m: findings.length,
      })}
      description={
        others.length === 0 ? undefined : (
          <ul className="reasons" aria-label={say('declare.elsewhere')}>
            {others.map(({ code, path, zh, en, hint, hintZh }) => (
              <li key={`${code} ${path}`}>
                {pick(zh, en)} {pick(hintZh, hint)}
              </li>
            ))}
          </ul>
        )
      }
    />
  );
}
