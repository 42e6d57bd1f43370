import { type Static, Type } from '@fastify/type-provider-typebox';
import { LIMITS } from '../base/limits.ts';
import { decimal, number, orNull } from './stock-schemas.ts';

/** The shapes of what lanes ask and report. */

const ID = Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\w.:-]+$' });
const WAYBILL = Type.String({
  ...{ minLength: 1, maxLength: 80, pattern: '^\\S+( \\S+)*$' },
  description: 'Number of the waybill, as the barcode has it',
});
const SAID = {
  logisticsNo: WAYBILL,
  logisticsCode: orNull(number('Code of the carrier; without it the number may be of any')),
  lane: Type.String({ minLength: 1, maxLength: 32, pattern: '^[\\w.-]+$', examples: ['L1'] }),
  weight: orNull(decimal('What the scale of the lane says, kilograms')),
  image: orNull(
    Type.String({
      ...{ minLength: 1, maxLength: 256 },
      description: 'Where the X-ray image lies in your own store; the image itself has a call',
    }),
  ),
};

export const SCAN_BODY = Type.Object(
  {
    scanId: orNull(ID),
    ...SAID,
  },
  { additionalProperties: false },
);

const INSTRUCTION = Type.Union(['01', '02', '03', '04', '05'].map((one) => Type.Literal(one)));
const TEXT = Type.String();
const NULLABLE = Type.Union([Type.String(), Type.Null()]);

const REASON = Type.Object({ code: TEXT, zh: TEXT, en: TEXT });

export const SCAN = Type.Object({
  scanId: Type.String({ description: 'Yours, or one that was given to it' }),
  instruction: Type.String({
    description:
      '01 release, 02 inspect, 03 pending area, 04 stop the line, 05 inspect on the spot',
  }),
  reason: REASON,
  listNo: NULLABLE,
  preNo: NULLABLE,
  declaredWeight: Type.Union([Type.String(), Type.Null()], { description: 'Kilograms, gross' }),
  repeated: Type.Boolean({ description: 'The parcel was scanned before' }),
  at: TEXT,
});

export const SCAN_NUMBER = Type.Object({ scanId: ID });

export const IMAGE_KEPT = Type.Object({
  scanId: TEXT,
  mediaType: TEXT,
  width: Type.Integer({ description: 'Pixels' }),
  height: Type.Integer({ description: 'Pixels' }),
  size: Type.Integer({ description: 'Bytes' }),
  sha256: TEXT,
  at: Type.String({ description: 'When it was kept first' }),
});

export const RELEASES_QUERY = Type.Object({
  after: Type.Optional(
    Type.String({
      ...{ pattern: '^(0|\\d{13}-[\\w]{1,30})$', default: '0' },
      description: '`next` of the page before; 0 begins',
    }),
  ),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: LIMITS.lanePage, default: LIMITS.lanePage }),
  ),
});

export const RELEASES = Type.Object({
  keyId: TEXT,
  text: Type.String({ description: 'The page, as it is signed: see the guide' }),
  signature: Type.String({ description: 'Ed25519 over the UTF-8 of the text, base64' }),
  next: Type.String({ description: 'Give this as `after`; the end is where it does not move' }),
  released: Type.Integer({ description: 'Parcels on this page' }),
});

export const KEY = Type.Object({
  keyId: TEXT,
  algorithm: Type.Literal('Ed25519'),
  publicKey: Type.String({ description: 'SubjectPublicKeyInfo, base64' }),
});

export const RECONCILIATION_BODY = Type.Object(
  {
    scans: Type.Array(
      Type.Object(
        {
          scanId: ID,
          ...SAID,
          instruction: INSTRUCTION,
          reason: Type.String({ pattern: '^[A-Z-]{1,40}$', description: 'Why, as a code' }),
          at: Type.String({ format: 'date-time', description: 'When the parcel was diverted' }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: LIMITS.laneReconciliation },
    ),
  },
  { additionalProperties: false },
);

export const RECONCILIATION = Type.Object({
  stored: Type.Integer({ description: 'Scans that are new' }),
  repeated: Type.Integer({ description: 'Scans that were reported before' }),
  differences: Type.Array(
    Type.Object({
      scanId: TEXT,
      logisticsNo: TEXT,
      instruction: Type.String({ description: 'What the lane did' }),
      expected: Type.String({ description: 'What it would have been told' }),
      reason: REASON,
      alarm: Type.Boolean({ description: 'It released what was no release: an alarm was raised' }),
    }),
  ),
});

export type ScanBodyJson = Static<typeof SCAN_BODY>;
export type OfflineJson = Static<typeof RECONCILIATION_BODY>['scans'][number];
