// Runs before the first paint, so that the chosen theme does not flash; src/app/theme.ts does the rest.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('neurec.theme');
  } catch {
    // Storage is closed to us: the system's theme it is.
  }
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
})();
