create table if not exists allclear.incident_verdict_v1 (
  incident uuid primary key,
  source text not null,
  verdict text not null
);
grant select, insert, update, delete on allclear.incident_verdict_v1 to allclear_app;
