import { Button } from 'antd';
import { useState } from 'react';
import { Refused, useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { useMe, useRight } from '../app/session.tsx';
import { Barred } from '../ui/barred.tsx';
import { Field } from '../ui/fields.tsx';
import { Confirm } from './stock-confirm.tsx';
import type { Paper } from './stock-paper-view.ts';
import { AFTER_DEED, PAPER_KINDS, useIsFirm } from './stock-parts.tsx';

type Of = { readonly paper: Paper };

/** In which states a paper waits for something. */
const OPEN = ['approved', 'declared', 'agreed'];

/** What may be done with a paper: by the firms whose it is, or by customs. */
export function PaperActs({ paper }: Of) {
  return useIsFirm() ? <FirmActs paper={paper} /> : <Decide paper={paper} />;
}

/** A paper as the address of a call names it. */
export function pathOf({ kind, paperNo }: Paper) {
  return { kind: PAPER_KINDS.find((one) => one === kind) ?? 'entry', paperNo };
}

function FirmActs({ paper }: Of) {
  const { say } = useLanguage();
  const isOwn = useMe().party === paper.enterprise;
  const cancelling = useDeed('cancelPaper', AFTER_DEED);
  const isOpen = OPEN.includes(paper.state);
  const isTransfer = paper.kind === 'transfer';
  const label = say(isOwn ? 'deed.cancel' : 'deed.cancel.other');
  return (
    <>
      {isTransfer && <Confirm paper={paper} isOwn={isOwn} />}
      {(isOwn || isTransfer) && (
        <section>
          <h2>{say('deed.acts')}</h2>
          {isOpen ? (
            <Button
              loading={cancelling.isPending}
              onClick={() => cancelling.mutate({ path: pathOf(paper) })}
            >
              {label}
            </Button>
          ) : (
            <Barred why={say('deed.cancel.over')}>{label}</Barred>
          )}
          <Refused deed={cancelling} />
        </section>
      )}
    </>
  );
}

/** Whether a paper waits for customs. */
function waits({ kind, state, content }: Paper): boolean {
  const isTheirs = kind === 'change' || kind === 'disposal' || content.isBetweenZones === true;
  return state === 'declared' && isTheirs;
}

/** Customs agrees, or refuses with a reason. */
function Decide({ paper }: Of) {
  const { say } = useLanguage();
  const mayDecide = useRight('stock.decide');
  const [reason, setReason] = useState('');
  const deed = useDeed('decideStockPaper', AFTER_DEED);
  const why = !mayDecide
    ? say('right.stock.decide')
    : waits(paper)
      ? null
      : say('deed.decide.none');
  const decide = (decision: 'approve' | 'refuse'): void => {
    const body = decision === 'approve' ? { decision } : { decision, reason };
    deed.mutate({ path: pathOf(paper), body });
  };
  return (
    <section>
      <h2>{say('deed.decide')}</h2>
      {why !== null ? (
        <Barred why={why}>{say('deed.approve')}</Barred>
      ) : (
        <form
          className="asked"
          onSubmit={(event) => {
            event.preventDefault();
            decide('refuse');
          }}
        >
          <p>
            <Button type="primary" loading={deed.isPending} onClick={() => decide('approve')}>
              {say('deed.approve')}
            </Button>
          </p>
          <Field label={say('deed.refuse.why')} value={reason} most={255} onType={setReason} />
          <p>
            <Button htmlType="submit" loading={deed.isPending}>
              {say('deed.refuse')}
            </Button>
          </p>
        </form>
      )}
      <Refused deed={deed} />
    </section>
  );
}
