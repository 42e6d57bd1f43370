alter table inspection.inspections drop constraint inspections_label_check;
alter table inspection.inspections add constraint inspections_label_check
  check (label in ('random', 'targeted', 'ordered', 'forced'));

alter table inspection.pairs drop constraint pairs_origin_check;
alter table inspection.pairs add constraint pairs_origin_check
  check (origin in ('drawn', 'redrawn', 'override', 'stand-in'));

create index inspections_forced on inspection.inspections (selected_at)
  where label = 'forced' and concluded_at is null;
