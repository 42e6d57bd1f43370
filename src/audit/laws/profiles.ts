import { createHash } from 'node:crypto';
import { businessDate, type Instant } from '../../base/dates.ts';
import type { Law } from '../law.ts';
import { readStatutes } from '../profile-reader.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * The law each verdict names is stored, unaltered: its version is the hash of its content. And no
 * outcome was forced but under a law that says so: a sandbox.
 */
export const PROFILES: Law = {
  id: 'profiles',
  title: 'The law that verdicts name is stored unaltered',
  watch: (tally, { sql }) => ({
    finish: async () => {
      const rows = await sql.query<{ version: string; content: string }>(
        'select version, content from registry.profile_versions',
      );
      for (const { version, content } of rows) {
        const hash = createHash('sha256').update(content).digest('hex');
        tally.check(hash === version, () => `law ${version} was altered`);
        tally.check(readStatutes(content) !== null, () => `law ${version} cannot be read`);
      }
      await checkBySql(sql, tally, DECISIONS, UNKNOWN);
      const laws = new Map(rows.map(({ version, content }) => [version, readStatutes(content)]));
      const forced = await sql.query<Forced>(FORCED);
      for (const { list_no, profile_version, decided_at } of forced) {
        const law = laws.get(profile_version);
        const allowed = law?.flag('forcedOutcomes', businessDate(decided_at)) === true;
        tally.check(allowed, () => `list ${list_no} was forced under an earnest law`);
      }
      if (forced.length > 0) tally.note(`${forced.length} outcomes were forced in a sandbox`);
    },
  }),
};

const ALL = `
  select list_no, profile_version from clearance.cases where list_no is not null
  union all select list_no, profile_version from clearance.past_cases`;
type Forced = {
  readonly list_no: string;
  readonly profile_version: string;
  readonly decided_at: Instant;
};

const CODES = '{SBX-RETURN,SBX-HOLD,SBX-INSPECT,SBX-REVIEW}';
const FORCED = `
  select list_no, profile_version, decided_at from clearance.cases
  where codes && '${CODES}'
  union all select list_no, profile_version, decided_at from clearance.past_cases
  where codes && '${CODES}'`;
const DECISIONS = `select count(*) as n from (${ALL}) d`;
const UNKNOWN = `
  select 'list ' || list_no || ' names a law that is not stored' from (${ALL}) d
  where not exists (select from registry.profile_versions v where v.version = d.profile_version)`;
