import { Type } from '@fastify/type-provider-typebox';
import type { KeyState } from '../flows/keys.ts';
import type { CertificateRequest } from '../registry/key-store.ts';

const text = (description: string) => Type.String({ description });
const orNull = (description: string) => Type.Union([Type.String(), Type.Null()], { description });
const closed = { additionalProperties: false };

const STATE = Type.Unsafe<KeyState>(
  Type.String({ enum: ['in-force', 'not-yet', 'expired', 'revoked'] }),
);

export const TOKENS = Type.Object({
  tokens: Type.Array(
    Type.Object({
      label: text('Its name'),
      state: STATE,
      madeAt: orNull('When it was made; null where it came with a file'),
      usedAt: orNull(
        'When it came in last, to the minute; null: never, or not since this is noted',
      ),
      expiresAt: orNull('From when on it does not work any more'),
      revokedAt: orNull('When it was revoked'),
    }),
  ),
});

export const TOKEN_BODY = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 40, examples: ['ERP 2027'] }),
    expires: Type.Optional(
      Type.String({ description: 'First day without it', examples: ['2027-12-31'] }),
    ),
  },
  closed,
);
export const TOKEN_MADE = Type.Object({
  label: Type.String(),
  token: text('Shown only this once'),
  expiresAt: orNull('From when on it does not work any more'),
});
export const TOKEN_LABEL = Type.Object({ label: Type.String({ minLength: 1, maxLength: 100 }) });

const CONTENT = {
  serial: text('Serial number in hex'),
  subject: text('Distinguished name of the holder, a line for each part'),
  validFrom: text('From when on it is valid'),
  validUntil: text('Until when'),
  algorithm: text('SM2 or RSA'),
  maySign: Type.Boolean({ description: 'Whether its key usage lets it sign' }),
  fingerprint: text('SHA-256 of the certificate in hex'),
};

export const CERTIFICATES = Type.Object({
  certificates: Type.Array(
    Type.Object({
      ...CONTENT,
      state: STATE,
      revokedAt: orNull('When it was revoked'),
      daysLeft: Type.Integer({ description: 'Whole days until it ends; 0 when it has' }),
    }),
  ),
});
export const SERIAL = Type.Object({ serial: Type.String({ pattern: '^[0-9a-f]{1,64}$' }) });

const REQUEST_STATE = Type.Unsafe<CertificateRequest['state']>(
  Type.String({ enum: ['open', 'accepted', 'refused', 'taken-back'] }),
);
const REQUEST = {
  id: Type.String(),
  state: REQUEST_STATE,
  askedAt: text('When it was asked for'),
  decidedAt: orNull('When that was decided or taken back'),
  reason: orNull('Why it was refused'),
  ...CONTENT,
};
export const REQUESTS = Type.Object({ requests: Type.Array(Type.Object(REQUEST)) });
export const OPEN_REQUESTS = Type.Object({
  requests: Type.Array(
    Type.Object({ ...REQUEST, enterpriseCode: text('Who asks'), name: text('Its name') }),
  ),
});
export const REQUEST_BODY = Type.Object(
  {
    pem: Type.String({
      ...{ minLength: 1, maxLength: 16_000 },
      description: 'The certificate in PEM, never the key',
    }),
  },
  closed,
);
export const REQUEST_MADE = Type.Object({ id: Type.String() });
export const REQUEST_ID = Type.Object({ id: Type.String({ format: 'uuid' }) });
export const DECISION_BODY = Type.Object(
  {
    accept: Type.Boolean(),
    reason: Type.Optional(Type.String({ maxLength: 200, description: 'Needed for a refusal' })),
  },
  closed,
);
