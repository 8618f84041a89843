import { byId } from './dom.js';

const CHOICES = ['auto', 'light', 'dark'] as const;
type Choice = (typeof CHOICES)[number];
const SIGNS: Readonly<Record<Choice, string>> = { auto: '◐ Auto', light: '○ Light', dark: '● Dark' };
const KEY = 'cellnode-theme';

/** Lets choose between the system's colours, light and dark. `onChange` is for what CSS does not reach. */
export function startTheme(onChange: () => void): void {
  const button = byId('theme', HTMLButtonElement);
  const show = (choice: Choice): void => {
    document.documentElement.dataset.theme = choice;
    button.textContent = SIGNS[choice];
    localStorage.setItem(KEY, choice);
  };
  let choice = CHOICES.find((candidate) => candidate === localStorage.getItem(KEY)) ?? 'auto';
  show(choice);
  button.addEventListener('click', () => {
    choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
    show(choice);
    onChange();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', onChange);
}

/** The colour behind a custom property of the style sheet as it is now, for what is painted by script. */
export function themeColour(property: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
