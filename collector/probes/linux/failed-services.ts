/** The arguments for `systemctl`: failed units, one per line, without headings and marks. */
export const FAILED_QUESTION = [
  'list-units',
  '--state=failed',
  '--plain',
  '--no-legend',
  '--no-pager',
  '--full',
];

/** The failed units in the output of `systemctl`. */
export function failedUnits(text: string): string[] {
  return text.split('\n').flatMap((line) => /^(\S+\.\w+)\s/u.exec(line.trimStart())?.[1] ?? []);
}
