create table if not exists allclear.status_post_v1 (
  id uuid primary key,
  stream text not null,
  page text not null,
  key text not null,
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  post jsonb not null
);
create index if not exists status_post_v1_page on allclear.status_post_v1 (page, opened_at desc);
create index if not exists status_post_v1_stream on allclear.status_post_v1 (stream, page, key);
grant select, insert, update, delete on allclear.status_post_v1 to allclear_app;
