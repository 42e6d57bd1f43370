import { type Form, type Matter, ORGANIC, type Part, partsOf } from './packed.ts';
import { encodePng } from './png.ts';

/** Some articles of one kind in a parcel. */
export type PackedGoods = { readonly gcode: string; readonly pieces: number };

const WIDTH = 720;
const HEIGHT = 540;
const PIXELS = WIDTH * HEIGHT;
/** More articles are not drawn apart. */
const MOST_ARTICLES = 24;
/** Grams from which on a carton is not drawn larger. */
const HEAVY = 12_000;

const COMMENT =
  'Made up: drawn from what was declared, by the sandbox of Onestep. No parcel was seen.';

/**
 * A made-up X-ray image of a parcel, drawn from what was declared of it: the same goods and weight
 * have the same picture. It proves nothing, and is for zones of made-up parcels alone.
 * @param grams gross weight: the heavier, the larger the carton and the darker the goods
 * @returns a PNG
 */
export function xrayPicture(goods: readonly PackedGoods[], grams: number): Buffer {
  const share = Math.sqrt(Math.min(grams, HEAVY) / HEAVY);
  const carton = centred(WIDTH * (0.45 + 0.45 * share), HEIGHT * (0.5 + 0.4 * share));
  const canvas: Canvas = new Float64Array(PIXELS * 3);
  drawCarton(canvas, carton);
  const articles = goods
    .flatMap(({ gcode, pieces }) => Array.from({ length: Math.max(1, pieces) }, () => gcode))
    .slice(0, MOST_ARTICLES);
  const columns = Math.ceil(Math.sqrt(articles.length * 1.4));
  const rows = Math.ceil(articles.length / Math.max(1, columns));
  const room = { width: (carton.width * 0.92) / columns, height: (carton.height * 0.9) / rows };
  for (const [i, gcode] of articles.entries()) {
    const x = carton.x + carton.width * 0.04 + (i % columns) * room.width;
    const y = carton.y + carton.height * 0.05 + Math.floor(i / columns) * room.height;
    for (const part of partsOf(gcode)) {
      const thickness = part.thickness * (0.6 + 0.8 * share);
      draw(canvas, within({ x, y, ...room }, part), { ...part, thickness });
    }
  }
  return encodePng(WIDTH, HEIGHT, exposed(canvas), COMMENT);
}

/** How much of each colour stays in what lies above each pixel. */
type Canvas = Float64Array;
type Area = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};
type Drawn = { readonly form: Form; readonly matter: Matter; readonly thickness: number };

const centred = (width: number, height: number): Area => {
  return { x: (WIDTH - width) / 2, y: (HEIGHT - height) / 2, width, height };
};

const within = (area: Area, { x, y, width, height }: Part): Area => ({
  ...{ x: area.x + x * area.width, y: area.y + y * area.height },
  ...{ width: width * area.width, height: height * area.height },
});

/** Its sides, and the flaps that meet in the middle. */
function drawCarton(canvas: Canvas, { x, y, width, height }: Area): void {
  const card = { form: 'box', matter: ORGANIC } as const;
  draw(canvas, { x, y, width, height }, { ...card, thickness: 0.08 });
  for (const [dx, dy] of [
    [0, 0],
    [width - 6, 0],
  ] as const) {
    draw(canvas, { x: x + dx, y: y + dy, width: 6, height }, { ...card, thickness: 0.35 });
  }
  for (const dy of [0, height / 2 - 3, height - 6]) {
    draw(canvas, { x, y: y + dy, width, height: 6 }, { ...card, thickness: 0.25 });
  }
}

function draw(canvas: Canvas, { x, y, width, height }: Area, { form, matter, thickness }: Drawn) {
  for (let row = Math.ceil(y); row < y + height; row += 1) {
    const v = ((row - y) / height) * 2 - 1;
    for (let column = Math.ceil(x); column < x + width; column += 1) {
      const u = ((column - x) / width) * 2 - 1;
      const amount = thickness * depthOf(form, u, v);
      const at = (row * WIDTH + column) * 3;
      canvas[at]! += amount * matter[0];
      canvas[at + 1]! += amount * matter[1];
      canvas[at + 2]! += amount * matter[2];
    }
  }
}

/** Of a form between -1 and 1 on both sides, from 0 to 1. */
function depthOf(form: Form, u: number, v: number): number {
  if (form === 'box') return 1;
  return Math.sqrt(Math.max(0, form === 'tube' ? 1 - u * u : 1 - u * u - v * v));
}

/** What comes through: the less, the more stays. */
function exposed(canvas: Canvas): Buffer {
  const rgb = Buffer.alloc(canvas.length);
  for (let i = 0; i < canvas.length; i += 1) rgb[i] = Math.round(250 * Math.exp(-canvas[i]!));
  return rgb;
}
