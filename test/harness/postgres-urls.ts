/** Where the PostgreSQL of this test run is, by role, and the name of its migrated template. */
export interface PostgresUrls {
  readonly superuser: string;
  readonly owner: string;
  readonly app: string;
  readonly template: string;
}

/** The same server and role, another database. */
export function onDatabase(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.href;
}
