import { CEB213 } from './ceb213.ts';
import { CEB214 } from './ceb214.ts';
import { CEB215 } from './ceb215.ts';
import { CEB216 } from './ceb216.ts';
import { CEB303 } from './ceb303.ts';
import { CEB304 } from './ceb304.ts';
import { CEB311 } from './ceb311.ts';
import { CEB312 } from './ceb312.ts';
import { CEB403 } from './ceb403.ts';
import { CEB404 } from './ceb404.ts';
import { CEB411 } from './ceb411.ts';
import { CEB412 } from './ceb412.ts';
import { CEB505 } from './ceb505.ts';
import { CEB506 } from './ceb506.ts';
import { CEB507 } from './ceb507.ts';
import { CEB508 } from './ceb508.ts';
import { CEB509 } from './ceb509.ts';
import { CEB510 } from './ceb510.ts';
import { CEB511 } from './ceb511.ts';
import { CEB512 } from './ceb512.ts';
import { CEB513 } from './ceb513.ts';
import { CEB514 } from './ceb514.ts';
import { CEB603 } from './ceb603.ts';
import { CEB604 } from './ceb604.ts';
import { CEB605 } from './ceb605.ts';
import { CEB606 } from './ceb606.ts';
import { CEB607 } from './ceb607.ts';
import { CEB608 } from './ceb608.ts';
import { CEB621 } from './ceb621.ts';
import { CEB622 } from './ceb622.ts';
import { CEB623 } from './ceb623.ts';
import { CEB624 } from './ceb624.ts';
import { CEB625 } from './ceb625.ts';
import { CEB626 } from './ceb626.ts';
import { CEB701 } from './ceb701.ts';
import { CEB702 } from './ceb702.ts';
import { CEB711 } from './ceb711.ts';
import { CEB712 } from './ceb712.ts';
import { CEB792 } from './ceb792.ts';
import { CEB816 } from './ceb816.ts';
import { CEB818 } from './ceb818.ts';
import { CEB900 } from './ceb900.ts';
import type { MessageTable } from './fields.ts';

/** Every message of the specification. A new message is one file and one line here. */
export const CATALOGUE: ReadonlyMap<string, MessageTable> = new Map(
  [
    CEB213,
    CEB214,
    CEB215,
    CEB216,
    CEB303,
    CEB304,
    CEB311,
    CEB312,
    CEB403,
    CEB404,
    CEB411,
    CEB412,
    CEB505,
    CEB506,
    CEB507,
    CEB508,
    CEB509,
    CEB510,
    CEB511,
    CEB512,
    CEB513,
    CEB514,
    CEB603,
    CEB604,
    CEB605,
    CEB606,
    CEB607,
    CEB608,
    CEB621,
    CEB622,
    CEB623,
    CEB624,
    CEB625,
    CEB626,
    CEB701,
    CEB702,
    CEB711,
    CEB712,
    CEB792,
    CEB816,
    CEB818,
    CEB900,
  ].map((table) => [table.type, table]),
);
