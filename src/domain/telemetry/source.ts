export const sourceKinds = ['prometheus'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Where telemetry is asked for. Signals name it. */
export interface SourceSetting {
  readonly name: string;
  readonly kind: SourceKind;
  readonly url: string;
}

/** A stored document of sources. */
export interface StoredSources {
  readonly sources?: readonly SourceSetting[];
}

export const sourceNames = (document: StoredSources | null): string[] =>
  (document?.sources ?? []).map(({ name }) => name);
