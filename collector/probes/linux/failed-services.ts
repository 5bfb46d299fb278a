/** What `systemctl` is asked: units that failed, a line each, without headings and marks. */
export const FAILED_QUESTION = [
  'list-units',
  '--state=failed',
  '--plain',
  '--no-legend',
  '--no-pager',
  '--full',
];

/** The units that failed, by an answer of `systemctl`. */
export function failedUnits(text: string): string[] {
  return text.split('\n').flatMap((line) => /^(\S+\.\w+)\s/u.exec(line.trimStart())?.[1] ?? []);
}
