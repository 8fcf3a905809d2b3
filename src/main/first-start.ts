import type { Credentials, People } from '../http/ports.ts';
import { identities } from '../platform/identities.ts';
import type { Database } from '../store/database.ts';
import { digestOf } from '../store/secret.ts';

const ownerAddress = 'owner@localhost';

/**
 * Makes the owner where there is nobody yet. Answers the secret of a one-time link as long as nobody has ever
 * signed in as an owner, else null. `ownerToken` becomes the owner's API token.
 */
export async function greetOwner(
  database: Database,
  people: People,
  credentials: Credentials,
  ownerToken: string | undefined,
): Promise<string | null> {
  const everyone = await people.list();
  if (everyone.length === 0) {
    await people.add({
      name: 'Owner',
      email: ownerAddress,
      role: 'owner',
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      locale: 'en',
      manager: null,
      contactMethods: [],
    });
  }
  const owner = (await people.list()).find(({ role, active }) => role === 'owner' && active);
  if (!owner) return null;
  if (ownerToken !== undefined && ownerToken !== '') {
    await database.query(
      `insert into token (id, digest, person, name, scopes, created_at)
        values ($1, $2, $3, 'from ALLCLEAR_OWNER_TOKEN', '{admin}', allclear.now()) on conflict do nothing`,
      [identities.next(), digestOf(ownerToken), owner.id],
    );
  }
  const [signedIn] = await database.query(
    `select from person p where p.role = 'owner' and (p.password_hash is not null
      or exists (select from sign_in_link l where l.person = p.id and l.used_at is not null)) limit 1`,
  );
  return signedIn ? null : (await credentials.makeLink(owner.id)).secret;
}
