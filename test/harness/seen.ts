import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { typeLine } from './cockpit.ts';
import type { TestDatabase } from './database.ts';

/** Notes when each version of the log comes into the document. */
const watch = `
  window.seenAt ??= {};
  window.seenBy ??= new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (node.nodeType !== 1) continue;
        const rows = [...node.querySelectorAll('[data-version]'), ...(node.matches('[data-version]') ? [node] : [])];
        for (const row of rows) window.seenAt[row.dataset.version] ??= performance.timeOrigin + performance.now();
      }
    }
  });
  window.seenBy.observe(document.body, { childList: true, subtree: true });
`;

const pauseMs = 80;

/** Milliseconds from the commit of each note that one person types until it stands in the document of another. */
export async function seenAfterCommit(
  { writer, reader }: { readonly writer: Page; readonly reader: Page },
  database: TestDatabase,
  incident: string,
  notes: number,
): Promise<number[]> {
  await reader.evaluate(watch);
  const stream = `incident:${incident}`;
  const [before] = await database.query<{ version: number }>(
    'select max(version) as version from allclear.event where stream = $1',
    [stream],
  );
  const mark = randomUUID();
  for (let index = 0; index < notes; index += 1) {
    await typeLine(writer, `Note ${index} ${mark}`);
    await writer.waitForTimeout(pauseMs);
  }
  await reader.getByText(`Note ${notes - 1} ${mark}`).waitFor();
  const seenAt: Record<string, number> = await reader.evaluate('window.seenAt');
  const rows = await database.query<{ version: number; at: number }>(
    `select version, extract(epoch from recorded_at)::float8 * 1000 as at from allclear.event
      where stream = $1 and type = 'NoteAdded' and version > $2 order by version`,
    [stream, before?.version ?? 0],
  );
  return rows.map(({ version, at }) => (seenAt[version] ?? Infinity) - at);
}
