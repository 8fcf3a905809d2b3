-- Ways to reach people outside: mail, chat, webhooks. Settings are shown to operators, secrets to nobody.
create table allclear.channel (
  id uuid primary key,
  name text not null,
  integration text not null,
  settings jsonb not null,
  secrets_sealed bytea not null,
  created_at timestamptz not null,
  revoked_at timestamptz
);
create unique index channel_name on allclear.channel (lower(name)) where revoked_at is null;

-- A delivery is of a kind, which says how its message is composed when it is sent. Not every one tells an entry.
alter table allclear.outbox alter column stream drop not null;
alter table allclear.outbox alter column event_id drop not null;
alter table allclear.outbox add column kind text not null default 'entry';
alter table allclear.outbox add column recipient_sealed bytea;
alter table allclear.outbox add column parameters jsonb not null default '{}';
create index outbox_told on allclear.outbox (stream, created_at) where kind <> 'entry';

-- One-purpose links for leaders: the secret is kept as its digest, and each opening is counted.
create table allclear.brief_link (
  id uuid primary key,
  incident uuid not null,
  name text not null,
  secret_digest text not null unique,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  opened integer not null default 0,
  last_opened_at timestamptz
);
create index brief_link_incident on allclear.brief_link (incident);

-- What a personal link was exchanged for. It may read one brief and ask questions, nothing else.
create table allclear.brief_session (
  secret_digest text primary key,
  link uuid not null references allclear.brief_link (id),
  created_at timestamptz not null
);

grant select, insert, update on allclear.channel, allclear.brief_link to allclear_app;
grant select, insert on allclear.brief_session to allclear_app;
