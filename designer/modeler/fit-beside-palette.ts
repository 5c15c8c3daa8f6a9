interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** The part of diagram-js' canvas that decides what is seen. */
export interface ViewCanvas {
  viewbox(box?: Box): { readonly inner: Box; readonly outer: { readonly width: number; readonly height: number } };
}

/** Room around the drawing, px; at its right for what stands beside a selected element, below for buttons and mark. */
const MARGIN = 24;
const RIGHT = 48;
const BELOW = 56;
const PALETTE_GAP = 36;

/**
 * Shows the whole drawing in the part of the canvas that the palette, which floats over its left side, does not cover.
 * diagram-js' own `fit-viewport` knows nothing of the palette.
 */
export function fitBesidePalette(canvas: ViewCanvas, paletteWidth: number): void {
  const { inner, outer } = canvas.viewbox();
  if (outer.width === 0 || inner.width === 0) return;
  const left = paletteWidth === 0 ? MARGIN : paletteWidth + PALETTE_GAP;
  const free = { width: outer.width - left - RIGHT, height: outer.height - MARGIN - BELOW };
  const scale = Math.max(Math.min(free.width / inner.width, free.height / inner.height, 1), 0.1);
  const spare = { x: free.width - inner.width * scale, y: free.height - inner.height * scale };
  canvas.viewbox({
    x: inner.x - (left + Math.max(spare.x, 0) / 2) / scale,
    y: inner.y - (MARGIN + Math.max(spare.y, 0) / 2) / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}
