// `details.pop` opens without a script. With one it also closes as people expect of a menu.

const open = (): NodeListOf<HTMLDetailsElement> => document.querySelectorAll<HTMLDetailsElement>('details.pop[open]');

/** From now on popups close on Escape (focus goes back to what opened them), on a press outside and on a followed link. */
export function closePopups(): void {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const popup of open()) {
      popup.open = false;
      popup.querySelector('summary')?.focus();
    }
  });
  document.addEventListener('click', (event) => {
    const pressed = event.target instanceof Element ? event.target : null;
    for (const popup of open()) {
      if (!popup.contains(pressed) || pressed?.closest('a')) popup.open = false;
    }
  });
}
