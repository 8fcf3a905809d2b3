import { live, outbox } from '../../../src/web/data/browser.ts';
import { beginSession, loadMe, signOut } from '../../../src/web/data/session.ts';
import { registerServiceWorker } from '../../../src/web/register.ts';
import type { TestPage } from '../test-page.ts';

const heard: { position: number; incident: string }[] = [];
live.subscribe((told) => {
  if (told.kind === 'entry') heard.push({ position: told.entry.position, incident: told.entry.incident });
});
beginSession();
registerServiceWorker();
Object.assign(window, { page: { live, outbox, signOut, heard, me: loadMe() } satisfies TestPage });
