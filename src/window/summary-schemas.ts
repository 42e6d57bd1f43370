import { Type } from '@fastify/type-provider-typebox';

const text = (description: string) => Type.String({ description });
const orNull = (description: string) => Type.Union([Type.String(), Type.Null()], { description });
const NEXT = orNull('Give this as `after` for what follows; null at the end');

const GROUP = Type.Object({
  id: text('Of the group'),
  month: text('In which its lists were closed'),
  ...{ customsCode: text('The office where they are declared'), ebcCode: text('The seller') },
  ...{ ebcName: text('Its name'), agentCode: text('The declarant'), agentName: text('Its name') },
  ...{ ownerCode: text('The producer or seller'), ownerName: text('Its name') },
  ...{ trafMode: text('Mode of transport'), country: text('Country of arrival') },
  ...{ portCode: text('Exit customs'), tradeMode: text('Trade mode'), loctNo: text('The site') },
  lists: Type.Integer({ description: 'Closed lists in it' }),
  lines: Type.Integer({ description: 'Sums in it' }),
  declarations: Type.Integer({ description: 'Declarations that were made of it' }),
  firstClosed: text('When the first of its lists was closed'),
  lastClosed: text('When the last of them was'),
  sumNo: orNull('The application that declares it; null while it is open'),
});

/** Groups of a month. */
export const GROUPS = Type.Object({ groups: Type.Array(GROUP), next: NEXT });

const SUM = Type.Object({
  lineNo: Type.Integer({ description: 'Number in the group' }),
  ...{ gcode: text('Commodity code'), name: text('Of the goods, where it parts them') },
  ...{ country: text('Final country'), currency: text('Currency') },
  ...{ unit: text('Unit'), unit1: text('First legal unit'), unit2: text('Second legal unit') },
  ...{ qty: text('In the unit'), qty1: text('In the first'), qty2: text('In the second') },
  ...{ total: text('In the currency'), gross: text('Gross weight, kg'), net: text('Net, kg') },
  uses: Type.Integer({ description: 'Lines of lists that are added up' }),
  declared: Type.Union(
    [
      Type.Object({
        ...{ declSeqNo: text('Of the declaration'), entryId: text('Its customs number') },
        gseqno: Type.Integer({ description: 'The line in it' }),
      }),
      Type.Null(),
    ],
    { description: 'The line of a declaration that it became; null before' },
  ),
});

const DECLARATION = Type.Object({
  ...{ declSeqNo: text('Before it was handed in'), entryId: text('Customs number') },
  version: Type.Integer({ description: 'From 1; a correction adds one' }),
  ...{ at: text('Of this version'), reason: orNull('Why it was corrected') },
  uses: Type.Integer({ description: 'Lines of lists in it' }),
  ...{ gross: text('Gross weight, kg'), net: text('Net weight, kg') },
});

/** One group with its declarations and a page of its sums. */
export const GROUP_VIEW = Type.Object({
  group: GROUP,
  declarations: Type.Array(DECLARATION),
  lines: Type.Array(SUM),
  next: NEXT,
});

/** Lists of a group. */
export const LISTS = Type.Object({
  lists: Type.Array(
    Type.Object({
      ...{ listNo: text('invtNo'), logisticsNo: text('Its waybill') },
      lines: Type.Array(
        Type.Object({
          gnum: Type.Integer({ description: 'Line of the list' }),
          lineNo: Type.Union([Type.Integer(), Type.Null()], {
            description: 'The sum that it is in; null when all of it was taken back',
          }),
        }),
      ),
    }),
  ),
  next: NEXT,
});
