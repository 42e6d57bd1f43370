import { Link } from 'react-router';
import type { Answer } from '../api/call.ts';
import { useLanguage, wordOr } from '../app/language.tsx';
import { State } from '../app/state.tsx';
import type { Column } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';

/** A line of lists, as pages and searches give it. */
export type ListLine = Answer<'listDeclarations'>['lists'][number];

/** The columns of lists. */
export function useListColumns(): readonly Column<ListLine>[] {
  const { say } = useLanguage();
  const nameOf = (code: string): string => {
    const word = wordOr(say, 'why', code);
    return word === code ? code : `${word} ${code}`;
  };
  return [
    {
      key: 'list',
      title: say('lists.col.list'),
      cell: ({ preNo, listNo, way }) => (
        <>
          <Link className="no" to={`/declarations/${preNo}`}>
            {listNo ?? preNo}
          </Link>
          <span className="soft">{wordOr(say, 'way', way)}</span>
        </>
      ),
    },
    {
      key: 'state',
      title: say('lists.col.state'),
      cell: ({ state, codes, missing }) => (
        <>
          <State of={state} />
          {codes.length > 0 && (
            <span className="soft">
              {say('lists.why')} {codes.map((one) => nameOf(one)).join(', ')}
            </span>
          )}
          {missing.length > 0 && (
            <span className="soft">
              {say('lists.missing')} {missing.map((one) => wordOr(say, 'kind', one)).join(', ')}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'order',
      title: say('lists.col.order'),
      cell: ({ orderNo, ebpCode }) => <Numbered no={orderNo} code={ebpCode} />,
    },
    {
      key: 'waybill',
      title: say('lists.col.waybill'),
      cell: ({ logisticsNo, logisticsCode }) => <Numbered no={logisticsNo} code={logisticsCode} />,
    },
    { key: 'at', title: say('lists.col.at'), cell: ({ at }) => <Time at={at} /> },
  ];
}

/** A number and the firm that gave it. */
function Numbered({ no, code }: { readonly no: string; readonly code: string }) {
  return (
    <>
      <span className="no">{no}</span>
      <span className="soft">{code}</span>
    </>
  );
}
