/** The learning curves as a uPlot. This file is the lazy chunk; nothing else imports the library. */
import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import type { History } from '../../src/compare/session.ts';
import { grouped, rounded, superscript } from '../state/format.ts';
import { nextStep } from '../state/weight-window.ts';

/** What else the plot has to know. */
export interface CurveMoment {
  readonly presentation: number;
  readonly total: number;
  readonly fullScale: number;
  readonly unit: string;
}
export interface CurvePlot {
  draw(history: History, moment: CurveMoment): void;
  destroy(): void;
}

const HEIGHT = 178;
/** Marks are drawn up to so many points; beyond they would hide the lines. */
const MOST_MARKS = 40;
/** Ten decades below the full scale squared is as good as null. */
const DECADES = 10;

/** A machine that is judged by its decisions alone has squared errors of 0 and 4: those need no decades. */
export type CurveScale = 'decades' | 'linear';

export function makeCurvePlot(holder: HTMLElement, scale: CurveScale): CurvePlot {
  const linear = scale === 'linear';
  let moment: CurveMoment = { presentation: 0, total: 100, fullScale: 1, unit: '' };
  const colour = (name: string): string => getComputedStyle(holder).getPropertyValue(`--${name}`).trim();
  const font = (): string => `11px ${colour('mono')}`;
  const few = (u: uPlot): boolean => (u.data[0]?.length ?? 0) <= MOST_MARKS;
  const plot = new uPlot(
    {
      width: Math.max(200, holder.clientWidth),
      height: HEIGHT,
      pxAlign: false,
      padding: [10, 16, 0, 0],
      legend: { show: false },
      cursor: { points: { size: 6 }, drag: { setScale: false, x: false, y: false } },
      scales: {
        x: { time: false, range: () => [0, horizon(moment)] },
        y: linear
          ? { range: () => [-0.2, 4.6] }
          : { distr: 3, range: (_u, low, high) => decadesAround(low, high, moment.fullScale) },
      },
      axes: [
        {
          stroke: () => colour('muted'),
          font: font(),
          size: 30,
          label: 'presentations',
          labelFont: font(),
          labelSize: 14,
          labelGap: -4,
          gap: 3,
          space: 56,
          grid: { show: false },
          ticks: { stroke: () => colour('line'), width: 1, size: 4 },
          values: (_u, splits) => splits.map(short),
        },
        {
          stroke: () => colour('muted'),
          font: font(),
          size: 46,
          gap: 3,
          space: 26,
          grid: { stroke: () => colour('line'), width: 0.7 },
          ticks: { show: false },
          // powers of ten only, few enough to read; the library would leave out some of them
          filter: (_u, splits) => splits,
          splits: (_u, _axis, low, high) => (linear ? [0, 1, 2, 3, 4] : powersOfTen(low, high)),
          values: (_u, splits) =>
            splits.map((value) =>
              linear ? String(value) : `10${superscript(Math.round(Math.log10(value)))}`,
            ),
        },
      ],
      series: [
        {},
        {
          stroke: () => colour('hardware'),
          width: 1.8,
          points: { show: few, paths: squares, fill: () => colour('hardware') },
        },
        // above the hardware and open, so that both are seen where they agree
        {
          stroke: () => colour('ideal'),
          width: 1.8,
          dash: [6, 4],
          points: { show: few, size: 9, width: 1.4, fill: 'transparent' },
        },
      ],
      hooks: { draw: [(u) => drawMoment(u, moment, colour, font())], setCursor: [(u) => say(tell(u))] },
    },
    [[], [], []],
    holder,
  );
  const caption = document.createElement('p');
  caption.className = 'curve-caption';
  holder.append(caption);
  let usual = '';
  const say = (read: string | null): void => {
    caption.textContent = read ?? usual;
  };
  const resize = new ResizeObserver(() => {
    const width = Math.max(200, holder.clientWidth);
    if (width !== plot.width) plot.setSize({ width, height: HEIGHT });
  });
  resize.observe(holder);
  const recolour = (): void => plot.redraw(false);
  const themed = new MutationObserver(recolour);
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', recolour);

  return {
    draw(history, next) {
      moment = next;
      const floor = linear ? 0 : (next.fullScale ** 2 * 10 ** -DECADES) / 2;
      const drawable = (values: Float64Array): (number | null)[] =>
        Array.from(values, (v) => (Number.isFinite(v) && v < 1e30 ? Math.max(v, floor) : null));
      plot.setData([Array.from(history.from), drawable(history.hardware), drawable(history.ideal)]);
      usual = linear ? `${captionFor(history, next)}; 4 is a wrong decision` : captionFor(history, next);
      say(tell(plot));
    },
    destroy() {
      resize.disconnect();
      themed.disconnect();
      system.removeEventListener('change', recolour);
      plot.destroy();
    },
  };
}

const captionFor = ({ from }: History, { unit }: CurveMoment): string => {
  const stretch = from.length > 1 ? from[1]! - from[0]! : 1;
  const what = stretch > 1 ? `mean of ${grouped(stretch)} squared errors` : 'squared error before each step';
  return unit ? `${what}, ${unit}²` : what;
};

/** Where the axis ends: the run's end when it is near, else somewhat further than now. */
const horizon = ({ presentation, total }: CurveMoment): number =>
  Math.min(Math.max(total, presentation + 1, 2), nextStep(Math.max(20, presentation * 1.1)));

function decadesAround(low: number | null, high: number | null, fullScale: number): [number, number] {
  const bottom = low !== null && low > 0 ? low : fullScale ** 2 * 1e-2;
  const top = high !== null && high > 0 ? high : fullScale ** 2;
  return [10 ** Math.floor(Math.log10(bottom) - 0.05), 10 ** Math.ceil(Math.log10(top) + 0.05)];
}
function powersOfTen(low: number, high: number): number[] {
  const from = Math.ceil(Math.log10(low) - 1e-9);
  const to = Math.floor(Math.log10(high) + 1e-9);
  const step = Math.max(1, Math.ceil((to - from) / 5));
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => 10 ** (from + k * step));
}
const short = (n: number): string =>
  n >= 1e6 ? `${n / 1e6} M` : n >= 1e4 ? `${n / 1e3} k` : Number.isInteger(n) ? String(n) : '';

/** Square marks, so that the hardware is known without its colour. */
function squares(
  u: uPlot,
  series: number,
  from: number,
  to: number,
): { readonly fill: Path2D; readonly stroke: Path2D } {
  const size = 5.6 * devicePixelRatio;
  const path = new Path2D();
  for (let k = from; k <= to; k++) {
    const y = u.data[series]?.[k];
    if (y === null || y === undefined) continue;
    const left = u.valToPos(u.data[0]![k]!, 'x', true) - size / 2;
    path.rect(left, u.valToPos(y, 'y', true) - size / 2, size, size);
  }
  return { fill: path, stroke: path };
}

function drawMoment(u: uPlot, moment: CurveMoment, colour: (name: string) => string, font: string): void {
  const { ctx, bbox } = u;
  const x = u.valToPos(moment.presentation, 'x', true);
  ctx.save();
  // the dashes of the last line would still be on
  ctx.setLineDash([]);
  ctx.strokeStyle = colour('ink');
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.fillStyle = colour('ink');
  ctx.font = font.replace('11px', `${11 * devicePixelRatio}px`);
  const right = x > bbox.left + bbox.width * 0.6;
  ctx.textAlign = right ? 'right' : 'left';
  const words = `now: ${grouped(moment.presentation)}`;
  const at = [x + (right ? -5 : 5) * devicePixelRatio, bbox.top + 9 * devicePixelRatio] as const;
  const wide = ctx.measureText(words).width + 4 * devicePixelRatio;
  ctx.fillStyle = colour('card');
  ctx.fillRect(at[0] - (right ? wide - 2 : 2), bbox.top, wide, 13 * devicePixelRatio);
  ctx.fillStyle = colour('ink');
  ctx.fillText(words, ...at);
  ctx.restore();
}

/** What both tracks read under the pointer; null where there is nothing to read. */
function tell(u: uPlot): string | null {
  const { idx } = u.cursor;
  if (idx === null || idx === undefined) return null;
  const [x, hardware, ideal] = u.data.map((values) => values[idx]);
  if (typeof x !== 'number' || typeof ideal !== 'number' || typeof hardware !== 'number') return null;
  return `at ${grouped(x)}: hardware ${rounded(hardware)}, ideal ${rounded(ideal)}, difference ${rounded(hardware - ideal)}`;
}
