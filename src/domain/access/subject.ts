export const organisationRoles = ['owner', 'admin', 'responder', 'stakeholder', 'viewer'] as const;
export type OrganisationRole = (typeof organisationRoles)[number];

export const tokenScopes = ['read', 'write', 'admin'] as const;
/** *write* includes *read*, *admin* includes both; the person's own role still bounds the token. */
export type TokenScope = (typeof tokenScopes)[number];

export const keyScopes = ['ingest', 'read', 'silence'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** Who asks. Every door makes one of these before anything else happens. */
export type Subject =
  | {
      readonly kind: 'person';
      readonly id: string;
      readonly role: OrganisationRole;
      /** Null when signed in by session: no narrowing. */
      readonly scopes: readonly TokenScope[] | null;
      /** A token or an agent may never override a guardrail. */
      readonly throughToken: boolean;
    }
  | { readonly kind: 'key'; readonly id: string; readonly scopes: readonly KeyScope[] }
  /** Whoever holds a personal link to the brief of one incident. */
  | { readonly kind: 'reader'; readonly link: string; readonly name: string; readonly incident: string }
  | { readonly kind: 'system'; readonly name: string }
  | { readonly kind: 'anonymous' };

/** The opaque name under which a subject stands in the log. */
export function actorOf(subject: Subject): string {
  switch (subject.kind) {
    case 'person':
      return `person:${subject.id}`;
    case 'key':
      return `key:${subject.id}`;
    case 'reader':
      return `reader:${subject.link}`;
    case 'system':
      return `system:${subject.name}`;
    case 'anonymous':
      return 'anonymous';
  }
}
