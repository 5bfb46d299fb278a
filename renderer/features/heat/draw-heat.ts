import { heatColour, type HeatRow, type HeatScale } from './heat.ts';

/** The layout of the canvas, CSS pixels. */
export interface HeatLayout {
  readonly width: number;
  readonly height: number;
  /** Space for the names at the left, and for the times at the top. */
  readonly left: number;
  readonly top: number;
  readonly rowHeight: number;
  readonly columns: number;
  /** The scroll offset of the rows. */
  readonly offset: number;
}

/** Colours and font of the heat map, except its scale. */
export interface HeatInk {
  readonly text: string;
  readonly none: string;
  readonly background: string;
  readonly accent: string;
  readonly font: string;
}

/** A label of the time axis. */
export interface HeatTick {
  /** Position in the range, 0 to 1. */
  readonly at: number;
  readonly text: string;
}

/** A cell by its indices, from 0. */
export interface HeatCell {
  readonly row: number;
  readonly column: number;
}

/** Everything that one drawing of the heat map needs. */
export interface HeatDrawing {
  readonly layout: HeatLayout;
  readonly rows: readonly HeatRow[];
  readonly ticks: readonly HeatTick[];
  readonly ink: HeatInk;
  readonly active: HeatCell | null;
  readonly scale: HeatScale;
}

/** Draws the visible rows. The context is already scaled to CSS pixels. */
export function drawHeat(ctx: CanvasRenderingContext2D, drawing: HeatDrawing): void {
  const { layout, rows, ink } = drawing;
  ctx.fillStyle = ink.background;
  ctx.fillRect(0, 0, layout.width, layout.height);
  const first = Math.floor(layout.offset / layout.rowHeight);
  const last = Math.min(rows.length, first + Math.ceil(layout.height / layout.rowHeight) + 1);
  for (let index = first; index < last; index += 1) {
    const entry = rows[index];
    if (entry !== undefined) drawRow(ctx, drawing, entry, index);
  }
  if (drawing.active !== null) drawActive(ctx, drawing, drawing.active);
  drawTicks(ctx, drawing);
}

function drawRow(
  ctx: CanvasRenderingContext2D,
  { layout, ink, scale }: HeatDrawing,
  { values }: HeatRow,
  index: number,
): void {
  const { left, rowHeight, columns } = layout;
  const y = layout.top + index * rowHeight - layout.offset;
  const gap = rowHeight > 6 ? 1 : 0;
  const cell = (layout.width - left) / columns;
  for (let column = 0; column < columns; column += 1) {
    const from = Math.round(left + column * cell);
    const to = Math.round(left + (column + 1) * cell);
    ctx.fillStyle = heatColour(values[column] ?? Number.NaN, scale) ?? ink.none;
    ctx.fillRect(from, y, to - from, rowHeight - gap);
  }
}

function drawActive(
  ctx: CanvasRenderingContext2D,
  { layout, ink }: HeatDrawing,
  { row, column }: HeatCell,
): void {
  const cell = (layout.width - layout.left) / layout.columns;
  const x = layout.left + column * cell;
  const y = layout.top + row * layout.rowHeight - layout.offset;
  ctx.strokeStyle = ink.accent;
  ctx.lineWidth = 2;
  ctx.strokeRect(x, y, Math.max(2, cell), layout.rowHeight);
  // Its row and column.
  ctx.lineWidth = 1;
  ctx.globalAlpha = 0.55;
  ctx.strokeRect(layout.left, y - 0.5, layout.width - layout.left, layout.rowHeight);
  ctx.strokeRect(x - 0.5, layout.top, Math.max(2, cell), layout.height - layout.top);
  ctx.globalAlpha = 1;
}

/** The time labels, on top of any row scrolled beneath them. */
function drawTicks(ctx: CanvasRenderingContext2D, { layout, ticks, ink }: HeatDrawing): void {
  ctx.fillStyle = ink.background;
  ctx.fillRect(0, 0, layout.width, layout.top);
  ctx.fillStyle = ink.text;
  ctx.font = `11px ${ink.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  const sized = ticks.map((tick) => ({ ...tick, width: ctx.measureText(tick.text).width }));
  for (const { text, x } of placeTicks(sized, layout)) ctx.fillText(text, x, layout.top / 2);
}

/** The least pixels between two labels. */
const TICK_GAP = 12;

/** The positions of the time labels (`x`: their middle): complete, above the cells, none touching another. */
export function placeTicks(
  ticks: readonly (HeatTick & { readonly width: number })[],
  { left, width }: Pick<HeatLayout, 'left' | 'width'>,
): { text: string; x: number }[] {
  const placed: { text: string; x: number }[] = [];
  let taken = Number.NEGATIVE_INFINITY;
  for (const tick of ticks) {
    const half = tick.width / 2;
    const wanted = left + tick.at * (width - left);
    const x = Math.max(left + half, Math.min(width - half, wanted));
    if (x - half < taken) continue;
    taken = x + half + TICK_GAP;
    placed.push({ text: tick.text, x });
  }
  return placed;
}
