import { saveFile } from './save-file.ts';

/** What a picture of a chart shows beside the chart. */
export interface PictureOptions {
  readonly canvas: HTMLCanvasElement;
  readonly title: string;
  readonly background: string;
  readonly ink: string;
  readonly font: string;
}

/** Pixels above the chart for its title, before the display's scale. */
const TITLE_HEIGHT = 32;

/** Saves a chart as PNG, with its title on a background, because a canvas by itself is transparent. */
export async function savePicture(name: string, options: PictureOptions): Promise<void> {
  const { canvas, title, background, ink, font } = options;
  const scale = canvas.width / Math.max(1, canvas.clientWidth);
  const picture = document.createElement('canvas');
  picture.width = canvas.width;
  picture.height = canvas.height + TITLE_HEIGHT * scale;
  const ctx = picture.getContext('2d');
  if (ctx === null) return;
  ctx.fillStyle = background;
  ctx.fillRect(0, 0, picture.width, picture.height);
  ctx.fillStyle = ink;
  ctx.font = `600 ${String(13 * scale)}px ${font}`;
  ctx.textBaseline = 'middle';
  ctx.fillText(title, 12 * scale, (TITLE_HEIGHT * scale) / 2, picture.width - 24 * scale);
  ctx.drawImage(canvas, 0, TITLE_HEIGHT * scale);
  const blob = await new Promise<Blob | null>((resolve) => {
    picture.toBlob(resolve, 'image/png');
  });
  if (blob !== null) saveFile(name, blob);
}
