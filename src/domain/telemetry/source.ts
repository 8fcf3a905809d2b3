export const sourceKinds = [
  'prometheus',
  'loki',
  'tempo',
  'jaeger',
  'elasticsearch',
  'http',
  'tcp',
  'tls',
  'sql',
  'heartbeat',
] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Where a secret is read when a source is opened. Exactly one is named; the secret itself is never stored. */
export interface SecretPlace {
  readonly environment?: string | undefined;
  readonly file?: string | undefined;
}

export const credentialSchemes = ['bearer', 'basic', 'api-key'] as const;

/** What a source is asked with. `user` belongs to `basic`, whose secret is the password. */
export interface Credential extends SecretPlace {
  readonly scheme: (typeof credentialSchemes)[number];
  readonly user?: string | undefined;
}

interface Named<Kind extends SourceKind> {
  /** By which signals name it. */
  readonly name: string;
  readonly kind: Kind;
}

/** What is asked by HTTP. `caFile` holds the authorities that are trusted instead of the usual ones, as PEM. */
export interface Reached {
  readonly url: string;
  readonly credential?: Credential | undefined;
  readonly caFile?: string | undefined;
}

interface Tenanted {
  /** Sent as `X-Scope-OrgID`. */
  readonly tenant?: string | undefined;
}

interface Fresh {
  /** How old the newest may be before what rests on it is *stale*. */
  readonly freshWithinMs?: number | undefined;
}

interface Known {
  /** A query that is known to be busy, in the words of its kind. */
  readonly known?: string | undefined;
}

export interface PrometheusSetting extends Named<'prometheus'>, Reached, Tenanted, Known {}
export interface LokiSetting extends Named<'loki'>, Reached, Tenanted, Known, Fresh {}
export interface TempoSetting extends Named<'tempo'>, Reached, Tenanted, Known, Fresh {}
export interface JaegerSetting extends Named<'jaeger'>, Reached, Fresh {
  /** A service that always has traces. */
  readonly known: string;
}
export interface ElasticsearchSetting extends Named<'elasticsearch'>, Reached, Known, Fresh {
  /** The field with the time of a document; `@timestamp` where not said. */
  readonly timeField?: string | undefined;
}
export interface HttpSetting extends Named<'http'>, Reached {}
export interface TcpSetting extends Named<'tcp'> {
  readonly host: string;
  readonly port: number;
}
export interface TlsSetting extends Named<'tls'> {
  readonly host: string;
  readonly port: number;
  /** The name that is asked for; `host` where not said. */
  readonly serverName?: string | undefined;
  readonly caFile?: string | undefined;
}
export interface SqlSetting extends Named<'sql'>, Fresh {
  readonly url: string;
  /** The password. */
  readonly credential?: SecretPlace | undefined;
  readonly caFile?: string | undefined;
  /** Whether to insist on TLS; a `caFile` does too. */
  readonly tls?: boolean | undefined;
}
export type HeartbeatSetting = Named<'heartbeat'>;

/** Where telemetry is asked for. Signals name it. */
export type SourceSetting =
  | PrometheusSetting
  | LokiSetting
  | TempoSetting
  | JaegerSetting
  | ElasticsearchSetting
  | HttpSetting
  | TcpSetting
  | TlsSetting
  | SqlSetting
  | HeartbeatSetting;

export type SettingOf<Kind extends SourceKind> = Extract<SourceSetting, { readonly kind: Kind }>;

/** A stored document of sources. */
export interface StoredSources {
  readonly sources?: readonly SourceSetting[];
}

export const sourceNames = (document: StoredSources | null): string[] =>
  (document?.sources ?? []).map(({ name }) => name);
