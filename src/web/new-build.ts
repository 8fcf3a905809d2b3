const key = 'allclear-reloaded-by';

/** A part that was to be loaded later is gone when a newer build stands in its place: the page starts again with that. */
export function reloadForNewBuild(): void {
  addEventListener('vite:preloadError', (event) => {
    // The same build after a reload means that the part cannot be had at all: no second try.
    if (sessionStorage.getItem(key) === import.meta.url) return;
    sessionStorage.setItem(key, import.meta.url);
    event.preventDefault();
    location.reload();
  });
}
