create table if not exists allclear.incident_list_v1 (
  incident uuid primary key,
  number text not null unique,
  title text not null,
  severity text not null,
  kind text not null,
  phase text not null,
  exercise boolean not null,
  private boolean not null,
  members uuid[] not null,
  commander uuid,
  alerts_firing integer not null,
  alerts_total integer not null,
  groups text[] not null,
  declared_at timestamptz not null,
  last_entry_at timestamptz not null,
  last_line text not null,
  last_line_event uuid,
  entries integer not null,
  version integer not null
);
create index if not exists incident_list_v1_open on allclear.incident_list_v1 (declared_at desc)
  where phase not in ('closed', 'dismissed');
create index if not exists incident_list_v1_groups on allclear.incident_list_v1 using gin (groups);
grant select, insert, update, delete on allclear.incident_list_v1 to allclear_app;
