import { saveFile } from './save-file.ts';
import { shortened } from './shortened.ts';

/** A line of the legend. `dash`: lengths of dashes and gaps in pixels; empty: solid. */
export interface PictureLine {
  readonly label: string;
  readonly colour: string;
  readonly dash: readonly number[];
}

/** The texts of a chart's picture. */
export interface PictureOptions {
  readonly canvas: HTMLCanvasElement;
  readonly title: string;
  /** The range with its dates and its zone. */
  readonly subtitle: string;
  readonly legend: readonly PictureLine[];
  readonly background: string;
  readonly ink: string;
  readonly font: string;
}

/** Pixels before display scaling: the height of a line of text, the side margin, and a line sample. */
const LINE_HEIGHT = 18;
const MARGIN = 12;
const SWATCH = 22;
const ENTRY_GAP = 18;

/** Saves a chart as PNG with its title, range and legend, on a background: a canvas alone is transparent. */
export async function savePicture(name: string, options: PictureOptions): Promise<void> {
  const { canvas, background, font } = options;
  const scale = canvas.width / Math.max(1, canvas.clientWidth);
  const width = canvas.width / scale;
  const picture = document.createElement('canvas');
  const measure = picture.getContext('2d');
  if (measure === null) return;
  measure.font = `12px ${font}`;
  const placed = placeLegend(options.legend, width, (text) => measure.measureText(text).width);
  const head = 2 * MARGIN + LINE_HEIGHT * (2 + placed.rows);
  picture.width = canvas.width;
  picture.height = canvas.height + head * scale;
  // A canvas loses its state when it is resized.
  const ctx = picture.getContext('2d');
  if (ctx === null) return;
  ctx.fillStyle = background;
  ctx.fillRect(0, 0, picture.width, picture.height);
  ctx.scale(scale, scale);
  drawHead(ctx, options, placed.entries, width);
  ctx.drawImage(canvas, 0, head, width, canvas.height / scale);
  const blob = await new Promise<Blob | null>((resolve) => {
    picture.toBlob(resolve, 'image/png');
  });
  if (blob !== null) saveFile(name, blob);
}

interface PlacedLine extends PictureLine {
  readonly x: number;
  readonly row: number;
}

/** Entries side by side, in as many rows as needed. */
function placeLegend(
  legend: readonly PictureLine[],
  width: number,
  widthOf: (text: string) => number,
): { entries: PlacedLine[]; rows: number } {
  let x = MARGIN;
  let row = 0;
  const entries = legend.map((line) => {
    const needed = SWATCH + 6 + widthOf(line.label);
    if (x > MARGIN && x + needed > width - MARGIN) {
      x = MARGIN;
      row += 1;
    }
    const entry = { ...line, x, row };
    x += needed + ENTRY_GAP;
    return entry;
  });
  return { entries, rows: legend.length === 0 ? 0 : row + 1 };
}

function drawHead(
  ctx: CanvasRenderingContext2D,
  { title, subtitle, ink, font }: PictureOptions,
  legend: readonly PlacedLine[],
  width: number,
): void {
  const middleOf = (line: number) => MARGIN + (line + 0.5) * LINE_HEIGHT;
  ctx.textBaseline = 'middle';
  ctx.fillStyle = ink;
  ctx.font = `600 13px ${font}`;
  const write = (text: string, x: number, y: number) => {
    const room = width - MARGIN - x;
    ctx.fillText(
      shortened(text, room, (tried) => ctx.measureText(tried).width),
      x,
      y,
    );
  };
  write(title, MARGIN, middleOf(0));
  ctx.font = `12px ${font}`;
  // All of it is needed, so a narrow picture uses narrow letters.
  ctx.fillText(subtitle, MARGIN, middleOf(1), width - 2 * MARGIN);
  for (const { label, colour, dash, x, row } of legend) {
    const y = middleOf(2 + row);
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2;
    ctx.setLineDash([...dash]);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x + SWATCH, y);
    ctx.stroke();
    write(label, x + SWATCH + 6, y);
  }
}
