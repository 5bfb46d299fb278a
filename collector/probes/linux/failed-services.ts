/** What `systemctl` is asked: units that failed, a line each, without headings and marks. */
export const FAILED_QUESTION = [
  'list-units',
  '--state=failed',
  '--plain',
  '--no-legend',
  '--no-pager',
];

/** How many units failed, by an answer of `systemctl`. */
export function countFailed(text: string): number {
  return text.split('\n').filter((line) => /^\S+\.\w+\s/u.test(line.trimStart())).length;
}
