create table documents.others (
  accepted_at timestamp with time zone not null,
  message_id uuid not null,
  record smallint not null,
  version smallint not null,
  deleted boolean default false not null,
  code text not null,
  name text not null,
  pre_no text,
  readers text not null,
  primary key (code, name)
);

create index others_pre_no on documents.others (pre_no) where pre_no is not null;
create index others_accepted_at on documents.others using brin (accepted_at);
