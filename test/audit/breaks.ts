/** Rows to alter, each the first of its kind by its key. */
export const RELEASED = `(
  select list_no from clearance.cases where state = '800' and dutiable > 1000
    and list_no not in (select list_no from clearance.past_cases)
  order by list_no limit 1)`;
const HELD = `(select list_no from clearance.cases where state = '600' order by list_no limit 1)`;
/** Released lists whose waybill arrived, and those of which no site ever told. */
const arrived = (is: string): string => `(
  select list_no from clearance.cases c where state = '800' and ${is} (
    select from documents.arrivals a where a.logistics_code = c.logistics_code
      and a.logistics_no = c.logistics_no)
  order by list_no limit 1)`;
const [ARRIVED, BONDED] = [arrived('exists'), arrived('not exists')];
const RETURNED = `(select list_no from clearance.cases where state = '100' and dutiable = 0
  order by list_no limit 1)`;
export const first = (table: string, keys: string, where = 'true'): string =>
  `ctid = (select ctid from ${table} where ${where} order by ${keys} limit 1)`;
/** A signal that follows from rows; those of persons who came often do not. */
const SIGNAL = first('risk.signals', 'ref, code', "source = 'payment-data'");
const orderOf = (listNo: string): string =>
  `(ebp_code, order_no) = (
    select ebp_code, order_no from clearance.cases where list_no = ${listNo})`;

/** What is altered, and the laws that are broken by it and no others. */
export const BREAKS: readonly (readonly [title: string, laws: string, sql: string])[] = [
  [
    'a segment is gone',
    'evidence records release tax receipts documents import-statistics',
    `delete from documents.segments where sequence = 2`,
  ],
  [
    'the digest of a segment is another',
    'evidence',
    `update documents.segments set digest = set_byte(digest, 3, 255 - get_byte(digest, 3))
     where sequence = 1`,
  ],
  [
    'the length of a segment is another',
    'evidence',
    'update documents.segments set raw_length = raw_length + 1 where sequence = 1',
  ],
  [
    'a message lies one byte further',
    'evidence',
    `update documents.messages set start_at = start_at + 1, length = length - 1
     where ${first('documents.messages', 'message_id', 'records = 1')}`,
  ],
  [
    'a message has another id',
    'evidence records release tax receipts claims repairs import-statistics',
    `update documents.messages set message_id = '00000000-0000-8000-8000-000000000000'
     where ${first('documents.messages', 'message_id', "records = 1 and type = 'CEB621'")}`,
  ],
  [
    'a message says it has more records',
    'records repairs',
    `update documents.messages set records = records + 1
     where ${first('documents.messages', 'message_id')}`,
  ],
  [
    'a refused record has no row',
    'records receipts',
    `delete from documents.unfiled
     where ${first('documents.unfiled', 'message_id', "reason = 'refused'")}`,
  ],
  [
    'a record has two rows',
    'records receipts',
    `insert into documents.unfiled (message_id, record, reason, codes, at)
     select message_id, record, 'refused', '{}', accepted_at from documents.payments
     where ${first('documents.payments', 'pay_transaction_id')}`,
  ],
  [
    'a payment has another number',
    'documents',
    `update documents.payments set pay_transaction_id = 'X' || pay_transaction_id
     where ${first('documents.payments', 'pay_transaction_id')}`,
  ],
  [
    'a message has another sender',
    'documents receipts signers',
    `update documents.messages set sender = 'X' || sender
     where ${first('documents.messages', 'message_id', "type = 'CEB411'")}`,
  ],
  [
    'a list has skipped an attempt',
    'numbers',
    `update documents.lists l set attempt = 2 where ${first(
      'documents.lists',
      'pre_no',
      `not exists (select from clearance.cases c where c.ebp_code = documents.lists.ebp_code
        and c.order_no = documents.lists.order_no)
       and exists (select from clearance.waiting w where w.ebp_code = documents.lists.ebp_code
        and w.order_no = documents.lists.order_no)`,
    )};
     update clearance.waiting w set attempt = 2 where not exists (select from documents.lists l
       where l.ebp_code = w.ebp_code and l.order_no = w.order_no and l.attempt = w.attempt)`,
  ],
  [
    'two lists share a pre-entry number',
    'numbers receipts',
    `update documents.lists set pre_no = (select max(pre_no) from documents.lists)
     where ${first('documents.lists', 'pre_no')}`,
  ],
  [
    'two lists share a customs number',
    'numbers postings receipts claims facts refusals',
    `update clearance.cases set list_no = ${RELEASED} where list_no = ${RETURNED}`,
  ],
  [
    'a number was given that was never taken',
    'numbers declarations',
    `update documents.numbers set next = 1`,
  ],
  [
    'a waiting list is forgotten',
    'waiting',
    `delete from clearance.waiting where ${first('clearance.waiting', 'order_no')}`,
  ],
  [
    'a decided list waits',
    'waiting',
    `insert into clearance.waiting (ebp_code, order_no, attempt, logistics_code, logistics_no,
       missing, since)
     select ebp_code, order_no, attempt, logistics_code, logistics_no, '{order}', accepted_at
     from documents.lists where ${orderOf(RELEASED)}`,
  ],
  [
    'the order of a released list is deleted',
    'release',
    `update documents.orders set deleted = true where ${orderOf(RELEASED)}`,
  ],
  [
    'the payment of a released list is deleted',
    'release',
    `update documents.payments set deleted = true where ${orderOf(RELEASED)}`,
  ],
  [
    'a released list has two payments',
    'release documents',
    `update documents.payments set accepted_at = accepted_at - interval '1 hour'
       where ${orderOf(RELEASED)};
     update documents.payments p set ebp_code = c.ebp_code, order_no = c.order_no,
       accepted_at = accepted_at - interval '1 hour'
     from clearance.cases c where c.list_no = ${RELEASED} and p.ctid = (
       select p.ctid from documents.payments p where not exists (select from clearance.cases c
         where c.ebp_code = p.ebp_code and c.order_no = p.order_no)
       order by pay_transaction_id limit 1)`,
  ],
  [
    'the order of a released list was changed afterwards',
    'release',
    `update documents.orders set accepted_at = accepted_at + interval '1 day'
     where ${orderOf(RELEASED)}`,
  ],
  [
    'the waybill of a released list was changed afterwards',
    'release',
    `update documents.waybills w set accepted_at = w.accepted_at + interval '1 day'
     from clearance.cases c where c.list_no = ${RELEASED}
       and c.logistics_code = w.logistics_code and c.logistics_no = w.logistics_no`,
  ],
  [
    'a released list holds no waybill',
    'claims',
    `update clearance.waybill_claims set list_no = null where list_no = ${RELEASED}`,
  ],
  [
    'a returned list holds a waybill',
    'claims',
    `insert into clearance.waybill_claims (logistics_code, logistics_no, epoch, list_no)
     values ('X', 'Y', 0, ${RETURNED})`,
  ],
  [
    'the VAT of a released list is a fen less',
    'tax postings bills cockpit import-statistics',
    `update clearance.cases set vat = vat - 1 where list_no = ${RELEASED}`,
  ],
  [
    'the consumption tax of a held list is a fen more',
    'tax',
    `update clearance.cases set consumption_tax = consumption_tax + 1 where list_no = ${HELD}`,
  ],
  [
    'the dutiable price of a released list is another',
    'tax postings cockpit import-statistics',
    `update clearance.cases set dutiable = dutiable - 100 where list_no = ${RELEASED}`,
  ],
  [
    'an account has more than its postings',
    'ledger',
    `update ledger.accounts set posted = posted + 1
     where ${first('ledger.accounts', 'key', "ledger = 'quota'")}`,
  ],
  [
    'an account is above its limit',
    'ledger',
    `update ledger.accounts set limit_amount = pending + posted - 1
     where ${first('ledger.accounts', 'key', "ledger = 'quota' and posted > 0")}`,
  ],
  [
    'a buyer has more than the year allows, and a limit to match',
    'ledger postings',
    `update ledger.postings set amount = 9000000 where ledger = 'quota' and ref = ${RELEASED};
     update ledger.accounts set limit_amount = 99000000, posted = (
       select sum(amount) from ledger.postings p where p.key = accounts.key and ledger = 'quota')
     where (key, ledger) in (select key, ledger from ledger.postings where ref = ${RELEASED}
       and ledger = 'quota')`,
  ],
  [
    'a guarantee has more frozen than was ever lodged',
    'ledger postings',
    `update ledger.postings set amount = 1000000000000000
       where ledger = 'guarantee' and ref = ${RELEASED};
     update ledger.accounts set posted = (select sum(amount) from ledger.postings p
       where p.key = accounts.key and p.ledger = 'guarantee')
     where (key, ledger) in (select key, ledger from ledger.postings where ref = ${RELEASED}
       and ledger = 'guarantee')`,
  ],
  [
    'a released list has no quota posting',
    'ledger postings',
    `delete from ledger.postings where ledger = 'quota' and ref = ${RELEASED}`,
  ],
  [
    'a returned list keeps its reserve',
    'ledger postings',
    `delete from ledger.postings where kind = 'void' and ledger = 'quota'`,
  ],
  [
    'a released list has frozen no tax',
    'ledger postings bills',
    `delete from ledger.postings where ledger = 'guarantee' and ref = ${RELEASED}`,
  ],
  [
    'a weight counter took less',
    'ledger postings',
    `update ledger.postings set amount = amount - 1
     where ${first('ledger.postings', 'key, ref', "ledger like 'weight:%'")}`,
  ],
  [
    'the quota of one list was booked for another',
    'postings',
    `update ledger.postings set ref = ${RETURNED} where ledger = 'quota' and ref = ${RELEASED}`,
  ],
  [
    'a released list was only reserved',
    'postings ledger',
    `update ledger.postings set kind = 'reserve' where ledger = 'quota' and ref = ${RELEASED}`,
  ],
  [
    'a posting is for no list',
    'ledger postings',
    `insert into ledger.postings (key, ledger, ref, kind, amount, at)
     select key, ledger, '46122026I999999999', 'direct', 5, at from ledger.postings
     where ${first('ledger.postings', 'key, ref', "ledger = 'quota'")}`,
  ],
  [
    'a decision was never made known',
    'receipts facts claims postings ledger waiting bills cockpit import-statistics',
    `update clearance.cases set list_no = null, state = 'open' where list_no = ${RELEASED}`,
  ],
  [
    'lists are released that wait for their arrival',
    'arrivals postings receipts bills cockpit import-statistics',
    `update clearance.cases set state = '800' where state = '400'`,
  ],
  [
    'a list waits that has arrived',
    'arrivals postings receipts bills refunds pools cockpit import-statistics',
    `update clearance.cases set state = '400' where list_no = ${ARRIVED}`,
  ],
  [
    'bonded goods wait for an arrival',
    'arrivals postings receipts bills stock pools cockpit import-statistics',
    `update clearance.cases set state = '400' where list_no = ${BONDED}`,
  ],
  [
    'that arrival and list differ is forgotten',
    'receipts',
    `update clearance.cases set codes = '{ARRIVAL-NONE}' where 'ARRIVAL-DIFFERS' = any(codes)`,
  ],
  [
    'a refused request has no decision',
    'requests receipts stock',
    `delete from clearance.requests where state = '100'`,
  ],
  [
    'a withdrawal was refused without a reason',
    'requests receipts',
    `update clearance.requests set codes = '{}' where state = '100'`,
  ],
  ['a refund is lost', 'refunds receipts', `delete from clearance.refunds where state = 'open'`],
  [
    'a refund gave back a fen more',
    'refunds ledger',
    `update ledger.postings set amount = amount + 1 where ${first(
      'ledger.postings',
      'key, ref',
      "kind = 'correct' and ledger = 'quota'",
    )}`,
  ],
  [
    'a refund says that it gave back another tax',
    'refunds bills import-statistics',
    `update clearance.refunds set vat = vat + 1 where ${first(
      'clearance.refunds',
      'pre_no',
      "state = 'closed'",
    )}`,
  ],
  [
    'a refund brought back more than was declared',
    'refunds import-statistics',
    `update clearance.refunds set quantities[1] = 100000000 where ${first(
      'clearance.refunds',
      'pre_no',
      "state = 'closed'",
    )}`,
  ],
  [
    'a refund ended after its last day',
    'refunds',
    `update clearance.refunds set due_day = due_day - 46 where ${first(
      'clearance.refunds',
      'pre_no',
      "state = 'closed'",
    )}`,
  ],
  [
    'a list is not billed',
    'bills',
    `delete from clearance.bills where state = '2'
       and ${first('clearance.bills', 'list_no', "state = '2'")}`,
  ],
  [
    'a bill asks for a fen more',
    'bills',
    `update clearance.bills set vat = vat + 1 where ${first('clearance.bills', 'list_no')}`,
  ],
  [
    'a notice asks for a fen more',
    'bills',
    `update clearance.duty_notices set duty = duty + 1 
     where ${first('clearance.duty_notices', 'duty_no')}`,
  ],
  [
    'a notice is paid and nothing is free',
    'bills',
    `update clearance.duty_notices set paid_at = issued_at
     where paid_at is null and document is null`,
  ],
  [
    'a block of receipts is gone',
    'streams receipts bills',
    `delete from receipts.blocks
     where ${first('receipts.blocks', 'enterprise_code, first_cursor')}`,
  ],
  [
    'the head of a stream is another',
    'streams',
    `update receipts.heads set next_cursor = next_cursor + 1
     where ${first('receipts.heads', 'enterprise_code')}`,
  ],
  ['a signal is gone', 'paydata', `delete from risk.signals where ${SIGNAL}`],
  [
    'a signal names another enterprise',
    'paydata',
    `update risk.signals set enterprise_code = 'X' where ${SIGNAL}`,
  ],
  [
    'a signal belongs to nothing',
    'paydata',
    `insert into risk.signals (enterprise_code, source, code, ref, at, detail)
     values ('X', 'payment-data', 'PULL-LATE', 'X', '2026-01-01T00:00:00Z', '{}')`,
  ],
  [
    'a false amount was found to be right',
    'paydata',
    `update paydata.uploads set findings = '[]' where findings::text like '%PULL-AMOUNT%';
     update paydata.pulls set codes = array_remove(codes, 'PULL-AMOUNT');
     delete from risk.signals where code = 'PULL-AMOUNT'`,
  ],
  [
    'a true upload was found to be false',
    'paydata',
    `update paydata.uploads set findings = '[{"code":"PULL-TIME","path":"/x"}]'
       where accepted and findings = '[]';
     update paydata.pulls set codes = '{PULL-TIME}' where state = 'answered' and codes = '{}';
     insert into risk.signals (enterprise_code, source, code, ref, at, order_no, list_no, detail)
       select ebp_code, 'payment-data', 'PULL-TIME', session_id::text, answered_at, order_no,
         list_no, '{}' from paydata.pulls where codes = '{PULL-TIME}'`,
  ],
  [
    'an upload has another digest',
    'paydata',
    `update paydata.uploads set digest = set_byte(digest, 3, 255 - get_byte(digest, 3))
     where accepted`,
  ],
  [
    'an upload is gone',
    'paydata',
    `delete from paydata.uploads where accepted and findings = '[]'`,
  ],
  [
    'a pull was late before its time',
    'paydata',
    `update paydata.pulls set due_at = late_at + interval '1 minute' where late_at is not null`,
  ],
  [
    'a pull is of a list that was not decided',
    'paydata',
    `update paydata.pulls set list_no = '46122026I999999999' where codes = '{}'`,
  ],
  [
    'a facts segment is gone',
    'facts tax ledger postings',
    `delete from clearance.segments where (stream, sequence) = (
       select stream, sequence from clearance.cases where list_no = ${RELEASED})`,
  ],
  [
    'facts lie in another day',
    'days facts tax ledger postings',
    `update clearance.segments set day = day + 1 where (stream, sequence) = (
       select stream, sequence from clearance.cases where list_no = ${RELEASED})`,
  ],
  [
    'two decisions share their facts',
    'facts pools',
    `update clearance.cases set position = 0 where ${first(
      'clearance.cases',
      'list_no',
      "position = 1 and state = '100'",
    )}`,
  ],
  [
    'the law of a verdict was altered',
    'profiles',
    `update registry.profile_versions set content = content || ' '`,
  ],
  [
    'an outcome is forced under an earnest law',
    'profiles cockpit refusals',
    `update clearance.cases set codes = '{1313,SBX-RETURN}' where list_no = ${RETURNED}`,
  ],
  [
    'a signature names a certificate that nobody has',
    'signers',
    `update documents.messages set certificate = 'FFFFFFFF'
     where ${first('documents.messages', 'message_id', 'certificate is not null')}`,
  ],
  [
    'a certificate was revoked before',
    'signers',
    `update registry.certificates set revoked_at = '2017-01-01T00:00:00Z'`,
  ],
  [
    'a dishonest enterprise is certified by nobody',
    'classes',
    `update registry.enterprises set credit_class = 'ADV' where credit_class = 'DISHONEST'`,
  ],
  [
    'an enterprise and its history are of another class than its events',
    'classes',
    `update registry.enterprises set credit_class = 'GENERAL' where code = '4101960S02';
     update registry.class_history set class = 'GENERAL' where enterprise_code = '4101960S02'`,
  ],
  [
    'tax was paid in time, says an event that was altered',
    'classes',
    `update registry.credit_events set kind = 'tax-paid' where kind = 'tax-unpaid'`,
  ],
  [
    'an enterprise is exempt from guarantees without an event',
    'classes',
    `update registry.enterprises set guarantee_exempt = true where code = '4101960S01'`,
  ],
  [
    'a credit event is gone',
    'classes',
    `delete from registry.credit_events where kind = 'smuggling'`,
  ],
  [
    'an enterprise forgets its credit',
    'classes',
    `update registry.enterprises set class_by_events = false where class_by_events`,
  ],
  [
    'an inspection is published as it was not concluded',
    'publication',
    `alter table inspection.publications disable trigger keep;
     update inspection.publications set outcome = 'detain' where ${first(
       'inspection.publications',
       'list_no',
       "outcome = 'release'",
     )}`,
  ],
];
