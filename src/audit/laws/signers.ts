import type { Law } from '../law.ts';
import { checkBySql } from '../sql-check.ts';

/**
 * Every signed message names a certificate of its sender that was registered, in force and not
 * revoked when it came in. A revocation counts from the minute after, for a message may have been
 * verified just before and filed just after. A certificate that an operator accepted is on file.
 */
export const SIGNERS: Law = {
  id: 'signers',
  title: 'Every signed message names a valid certificate of its sender',
  watch: (tally, { sql }) => ({ finish: () => checkBySql(sql, tally, MESSAGES, INVALID) }),
};

const MESSAGES = 'select count(*) as n from documents.messages';

const INVALID = `
  select 'message ' || m.message_id || ' of ' || m.sender || case
      when m.certificate is null or m.signature is null then ' is half signed'
      when c.serial is null then ' is signed with an unknown certificate'
      else ' is signed with a certificate that was not in force' end
  from documents.messages m
  left join registry.certificates c on c.enterprise_code = m.sender and c.serial = m.certificate
  where (m.certificate is not null or m.signature is not null)
    and (c.serial is null or m.signature is null
      or m.received_at < c.valid_from - interval '1 minute'
      or m.received_at > c.valid_until + interval '1 minute'
      or m.received_at > c.revoked_at + interval '1 minute')
  union all
  select format('request %s of %s is accepted, and its certificate is not on file', r.id,
    r.enterprise_code)
  from registry.certificate_requests r
  where r.state = 'accepted' and not exists (
    select from registry.certificates c
    where c.enterprise_code = r.enterprise_code and c.serial = r.serial)`;
