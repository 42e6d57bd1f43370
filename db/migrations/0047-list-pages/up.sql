-- Pages of lists go by state, newest first: of the whole zone for officers, and of one declaring
-- agent. Rows of one batch enter next to each other, so an entry costs little.
alter table clearance.cases add column agent_code text;
update clearance.cases c set agent_code = split_part(l.readers, ' ', 1)
from documents.lists l
where l.ebp_code = c.ebp_code and l.order_no = c.order_no and l.attempt = c.attempt;

create index cases_page on clearance.cases (state, decided_at, list_no);
create index cases_agent_page on clearance.cases (agent_code, state, decided_at, list_no);
create index cases_page on export.cases (state, decided_at, list_no);
create index cases_agent_page on export.cases (agent_code, state, decided_at, list_no);

-- What waits is little; who declared it stands first among its readers.
create index waiting_page on clearance.waiting (since, ebp_code, order_no, attempt);
create index waiting_page on export.waiting (since, ebp_code, order_no, attempt);
