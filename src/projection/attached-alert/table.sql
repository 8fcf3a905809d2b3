create table if not exists allclear.attached_alert_v1 (
  fingerprint text collate "C" not null,
  incident uuid not null,
  open boolean not null,
  private boolean not null,
  primary key (fingerprint, incident)
);
create index if not exists attached_alert_v1_incident on allclear.attached_alert_v1 (incident);
grant select, insert, update, delete on allclear.attached_alert_v1 to allclear_app;
