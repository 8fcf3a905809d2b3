create table if not exists allclear.open_change_v1 (
  incident uuid not null,
  key text not null,
  number text not null,
  exercise boolean not null,
  private boolean not null,
  members uuid[] not null,
  what text not null,
  touches text[] not null,
  started_at timestamptz not null,
  expected_within_ms bigint not null,
  primary key (incident, key)
);
grant select, insert, update, delete on allclear.open_change_v1 to allclear_app;
