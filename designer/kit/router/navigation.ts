const listeners = new Set<() => void>();

/**
 * Shows another address of the same app without loading the page again. Links do this by themselves where
 * `interceptLinks` was called.
 */
export function navigate(address: string, options: { replace?: boolean } = {}): void {
  if (options.replace === true) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  for (const listener of listeners) listener();
}

/** Calls `listener` after each change of the address; gives the function that stops it. */
export function onNavigate(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Lets plain links whose path `belongs` to the app navigate within it; new tabs, downloads and other hosts stay the
 * browser's.
 */
export function interceptLinks(belongs: (path: string) => boolean): void {
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event
      .composedPath()
      .find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement);
    if (link === undefined || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin)
      return;
    const samePage = link.pathname === location.pathname && link.search === location.search;
    if (!belongs(link.pathname) || (samePage && link.hash !== '')) return;
    event.preventDefault();
    navigate(link.pathname + link.search + link.hash);
  });
  window.addEventListener('popstate', () => {
    for (const listener of listeners) listener();
  });
}
