/** Milliseconds since 1970-01-01T00:00:00Z. Branded so that a count or a duration cannot stand in for it. */
export type Instant = number & { readonly instant: unique symbol };

/** A length of time in milliseconds. */
export type DurationMs = number;

export const seconds = (count: number): DurationMs => count * 1000;
export const minutes = (count: number): DurationMs => count * 60_000;
export const hours = (count: number): DurationMs => count * 3_600_000;
export const days = (count: number): DurationMs => count * 86_400_000;

/** Takes a plain number of milliseconds as an instant. The caller vouches for its meaning. */
export const instant = (milliseconds: number): Instant => milliseconds as Instant;

export const later = (from: Instant, by: DurationMs): Instant => instant(from + by);
