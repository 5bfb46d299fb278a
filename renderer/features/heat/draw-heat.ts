import { heatColour, type HeatRow } from './heat.ts';

/** Where things are on the canvas, CSS pixels. */
export interface HeatLayout {
  readonly width: number;
  readonly height: number;
  /** Room for the names at the left, and for the times at the top. */
  readonly left: number;
  readonly top: number;
  readonly rowHeight: number;
  readonly columns: number;
  /** How far the rows are scrolled up. */
  readonly offset: number;
}

/** Colours and font of the heat map, apart from its scale. */
export interface HeatInk {
  readonly text: string;
  readonly none: string;
  readonly background: string;
  readonly accent: string;
  readonly font: string;
}

/** A label of the time axis. */
export interface HeatTick {
  /** 0 to 1 over the range. */
  readonly at: number;
  readonly text: string;
}

/** A cell by its indices, from 0. */
export interface HeatCell {
  readonly row: number;
  readonly column: number;
}

/** All that one drawing of the heat map needs. */
export interface HeatDrawing {
  readonly layout: HeatLayout;
  readonly rows: readonly HeatRow[];
  readonly ticks: readonly HeatTick[];
  readonly ink: HeatInk;
  readonly active: HeatCell | null;
}

/** Draws the rows that are in sight. The context is already scaled to CSS pixels. */
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
  { layout, ink }: HeatDrawing,
  { row, values }: HeatRow,
  index: number,
): void {
  const { left, rowHeight, columns } = layout;
  const y = layout.top + index * rowHeight - layout.offset;
  const gap = rowHeight > 6 ? 1 : 0;
  const cell = (layout.width - left) / columns;
  for (let column = 0; column < columns; column += 1) {
    const from = Math.round(left + column * cell);
    const to = Math.round(left + (column + 1) * cell);
    ctx.fillStyle = heatColour(values[column] ?? Number.NaN) ?? ink.none;
    ctx.fillRect(from, y, to - from, rowHeight - gap);
  }
  if (rowHeight < 10) return;
  ctx.fillStyle = ink.text;
  ctx.font = `11px ${ink.font}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(fitted(ctx, row.hostname, left - 12), 0, y + rowHeight / 2);
}

function drawActive(
  ctx: CanvasRenderingContext2D,
  { layout, ink }: HeatDrawing,
  { row, column }: HeatCell,
): void {
  const cell = (layout.width - layout.left) / layout.columns;
  const y = layout.top + row * layout.rowHeight - layout.offset;
  ctx.strokeStyle = ink.accent;
  ctx.lineWidth = 2;
  ctx.strokeRect(layout.left + column * cell, y, Math.max(2, cell), layout.rowHeight);
}

/** The times, over whatever row is scrolled beneath them. */
function drawTicks(ctx: CanvasRenderingContext2D, { layout, ticks, ink }: HeatDrawing): void {
  ctx.fillStyle = ink.background;
  ctx.fillRect(0, 0, layout.width, layout.top);
  ctx.fillStyle = ink.text;
  ctx.font = `11px ${ink.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  for (const { at, text } of ticks) {
    const x = layout.left + at * (layout.width - layout.left);
    ctx.fillText(text, Math.min(layout.width - 20, Math.max(layout.left + 16, x)), layout.top / 2);
  }
}

const fittedNames = new Map<string, string>();

/** A name cut to a width with an ellipsis. Direction marks are left out: a canvas cannot isolate them. */
function fitted(ctx: CanvasRenderingContext2D, name: string, width: number): string {
  const key = `${String(width)} ${name}`;
  const known = fittedNames.get(key);
  if (known !== undefined) return known;
  const plain = Array.from(name.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ''));
  let text = plain.join('');
  while (plain.length > 1 && ctx.measureText(text).width > width) {
    plain.splice(-Math.max(1, Math.floor(plain.length / 10)));
    text = `${plain.join('')}…`;
  }
  if (fittedNames.size > 5000) fittedNames.clear();
  fittedNames.set(key, text);
  return text;
}
