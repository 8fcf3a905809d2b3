-- Who hears of a status page. Addresses are sealed; the keyed digest finds one again and tells nothing of it.
create table allclear.status_subscriber (
  id uuid primary key,
  page text not null,
  channel text not null check (channel in ('email', 'webhook')),
  address_sealed bytea not null,
  address_digest bytea not null,
  -- Signs what a webhook is sent; null for mail.
  secret_sealed bytea,
  -- None: all of them. `wanted` is what the last request asked for, until it is confirmed.
  components text[] not null default '{}',
  wanted text[] not null default '{}',
  created_at timestamptz not null,
  -- When it was last asked whether the address wants this.
  asked_at timestamptz not null,
  confirmed_at timestamptz,
  unique (page, channel, address_digest)
);

-- Keys that copies of a page are written with. Written and never shown.
create table allclear.status_target_secret (
  page text not null,
  target text not null,
  secret_sealed bytea not null,
  set_at timestamptz not null,
  primary key (page, target)
);

-- How the copies of a page stand: what was put there last, and who is putting something there now.
create table allclear.status_push (
  page text not null,
  target text not null,
  digest text,
  pushed_at timestamptz,
  attempts integer not null default 0,
  next_at timestamptz not null,
  failed_at timestamptz,
  failure text,
  lease_until timestamptz,
  lease_by uuid,
  fence bigint not null default 0,
  primary key (page, target)
);

grant select, insert, update, delete on allclear.status_subscriber, allclear.status_target_secret, allclear.status_push
  to allclear_app;
