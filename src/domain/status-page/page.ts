export const componentStatuses = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const;
/** From the best to the worst; named as Statuspage names them on the wire. */
export type ComponentStatus = (typeof componentStatuses)[number];

export const worseOf = (one: ComponentStatus, other: ComponentStatus): ComponentStatus =>
  componentStatuses.indexOf(one) >= componentStatuses.indexOf(other) ? one : other;

/** A part of what customers use. */
export interface PageComponent {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** Components of one group stand together, in the order of the document. */
  readonly group: string | null;
  /** The service of the catalog that it stands for. */
  readonly service: string | null;
  readonly onlyShowIfDegraded: boolean;
}

export interface DirectoryTarget {
  readonly name: string;
  readonly kind: 'directory';
  readonly path: string;
}

export interface S3Target {
  readonly name: string;
  readonly kind: 's3';
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly accessKeyId: string;
}

/** Where copies of a page are put. */
export type PushTarget = DirectoryTarget | S3Target;

export const visibilities = ['public', 'private'] as const;

/** A page as it is set up. */
export interface StatusPage {
  readonly slug: string;
  readonly name: string;
  readonly about: string;
  /** Where customers read it, if not here. */
  readonly url: string | null;
  readonly visibility: (typeof visibilities)[number];
  readonly timeZone: string;
  /** Address of this installation as customers reach it; without one nobody can subscribe by mail or webhook. */
  readonly subscribeUrl: string | null;
  readonly components: readonly PageComponent[];
  readonly targets: readonly PushTarget[];
}

export interface StoredPages {
  readonly pages: readonly StatusPage[];
}

export const pageNamed = (stored: StoredPages | null, slug: string): StatusPage | null =>
  stored?.pages.find((page) => page.slug === slug) ?? null;

/** The stream of what is published on a page without an incident. */
export const pageStream = (slug: string): string => `status-page/${slug}`;
export const pageOf = (stream: string): string | null =>
  stream.startsWith('status-page/') ? stream.slice('status-page/'.length) : null;
