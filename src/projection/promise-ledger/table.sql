create table if not exists allclear.promise_ledger_v1 (
  incident uuid not null,
  promise text not null,
  audience text not null,
  due_at timestamptz not null,
  outcome text not null,
  primary key (incident, promise)
);
grant select, insert, update, delete on allclear.promise_ledger_v1 to allclear_app;
