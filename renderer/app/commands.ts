/** An entry of the command palette. */
export interface Command {
  readonly id: string;
  readonly kind: 'page' | 'action' | 'view' | 'label' | 'host';
  readonly label: string;
  readonly run: () => void;
}

/** The most entries that fit without scrolling. */
const MOST = 12;

/**
 * The commands that match every word of a text, best first: those that start with it, those with a word that starts
 * with it, those that contain it, and those with its letters in order; otherwise in the given order. Without a text,
 * pages and actions come before hosts.
 */
export function findCommands(commands: readonly Command[], text: string): Command[] {
  const needle = text.trim().toLowerCase();
  if (needle === '') return commands.slice(0, MOST);
  const words = needle.split(/\s+/u);
  return commands
    .map((command, order) => ({
      command,
      order,
      rank: rank(command.label.toLowerCase(), needle, words),
    }))
    .filter(({ rank: found }) => found < 4)
    .toSorted((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, MOST)
    .map(({ command }) => command);
}

function rank(label: string, needle: string, words: readonly string[]): 0 | 1 | 2 | 3 | 4 {
  if (label.startsWith(needle)) return 0;
  if (!words.every((word) => label.includes(word))) return hasLetters(label, needle) ? 3 : 4;
  return label.split(/[\s._-]+/u).some((part) => part.startsWith(needle)) ? 1 : 2;
}

/** Whether a label contains the letters of a text in order: `w1` matches `web-01`. */
function hasLetters(label: string, text: string): boolean {
  let from = 0;
  for (const letter of text.replace(/\s/gu, '')) {
    const at = label.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
