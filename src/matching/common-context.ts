import type { BusinessDate } from '../base/dates.ts';
import type { Enterprise, Role } from '../registry/enterprise.ts';
import type { ProfileIndex } from '../registry/profile-lookup.ts';

/** One enterprise on the documents and the role it acts in (ENT-1). */
export type Party = {
  /** The element that names it. */
  readonly path: string;
  readonly code: string;
  readonly role: Role;
};

/** As much of a list of import (CEB621) or export (CEB603) as the rules of both look at. */
export type CommonList = {
  readonly customsCode: string;
  readonly ebpCode: string;
  readonly ebpName: string;
  readonly ebcCode: string;
  readonly ebcName: string;
  readonly country: string;
  readonly trafMode: string;
  readonly wrapType: string | null;
  readonly lines: readonly {
    readonly country: string;
    readonly unit: string;
    readonly unit1: string;
    readonly unit2: string | null;
  }[];
};

/** What the rules see that clearance of imports and of exports have in common. */
export type CommonContext = {
  readonly case: { readonly list: { readonly terms: CommonList } };
  readonly facts: {
    readonly index: ProfileIndex;
    readonly enterprises: ReadonlyMap<string, Enterprise>;
  };
  readonly date: BusinessDate;
  readonly parties: readonly Party[];
};
