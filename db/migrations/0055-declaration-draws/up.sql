-- What an inspection makes of a customs declaration, as of a list: detained (501), handed over
-- (502), destroyed (599), given back into the country (700).
alter table b2b.declarations drop constraint declarations_state_check,
  add constraint declarations_state_check check (state in ('100', '300', '400', '430', '500',
    '501', '502', '599', '600', '700', '800', '899'));

-- The place by which a draw of the line names the decisions that it was made for; null of a step
-- in which nobody looked at the declaration, and of steps from before this.
alter table b2b.steps add column stream uuid, add column sequence integer,
  add check ((stream is null) = (sequence is null));
create index steps_looked on b2b.steps (stream, sequence) where stream is not null;

drop index b2b.declarations_in_hand;
create index declarations_in_hand on b2b.declarations (taken_at, decl_seq_no)
  where state in ('300', '500', '501', '502');

-- Since when declarations are looked at before they pass, milliseconds since 1970.
insert into registry.settings (name, value)
values ('declarations-looked-since', (extract(epoch from clock_timestamp()) * 1000)::bigint::text);
