import { rounded } from '../state/format.ts';
import { useNarrow } from '../state/media.ts';
import type { DeviceFit } from '../state/protocol.ts';

const HEIGHT = 220;
const LEFT = 64;
const BOTTOM = 34;
const TOP = 16;
/** between the two directions */
const GAP = 34;

/** Prefixes of the unit, so that the axis has short numbers. */
const prefixes = [
  [1, 'S'],
  [1e-3, 'mS'],
  [1e-6, 'µS'],
  [1e-9, 'nS'],
] as const;

/** Conductance against pulses, up and then down: measured points, and the fitted device through them. */
export function FitPlot({ fit }: { readonly fit: DeviceFit }) {
  const { low, high } = fit;
  const width = useNarrow() ? 360 : 620;
  const plot = (width - LEFT - GAP - 8) / 2;
  // beside the unit where there is little room
  const legend = LEFT + Math.max(14, plot / 2 - 78);
  const [unit, name] = prefixes.find(([size]) => high >= size) ?? [1e-12, 'pS'];
  const margin = 0.04 * (high - low);
  const y = (siemens: number): number =>
    TOP + ((high + margin - siemens) / (high - low + 2 * margin)) * (HEIGHT - TOP - BOTTOM);
  const branches = [
    { title: 'up', branch: fit.up, from: LEFT },
    { title: 'down', branch: fit.down, from: LEFT + plot + GAP },
  ];
  return (
    <svg
      className="fit-plot"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label="Measured and fitted conductance"
    >
      {[low, (low + high) / 2, high].map((siemens) => (
        <g key={siemens}>
          <path className="grid" d={`M${LEFT} ${y(siemens)}H${width - 8}`} />
          <text x={LEFT - 6} y={y(siemens) + 4} className="label to-end">
            {rounded(siemens / unit)}
          </text>
        </g>
      ))}
      <text x={LEFT - 6} y={TOP - 5} className="label to-end">
        {name}
      </text>
      {branches.map(({ title, branch, from }) => {
        const last = branch.pulses.at(-1) || 1;
        const x = (pulse: number): number => from + (pulse / last) * plot;
        const size = branch.pulses.length > 60 ? 1.6 : 2.8;
        const line = branch.pulses.map(
          (p, k) => `${k ? 'L' : 'M'}${x(p).toFixed(1)} ${y(branch.fitted[k]!).toFixed(1)}`,
        );
        return (
          <g key={title}>
            <path className="axis" d={`M${from} ${HEIGHT - BOTTOM}H${from + plot}`} />
            {branch.pulses.map((p, k) => (
              <rect
                key={p}
                className="hardware-mark"
                x={x(p) - size}
                y={y(branch.measured[k]!) - size}
                width={2 * size}
                height={2 * size}
              />
            ))}
            <path className="fitted" d={line.join('')} />
            <text x={from} y={HEIGHT - BOTTOM + 14} className="label from-start">
              0
            </text>
            <text x={from + plot} y={HEIGHT - BOTTOM + 14} className="label to-end">
              {last}
            </text>
            <text x={from + plot / 2} y={HEIGHT - BOTTOM + 28} className="label">
              pulses {title}
            </text>
          </g>
        );
      })}
      <g className="fit-legend">
        <rect className="hardware-mark" x={legend} y={TOP - 12} width={6} height={6} />
        <text x={legend + 12} y={TOP - 5} className="label from-start">
          measured
        </text>
        <path className="fitted" d={`M${legend + 84} ${TOP - 9}h22`} />
        <text x={legend + 112} y={TOP - 5} className="label from-start">
          fitted
        </text>
      </g>
    </svg>
  );
}
