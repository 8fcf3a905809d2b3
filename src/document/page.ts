const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** Plain text as HTML; what stands in backquotes is set as code. */
export const proseHtml = (text: string): string => escapeHtml(text).replace(/`([^`]+)`/g, '<code>$1</code>');

/** A page of its own, apart from the cockpit. `body` is HTML; `scripts` are paths on this origin. */
export function page(title: string, body: string, scripts: readonly string[]): string {
  const tags = scripts.map((path) => `<script type="module" src="${escapeHtml(path)}"></script>`).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Allclear</title><link rel="stylesheet" href="/page/page.css">${tags}</head>
<body><main>${body}</main></body></html>`;
}
