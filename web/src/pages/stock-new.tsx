import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { Answer } from '../api/call.ts';
import { useDeed } from '../app/deed.tsx';
import { useLanguage } from '../app/language.tsx';
import { useRight } from '../app/session.tsx';
import { useTitle } from '../app/title.ts';
import { Barred } from '../ui/barred.tsx';
import { DEEDS } from './stock-book.tsx';
import {
  bodyOf,
  type DeedKind,
  type Draft,
  emptyDraft,
  fieldsOf,
  ownBookOf,
} from './stock-draft.ts';
import { General } from './stock-new-general.tsx';
import { Outputs, Parts } from './stock-new-goods.tsx';
import { AFTER_DEED, paperTo } from './stock-parts.tsx';
import { Wrong, wrongsOf } from './stock-wrongs.tsx';

/** A paper of a book is declared: the kinds that do something to goods on the shelf. */
export function NewPaperPage() {
  const { say } = useLanguage();
  const { bookNo = '', kind: asked } = useParams();
  const kind = DEEDS.find((one) => one === asked);
  const mayWrite = useRight('stock.write');
  const title = say(kind === undefined ? 'stock.deeds' : `deed.new.${kind}`);
  useTitle(title);
  return (
    <>
      <p className="crumb">
        <Link to={`/stock/${bookNo}`}>{say('stock.to.book', { n: bookNo })}</Link>
      </p>
      <h1>{title}</h1>
      {kind === undefined ? (
        <p className="empty">{say('deed.kind.none')}</p>
      ) : mayWrite ? (
        <Form key={kind} kind={kind} bookNo={bookNo} />
      ) : (
        <Barred why={say('right.stock.write')}>{say('deed.send')}</Barred>
      )}
    </>
  );
}

type FormProps = { readonly kind: DeedKind; readonly bookNo: string };

function Form({ kind, bookNo }: FormProps) {
  const { say } = useLanguage();
  const [search] = useSearchParams();
  const [draft, setDraft] = useState<Draft>(() =>
    emptyDraft(bookNo, search.get('record') ?? '', search.get('lot') ?? ''),
  );
  const { send, error, isPending } = useDeclared(kind);
  const wrongs = wrongsOf(error, fieldsOf(kind, draft));
  const change = (changes: Partial<Draft>): void => setDraft((now) => ({ ...now, ...changes }));
  const given = { kind, draft, change, wrongs };
  const declare = (): void => send(bodyOf(kind, bookNo, draft));
  return (
    <section>
      <p className="soft">{say(`deed.lead.${kind}`)}</p>
      <form
        className="deed"
        onSubmit={(event) => {
          event.preventDefault();
          declare();
        }}
      >
        <General {...given} />
        <Parts {...given} bookNo={ownBookOf(kind, draft, bookNo)} />
        {kind === 'processing' && <Outputs {...given} />}
        <Wrong error={error} wrongs={wrongs} retry={declare} />
        <p>
          <Button type="primary" htmlType="submit" loading={isPending}>
            {say('deed.send')}
          </Button>
        </p>
      </form>
    </section>
  );
}

/** Declares a paper of a kind, and shows it when it was taken. */
function useDeclared(kind: DeedKind) {
  const navigate = useNavigate();
  const taken = ({ paperNo }: Answer<'declareChange'>): void =>
    void navigate(paperTo(kind, paperNo));
  const deeds = {
    processing: useDeed('declareProcessing', AFTER_DEED, taken),
    change: useDeed('declareChange', AFTER_DEED, taken),
    transfer: useDeed('declareTransfer', AFTER_DEED, taken),
    disposal: useDeed('declareDisposal', AFTER_DEED, taken),
  };
  const { error, isPending } = deeds[kind];
  const send = (said: ReturnType<typeof bodyOf>): void => {
    if (said.kind === 'processing') deeds.processing.mutate({ body: said.body });
    else if (said.kind === 'change') deeds.change.mutate({ body: said.body });
    else if (said.kind === 'transfer') deeds.transfer.mutate({ body: said.body });
    else deeds.disposal.mutate({ body: said.body });
  };
  return { send, error, isPending };
}
