-- Who released or returned a declaration that was in hand, and the reason; told to officers only.
alter table b2b.steps add column officer text, add column reason text,
  add check (officer is not null or reason is null);

create index declarations_in_hand on b2b.declarations (taken_at, decl_seq_no)
  where state in ('300', '500');
