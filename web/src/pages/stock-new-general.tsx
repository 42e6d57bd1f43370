import { useLanguage } from '../app/language.tsx';
import { type DeedKind, DISPOSABLE, type Draft, STEPS, WAYS, WORKS } from './stock-draft.ts';
import { SaidPick, SaidText, WrongList, type Wrongs } from './stock-wrongs.tsx';

export type FormOf = {
  readonly kind: DeedKind;
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
  readonly wrongs: Wrongs;
};

/** What a paper says beside its goods. */
export function General(form: FormOf) {
  const { say } = useLanguage();
  const { kind, wrongs } = form;
  return (
    <div className="row">
      <Text {...form} name="ownNo" label={say('deed.ownNo')} hint={say('deed.ownNo.hint')} />
      {kind === 'processing' && <Work {...form} />}
      {kind === 'change' && <Change {...form} />}
      {kind === 'transfer' && (
        <>
          <Text {...form} name="fromBook" label={say('deed.fromBook')} />
          <Text {...form} name="toBook" label={say('deed.toBook')} />
        </>
      )}
      {kind === 'disposal' && <Disposal {...form} />}
      <WrongList of={wrongs.at('bookNo')} />
    </div>
  );
}

type TextName = 'ownNo' | 'proof' | 'reason' | 'location' | 'until' | 'fromBook' | 'toBook';

function Text({
  draft,
  change,
  wrongs,
  name,
  ...more
}: FormOf & {
  readonly name: TextName;
  readonly label: string;
  readonly hint?: string;
  readonly most?: number;
  readonly type?: 'text' | 'date';
}) {
  return (
    <SaidText
      {...more}
      wrongs={wrongs.at(name)}
      value={draft[name]}
      onType={(value) => change({ [name]: value })}
    />
  );
}

function Work({ draft, change, wrongs }: FormOf) {
  const { say } = useLanguage();
  return (
    <SaidPick
      label={say('deed.work')}
      wrongs={wrongs.at('work')}
      value={draft.work}
      options={WORKS.map((one) => [one, say(`stockWork.${one}`)])}
      onPick={(work) => change({ work })}
    />
  );
}

function Change(form: FormOf) {
  const { say } = useLanguage();
  const { draft, change, wrongs } = form;
  const step = STEPS[draft.step] ?? STEPS[0];
  return (
    <>
      <SaidPick
        label={say('deed.step')}
        wrongs={[...wrongs.at('from'), ...wrongs.at('to')]}
        value={String(draft.step)}
        options={STEPS.map(({ from, to }, i) => {
          const names = { n: say(`stockStatus.${from}`), m: say(`stockStatus.${to}`) };
          return [String(i), say('stock.between', names)];
        })}
        onPick={(i) => change({ step: Number(i) })}
      />
      <Text {...form} name="proof" label={say(`deed.proof.${step.proof}`)} />
      <Text {...form} name="location" label={say('deed.location')} most={32} />
      {step.to === 'display' && (
        <Text {...form} name="until" label={say('deed.until')} type="date" />
      )}
    </>
  );
}

function Disposal(form: FormOf) {
  const { say } = useLanguage();
  const { draft, change, wrongs } = form;
  return (
    <>
      <SaidPick
        label={say('deed.way')}
        wrongs={wrongs.at('way')}
        value={draft.way}
        options={WAYS.map((one) => [one, say(`stockWay.${one}`)])}
        onPick={(way) => change({ way })}
      />
      <SaidPick
        label={say('deed.status')}
        wrongs={wrongs.at('status')}
        value={draft.status}
        options={DISPOSABLE.map((one) => [one, say(`stockStatus.${one}`)])}
        onPick={(status) => change({ status })}
      />
      <Text {...form} name="proof" label={say('deed.proof.disposal')} />
      <Text {...form} name="reason" label={say('deed.reason')} most={255} />
    </>
  );
}
