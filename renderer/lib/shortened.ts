/** A text that fits into `room` (pixels): complete, or its beginning with an ellipsis. `widthOf` measures a text. */
export function shortened(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text;
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let fits = 0;
  let most = letters.length - 1;
  while (fits < most) {
    const tried = Math.ceil((fits + most) / 2);
    if (widthOf(`${letters.slice(0, tried).join('')}…`) <= room) fits = tried;
    else most = tried - 1;
  }
  return `${letters.slice(0, fits).join('')}…`;
}
