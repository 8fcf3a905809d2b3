export interface ProblemRow {
  readonly status: number;
  readonly title: string;
  /** What happened, for whoever looks the code up. */
  readonly what: string;
  /** What to do next. */
  readonly next: string;
}

export const row = (status: number, title: string, what: string, next: string): ProblemRow => ({
  status,
  title,
  what,
  next,
});
