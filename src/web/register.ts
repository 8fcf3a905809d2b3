/** Keeps the cockpit in this browser, so that it opens while the server is away. */
export function registerServiceWorker(): void {
  // Of a page that is still being developed nothing is kept.
  if (!import.meta.env.PROD || !isSecureContext || !('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' }).catch(reportError);
  });
}
