/** One line over time, as this bench and ngspice have it, drawn over each other. A lazy chunk, as curve-plot.ts is. */
import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import type { OverlaidTrace } from '../../src/exchange/verify-electrical.ts';
import { plain } from '../state/format.ts';

export interface TracePlot {
  draw(trace: OverlaidTrace, unit: string): void;
  destroy(): void;
}

const HEIGHT = 210;
/** More points than this on the page's width would not be told apart. */
const MOST_POINTS = 6000;

export function makeTracePlot(holder: HTMLElement): TracePlot {
  const colour = (name: string): string => getComputedStyle(holder).getPropertyValue(`--${name}`).trim();
  const font = `11px ${colour('mono')}`;
  let unit = '';
  const axis = {
    stroke: () => colour('muted'),
    font,
    gap: 3,
    ticks: { show: false },
    grid: { stroke: () => colour('line'), width: 0.7 },
  };
  const plot = new uPlot(
    {
      width: Math.max(200, holder.clientWidth),
      height: HEIGHT,
      pxAlign: false,
      padding: [12, 16, 0, 0],
      legend: { show: false },
      cursor: { points: { size: 6 }, drag: { setScale: true, x: true, y: false } },
      scales: { x: { time: false } },
      axes: [
        {
          ...axis,
          size: 30,
          label: 'simulated time, s',
          labelFont: font,
          labelSize: 14,
          labelGap: -4,
          grid: { show: false },
        },
        {
          ...axis,
          size: 62,
          space: 30,
          values: (_u, splits) => splits.map((v) => plain(Number(v.toPrecision(5)))),
        },
      ],
      series: [
        {},
        { stroke: () => colour('ink'), width: 1.2, spanGaps: true, points: { show: false } },
        {
          stroke: () => colour('hardware'),
          width: 0,
          paths: () => null,
          points: { show: true, size: 6, fill: () => colour('hardware'), paths: squares },
        },
      ],
    },
    [[], [], []],
    holder,
  );
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
  const caption = document.createElement('p');
  caption.className = 'curve-caption';
  holder.append(caption);
  return {
    draw({ ours, theirs, name }, of) {
      unit = of;
      const every = Math.ceil(theirs.values.length / MOST_POINTS);
      const thin = (values: Float64Array): number[] =>
        Array.from(values).filter((_, k) => k % every === 0 || k === values.length - 1);
      plot.setData(
        uPlot.join([
          [thin(theirs.seconds), thin(theirs.values)],
          [Array.from(ours.seconds), Array.from(ours.values)],
        ]),
      );
      caption.textContent = `${name}${unit && `, ${unit}`}; drag across the plot to look closer, click twice to see all`;
    },
    destroy() {
      resize.disconnect();
      themed.disconnect();
      system.removeEventListener('change', recolour);
      plot.destroy();
    },
  };
}

/** Square marks, as hardware has everywhere. */
function squares(
  u: uPlot,
  series: number,
  from: number,
  to: number,
): { readonly fill: Path2D; readonly stroke: Path2D } {
  const size = 6 * devicePixelRatio;
  const path = new Path2D();
  for (let k = from; k <= to; k++) {
    const y = u.data[series]?.[k];
    if (y === null || y === undefined) continue;
    path.rect(
      u.valToPos(u.data[0]![k]!, 'x', true) - size / 2,
      u.valToPos(y, 'y', true) - size / 2,
      size,
      size,
    );
  }
  return { fill: path, stroke: path };
}
