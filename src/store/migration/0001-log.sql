-- The log, its bodies, the commands that wrote it, and what must commit with it.

create function allclear.now() returns timestamptz language sql volatile as $$ select clock_timestamp() $$;

create table allclear.installation (
  only_one boolean primary key default true check (only_one),
  id uuid not null,
  -- Proves that a master key is the one that sealed this database, without telling anything of it.
  key_check bytea not null,
  created_at timestamptz not null
);

create table allclear.stream (
  name text primary key,
  version integer not null,
  hash text not null
);

-- Positions are handed out under this row's lock in the last statement before commit,
-- so a reader that has seen position n has seen everything below it.
create table allclear.log_position (
  only_one boolean primary key default true check (only_one),
  last bigint not null
);
insert into allclear.log_position (last) values (0);

create table allclear.event (
  position bigint primary key,
  stream text not null,
  version integer not null,
  id uuid not null unique,
  type text not null,
  schema_version smallint not null,
  command_id uuid not null,
  caused_by uuid,
  policy_version integer not null,
  actor text not null,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  body_digest text not null,
  previous_hash text not null,
  hash text not null,
  unique (stream, version)
);

-- A body and its salt, sealed under a key of its own. Redaction destroys both rows.
create table allclear.event_body (
  event_id uuid primary key,
  sealed bytea not null
);
create table allclear.event_key (
  event_id uuid primary key,
  wrapped bytea not null
);

-- That a body is gone is itself on record, by the event that ordered it.
create table allclear.redaction (
  event_id uuid primary key,
  ordered_by uuid not null,
  at timestamptz not null
);

create table allclear.command (
  actor text not null,
  id uuid not null,
  stream text not null,
  digest text not null,
  first_version integer not null,
  last_version integer not null,
  primary key (actor, id)
);

create table allclear.incident_number (
  only_one boolean primary key default true check (only_one),
  last integer not null
);
insert into allclear.incident_number (last) values (0);

create table allclear.attachment (
  digest text primary key,
  media_type text not null,
  size_bytes integer not null,
  uploaded_at timestamptz not null
);
create table allclear.attachment_chunk (
  digest text not null references allclear.attachment on delete cascade,
  sequence integer not null,
  bytes bytea not null,
  primary key (digest, sequence)
);
-- Which entries show a file: its bytes go with the last of them.
create table allclear.attachment_use (
  digest text not null references allclear.attachment on delete cascade,
  event_id uuid not null,
  stream text not null,
  primary key (digest, event_id)
);
create index attachment_use_by_event on allclear.attachment_use (event_id);

create table allclear.timer (
  stream text not null,
  key text not null,
  verb text not null,
  due_at timestamptz not null,
  version integer not null,
  attempts integer not null default 0,
  lease_until timestamptz,
  lease_by uuid,
  fence bigint not null default 0,
  primary key (stream, key)
);
create index timer_due on allclear.timer (due_at);

create table allclear.webhook (
  id uuid primary key,
  name text not null,
  url text not null,
  secret_sealed bytea not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);

create table allclear.outbox (
  id uuid primary key,
  stream text not null,
  event_id uuid not null,
  channel text not null,
  target uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'given-up', 'superseded')),
  created_at timestamptz not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  lease_until timestamptz,
  lease_by uuid,
  fence bigint not null default 0,
  outcome text,
  settled_at timestamptz
);
create index outbox_due on allclear.outbox (due_at) where state = 'waiting';

-- Written to find out whether a commit gets through.
create table allclear.probe (
  only_one boolean primary key default true check (only_one),
  at timestamptz not null
);
insert into allclear.probe (at) values (allclear.now());
grant select, update on allclear.probe to allclear_app;

create table allclear.archive (
  incident uuid primary key,
  origin text not null,
  number text not null,
  title text not null,
  imported_at timestamptz not null,
  imported_by text not null,
  document text not null
);

create function allclear.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only: % on % is refused', tg_op, tg_table_name using errcode = '42501';
end $$;

create trigger event_append_only before update or delete or truncate on allclear.event
  for each statement execute function allclear.refuse_change();
create trigger redaction_append_only before update or delete or truncate on allclear.redaction
  for each statement execute function allclear.refuse_change();
create trigger command_append_only before update or delete or truncate on allclear.command
  for each statement execute function allclear.refuse_change();
create trigger body_fixed before update or truncate on allclear.event_body
  for each statement execute function allclear.refuse_change();
create trigger key_fixed before truncate on allclear.event_key
  for each statement execute function allclear.refuse_change();

-- The only way for a body to go: an EntryRedacted event of the same stream must be there already.
create function allclear.redact(target uuid, redaction uuid) returns void
  language plpgsql security definer set search_path = allclear, pg_temp as $$
begin
  if not exists (
    select from event ordered join event gone on gone.stream = ordered.stream
    where ordered.id = redaction and ordered.type = 'EntryRedacted' and gone.id = target
      and gone.version < ordered.version
  ) then
    raise exception 'no redaction of this entry is on record' using errcode = '42501';
  end if;
  insert into redaction (event_id, ordered_by, at) values (target, redaction, allclear.now())
    on conflict do nothing;
  delete from event_body where event_id = target;
  delete from event_key where event_id = target;
  delete from attachment a using attachment_use u
    where u.event_id = target and a.digest = u.digest
      and not exists (select from attachment_use o where o.digest = u.digest and o.event_id <> target);
  delete from attachment_use where event_id = target;
end $$;

grant usage on schema allclear to allclear_app;
grant select, insert on allclear.event, allclear.event_body, allclear.event_key, allclear.redaction,
  allclear.command, allclear.archive, allclear.installation to allclear_app;
grant select, insert, update on allclear.stream, allclear.log_position, allclear.incident_number,
  allclear.attachment, allclear.attachment_use, allclear.webhook to allclear_app;
grant select, insert on allclear.attachment_chunk to allclear_app;
grant select, insert, update, delete on allclear.timer, allclear.outbox to allclear_app;
revoke all on function allclear.redact(uuid, uuid) from public;
grant execute on function allclear.redact(uuid, uuid) to allclear_app;
grant execute on function allclear.now() to allclear_app;

